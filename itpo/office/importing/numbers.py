"""Which records the numbers in a list are: only those that an export gave out here."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itpo.office.importing.kinds import Field, Kind, Row
from itpo.office.importing.readers import text
from itpo.office.numbers import Numbers

LONGEST = 40  # characters
RECORD = gettext_lazy("number of the record here")


def number_field(*tables: str, name: str = "id", label: str | Promise = RECORD) -> Field:
    """What a list says of the number of a record of one of some tables."""
    return Field(name, label, text(LONGEST), tables=tables)


def look_up(rows: Sequence[Row], kind: Kind) -> None:
    """Turn the numbers that rows say into `Number`s; refuse the cells of all others."""
    said = [
        (row, one) for row in rows for one in kind.fields if one.tables and one.name in row.values
    ]
    if not said:
        return
    numbers = Numbers()
    for row, one in said:
        typed = row.values[one.name]
        found = numbers.meant(typed, one.tables)
        if found is None:
            sentence = _(
                "“%(text)s” is not a number that an export gave out here. Leave the column out: "
                "rows are known again by what else they say."
            )
            row.refuse(one.name, sentence % {"text": typed})
        else:
            row.values[one.name] = found

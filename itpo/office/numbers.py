"""Numbers of records in files: which record a line is about, and that it is one of here.

A bare number would be that of some other record in another office's database, or in the file of
any other program. So letters follow it, `1204-kdfwrt`, made of it, its table and a key that only
this database has: who takes a file in again can tell whether the number was given out here.
"""

import hashlib
import re
from typing import NamedTuple

from django.db.models import Model

from itpo.office.folding import half_width
from itpo.office.models import Office

LETTERS = "bcdfghjkmnpqrstvwxyz"  # no vowels: no word, no month, nothing a spreadsheet reads
LENGTH = 6  # one in 64 million fits by chance
WRITTEN = re.compile(rf"([1-9][0-9]{{0,17}})-([{LETTERS}]{{{LENGTH}}})")


class Number(NamedTuple):
    """The number of a record, and its table as `app.model`."""

    table: str
    pk: int


def table_of(model: type[Model]) -> str:
    return model._meta.label_lower


class Numbers:
    """Gives numbers out and knows them again. The first office lends its database its key."""

    def __init__(self) -> None:
        self._key = Office.objects.order_by("pk").values_list("file_key", flat=True).first() or ""

    def told(self, number: Number) -> str:
        return f"{number.pk}-{self._letters(number)}"

    def meant(self, typed: str, tables: tuple[str, ...]) -> Number | None:
        """The number that was given out here for a record of one of some tables; None: none."""
        match = WRITTEN.fullmatch(half_width(typed).strip().lower())
        if match is None:
            return None
        given = (Number(table, int(match[1])) for table in tables)
        return next((one for one in given if self._letters(one) == match[2]), None)

    def _letters(self, number: Number) -> str:
        said = f"{self._key} {number.table} {number.pk}".encode()
        left = int.from_bytes(hashlib.sha256(said).digest()[:8])
        letters = []
        for _place in range(LENGTH):
            left, one = divmod(left, len(LETTERS))
            letters.append(LETTERS[one])
        return "".join(letters)

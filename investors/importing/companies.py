"""Lists of companies: one row, one company."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from investors.importing.known import Companies
from investors.importing.names import in_both_scripts
from investors.models import Company
from investors.models.companies import compact_corporate_number
from itpo.office.folding import fold
from itpo.office.importing.cells import Cell
from itpo.office.importing.kinds import Asked, CellRefused, Plan, Row
from itpo.office.importing.readers import text, words
from itpo.office.importing.records import Matches, Told, plan_records, recall

# What a row says of the company just as the column is called.
PLAIN = (
    *("name", "name_ja", "reading", "corporate_number"),
    *("address", "website", "sectors_typed", "notes"),
)
web_address = URLValidator(schemes=["http", "https"])


def corporate_number(cell: Cell) -> str:
    try:
        return compact_corporate_number(words(cell))
    except ValidationError as error:
        raise CellRefused(" ".join(error.messages)) from error


def website(cell: Cell) -> str:
    """An address on the web; www.example.com is one."""
    typed = text(200)(cell)
    address = typed if "://" in typed else f"https://{typed}"
    try:
        web_address(address)
    except ValidationError as error:
        sentence = _("“%(text)s” is not an address on the web.")
        raise CellRefused(sentence % {"text": typed}) from error
    return address


def plan(rows: Sequence[Row], asked: Asked) -> list[Plan]:
    told = {row.number: _told(row) for row in rows if not row.problems}
    matches = _matches([row for row in rows if row.number in told], asked)
    recall(
        [one for one in told.values() if not one.row.problems and _says_which(one.row)],
        matches,
        asked.locked(Company.objects.all()),
    )
    for number, one in told.items():
        if not one.said_of_new["name"] and not (number in matches.sure or one.row.problems):
            one.row.refuse("name", _("Say what the company is called."))
    told = {number: one for number, one in told.items() if not one.row.problems}
    return plan_records(rows, told, matches, Company, asked)


def _says_which(row: Row) -> bool:
    """Whether a row says which company it is about, so that it can be known again."""
    return bool({"name", "name_ja", "corporate_number"} & row.values.keys())


def _told(row: Row) -> Told[Company]:
    said = {name: row.values[name] for name in PLAIN if name in row.values}
    name, name_ja = in_both_scripts(said.get("name", ""), said.get("name_ja", ""))
    number = said.get("corporate_number", "")
    key = (number,) if number else ("", fold(name), fold(name_ja))
    return Told(row, name, key, said, {"name": name, "name_ja": name_ja})


def _matches(rows: Sequence[Row], asked: Asked) -> Matches[Company]:
    def column(name: str) -> list[Any]:
        return [row.values[name] for row in rows if name in row.values]

    known = Companies(
        asked.locked(Company.objects.all()),
        ids=[one.pk for one in column("id")],
        numbers=column("corporate_number"),
        names=[*column("name"), *column("name_ja")],
        readings=column("reading"),
    )
    matches: Matches[Company] = Matches()
    for row in rows:
        _match(row, known, matches)
    return matches


def _match(row: Row, known: Companies, matches: Matches[Company]) -> None:
    said = row.values
    number, names = (
        said.get("corporate_number", ""),
        (said.get("name", ""), said.get("name_ja", "")),
    )
    if "id" in said:
        found = known.with_id(said["id"].pk)
        if found is None:
            row.refuse("id", _("No company has this number."))
        else:
            matches.sure[row.number] = found
        return
    if number and (found := known.numbered(number)):
        matches.sure[row.number] = found
        return
    # Of two numbers one company has one.
    others = [one for one in known.called(*names) if not (number and one.corporate_number)]
    if len(others) == 1:
        matches.sure[row.number] = others[0]
        return
    for because, found_so in (
        (_("same name"), others),
        (_("same name, other legal form"), known.alike(*names)),
        (_("same reading"), known.read_as(said.get("reading", ""))),
    ):
        for one in found_so:
            if not (number and one.corporate_number):
                matches.may_be(row.number, one, because)

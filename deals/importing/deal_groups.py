"""The rows that tell of one deal: more figures and sources, but one title, kind and status."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from deals.importing import words
from deals.importing.deal_rows import DealRow
from deals.importing.recognising import Key
from itpo.office.importing.report import Report, RowRefused

# What a deal has one of, and the column that says it.
SINGLE = {
    "ref": "ref",
    "title": "title",
    "place": "country",
    "year": "year",
    "part_of": "part_of",
    "kind_typed": "outcome_type",
    "status_typed": "status",
}


def grouped(rows: Iterable[DealRow], report: Report) -> dict[Key, list[DealRow]]:
    """The rows by deal. A row that says something else than one before it is refused."""
    groups: dict[Key, list[DealRow]] = {}
    for row in rows:
        before = groups.setdefault(row.key, [])
        column, other = _contradiction(row, before)
        if other is None:
            before.append(row)
            continue
        reason = _(
            "Row %(row)s tells of the same deal and says otherwise. "
            "Two deals need two references (column ref)."
        )
        report.refuse(row.number, RowRefused(column, reason % {"row": other.number}))
    return groups


def _contradiction(row: DealRow, before: Iterable[DealRow]) -> tuple[str, DealRow | None]:
    for other in before:
        for name, column in SINGLE.items():
            mine, theirs = getattr(row, name), getattr(other, name)
            if mine != theirs and _says(mine) and _says(theirs):
                return column, other
    return "", None


def _says(value: object) -> bool:
    return bool(getattr(value, "key", value))


def single(rows: Sequence[DealRow], name: str) -> str:
    """What the rows say of which a deal has one; blank where none says anything."""
    return next((getattr(row, name) for row in rows if getattr(row, name)), "")


def together(rows: Sequence[DealRow], name: str) -> str:
    """What the rows say, each once."""
    return words.lines([getattr(row, name) for row in rows])

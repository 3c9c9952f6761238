"""Which column of a file is which field, and what the rows say in the chosen columns."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from django.utils.translation import gettext as _

from itpo.office.folding import fold
from itpo.office.importing.cells import Cell, Place, is_blank
from itpo.office.importing.kinds import CellRefused, Field, Kind, Row, kinds
from itpo.office.importing.readers import in_every_language

LEFT_OUT = ""


def recognise(heads: Sequence[str], kind: Kind) -> list[str]:
    """For each column the name of the field it is, or blank; no field stands for two columns."""
    known, taken = _names(kind.name), set()
    chosen = []
    for head in heads:
        name = known.get(fold(head), LEFT_OUT)
        chosen.append(LEFT_OUT if name in taken else name)
        taken.add(name)
    return chosen


@lru_cache
def _names(kind: str) -> dict[str, str]:
    """The field by each of its names, folded: steady ones first, then labels, then aliases."""
    fields = kinds()[kind].fields
    names: dict[str, str] = {}
    for one in fields:
        names.setdefault(fold(one.name), one.name)
    for one in fields:
        for said in sorted(in_every_language(one.label)):
            names.setdefault(said, one.name)
    for one in fields:
        for alias in one.aliases:
            names.setdefault(fold(alias), one.name)
    names.pop("", None)
    return names


def missing(chosen: Iterable[str], kind: Kind) -> list[Field]:
    """The fields that no column was chosen for, though every row needs them."""
    named = set(chosen)
    return [one for one in kind.fields if one.is_required and one.name not in named]


def understood(
    rows: Iterable[tuple[int, Sequence[Cell]]],
    chosen: Sequence[str],
    kind: Kind,
    unreadable: Mapping[Place, str],
) -> list[Row]:
    """What the rows say, cell by cell; what cannot be read stands among a row's problems."""
    fields = kind.by_name
    columns = [(place, fields[name]) for place, name in enumerate(chosen) if name in fields]
    needed = [one for one in kind.fields if one.is_required]
    return [_row(number, cells, columns, needed, unreadable) for number, cells in rows]


def _row(
    number: int,
    cells: Sequence[Cell],
    columns: Sequence[tuple[int, Field]],
    needed: Sequence[Field],
    unreadable: Mapping[Place, str],
) -> Row:
    row = Row(number, {})
    for place, one in columns:
        cell = cells[place] if place < len(cells) else None
        if reason := unreadable.get((number, place)):
            row.refuse(one.name, reason)
        if is_blank(cell):
            continue
        try:
            row.values[one.name] = one.read(cell)
        except CellRefused as refusal:
            row.refuse(one.name, str(refusal))
    refused = {problem.column for problem in row.problems}
    for one in needed:
        if one.name not in row.values and one.name not in refused:
            row.refuse(one.name, _("Fill this in."))
    return row

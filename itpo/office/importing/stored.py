"""A run's table and plans as the database keeps them, and back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from django.utils.text import capfirst

from itpo.office.importing.cells import Cell, Place
from itpo.office.importing.kinds import Decision, Kind, Plan
from itpo.office.numbers import Number

FIRST = 2  # cells by which a row is called that nobody could understand
LONGEST = 200  # characters of a text; the whole of it stands in the file
Rows: TypeAlias = list[tuple[int, Sequence[Cell]]]


def cells_to_json(rows: Iterable[tuple[int, Sequence[Cell]]]) -> list[Any]:
    return [[number, [_to_json(cell) for cell in cells]] for number, cells in rows]


def cells_from_json(kept: Iterable[Any]) -> Rows:
    return [(number, [_from_json(cell) for cell in cells]) for number, cells in kept]


def _to_json(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    if isinstance(cell, Decimal):
        return {"number": str(cell)}
    return cell


def _from_json(kept: Any) -> Cell:
    if not isinstance(kept, dict):
        return kept  # type: ignore[no-any-return]
    if "moment" in kept:
        return datetime.fromisoformat(kept["moment"])
    return date.fromisoformat(kept["day"]) if "day" in kept else Decimal(kept["number"])


def plans_to_json(plans: Iterable[Plan], kind: Kind) -> list[dict[str, Any]]:
    """What a page shows of plans; what is empty is left out."""
    labels = {one.name: capfirst(str(one.label)) for one in kind.fields}
    return [_plan_to_json(plan, labels) for plan in plans]


def _plan_to_json(plan: Plan, labels: Mapping[str, str]) -> dict[str, Any]:
    problems = plan.row.problems
    words = [one for one in plan.row.values.values() if not isinstance(one, Number)]
    begins = " ".join(map(str, words[:FIRST]))
    said: dict[str, Any] = {
        "row": plan.row.number,
        "fate": plan.fate.value,
        "name": plan.name or begins[:LONGEST],
        "differences": [
            [one.label, one.before[:LONGEST], one.after[:LONGEST]] for one in plan.differences
        ],
        "kept": plan.kept,
        "candidates": [[one.record, one.name, one.because] for one in plan.candidates],
        "beside": plan.beside,
        "problems": [[labels.get(one.column, one.column), one.reason] for one in problems],
    }
    return {name: value for name, value in said.items() if value not in ("", [])}


def decisions_from_json(kept: Mapping[str, str]) -> dict[int, Decision]:
    """By row: “new”, “out”, or the number of the record it is."""
    known = {"new": Decision(is_new=True), "out": Decision()}
    return {
        int(row): known[said] if said in known else Decision(record=int(said))
        for row, said in kept.items()
    }


def places_to_json(places: Mapping[Place, str]) -> list[Any]:
    return [[row, place, reason] for (row, place), reason in places.items()]


def places_from_json(kept: Iterable[Any]) -> dict[Place, str]:
    return {(row, place): reason for row, place, reason in kept}

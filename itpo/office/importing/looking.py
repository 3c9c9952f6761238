"""Looking through a list: what becomes of each row, as things stand now.

It reads the database and writes only into the run.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from itpo.office.importing import columns, numbers, stored
from itpo.office.importing.kinds import Asked, Plan, kinds
from itpo.office.models import ImportRun


def look(run: ImportRun, at: datetime, _tell: Callable[[int], None]) -> dict[str, Any]:
    """What the run keeps of what would become of its rows."""
    return kept(run, plan(run, asked(run, at)))


def asked(run: ImportRun, at: datetime) -> Asked:
    """What a run asks its kind, for a preview."""
    decisions = stored.decisions_from_json(run.decisions)
    return Asked(run.office, run.by, at, decisions, run.list_wins)


def plan(run: ImportRun, of: Asked) -> list[Plan]:
    kind = kinds()[run.kind]
    rows = columns.understood(
        stored.cells_from_json(run.cells),
        run.columns,
        kind,
        stored.places_from_json(run.unreadable),
    )
    numbers.look_up(rows, kind)
    return list(kind.plan(rows, of))


def kept(run: ImportRun, plans: Sequence[Plan]) -> dict[str, Any]:
    """Plans as the columns of a run."""
    return {
        "plans": stored.plans_to_json(plans, kinds()[run.kind]),
        "counts": dict(Counter(one.fate.value for one in plans)),
    }

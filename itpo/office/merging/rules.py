"""What the apps say about merging their records.

Each says in its `mergeable.py` which of its records can be merged, what may stand in the way, and
of rows of which only one can stay, which of the two says more.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db.models import Model

from itpo.office.models import User

# Raises NotPossible where two records cannot be one.
Obstacle = Callable[[Any, Any, User], None]


class Further(NamedTuple):
    """Which of two rows is further: the later its value in the list. Unknown ones are not."""

    field: str
    order: Sequence[str]


mergeables: dict[str, type[Model]] = {}
obstacles: dict[type[Model], list[Obstacle]] = defaultdict(list)
same_rows: dict[type[Model], list[Sequence[str]]] = defaultdict(list)
further: dict[type[Model], Further] = {}
no_rivals: dict[type[Model], Callable[[Any, Any], None]] = {}


def mergeable(model: type[Model], *checks: Obstacle) -> None:
    """Let records of a table be merged, unless one of the checks refuses."""
    mergeables[model._meta.label_lower] = model
    obstacles[model] += checks


def same_row(model: type[Model], *names: str) -> None:
    """Say which columns of two rows being alike makes one of them too many."""
    same_rows[model].append(names)


def further_one(model: type[Model], field: str, order: Sequence[str]) -> None:
    """Of two rows of which one stays, let the one whose value comes later say what it says."""
    further[model] = Further(field, order)


def refuse_rivals(model: type[Model], check: Callable[[Any, Any], None]) -> None:
    """Have `check` refuse, with NotPossible, that one of two rows goes: given both."""
    no_rivals[model] = check

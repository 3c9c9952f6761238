"""The meetings that wait for a word: not yet logged, without a new day, without minutes."""

from datetime import date
from typing import Any, NamedTuple

from investors.models import Meeting
from itpo.office.models import User

SHOWN = 25


class Waiting(NamedTuple):
    """The first of some meetings, and whether there are more."""

    rows: list[Meeting]
    has_more: bool


def not_yet_logged(viewer: User, today: date, *, everyones: bool, most: int = SHOWN) -> Waiting:
    """Planned for today or earlier, and nobody has said what became of them; the newest days first.

    On a day they stand in the order in which they were to begin.
    """
    rows = _whose(viewer, everyones).still_planned_by(today)
    return _first(rows.order_by("-day", "starts_at", "pk").with_names(), most)


def without_a_new_day(viewer: User, *, everyones: bool, most: int = SHOWN) -> Waiting:
    """Postponed, nobody knows until when; those that have waited longest first."""
    return _first(_whose(viewer, everyones).postponed().soonest_first().with_names(), most)


def minutes_to_complete(viewer: User, most: int = SHOWN) -> Waiting:
    """Held, and logged by the viewer with a line; the latest first, as one remembers."""
    rows = Meeting.objects.visible_to(viewer).without_minutes(viewer)
    return _first(rows.newest_first().with_names(), most)


def _whose(viewer: User, everyones: bool) -> Any:
    rows = Meeting.objects.visible_to(viewer)
    return rows if everyones else rows.filter(officer=viewer)


def _first(rows: Any, most: int) -> Waiting:
    found = list(rows[: most + 1])
    return Waiting(found[:most], len(found) > most)

"""From when to when something lasted of which several rows tell, and whether it is over."""

from collections.abc import Iterable
from datetime import date
from enum import Enum

from itpo.office import partial_dates


class When(Enum):
    """Where something lies as seen from a day."""

    PAST = "past"
    NOW = "now"
    COMING = "coming"
    UNKNOWN = "unknown"


def first(starts: Iterable[str]) -> str:
    """The earliest of some dates as typed, and of those the most exact.

    Where one is not known, neither is the earliest: it may be that one.
    """
    every = list(starts)
    if not every or "" in every:
        return ""
    read = partial_dates.read
    return min(every, key=lambda typed: (read(typed).earliest, read(typed).latest, typed))


def last(ends: Iterable[str]) -> str:
    """The latest of some dates as typed, and of those the most exact; see `first`."""
    every = list(ends)
    if not every or "" in every:
        return ""
    read = partial_dates.read
    return max(every, key=lambda typed: (read(typed).latest, read(typed).earliest, typed))


def when(start: str, end: str, today: date) -> When:
    """Where something lies. Without an end it is taken to be over once its start is past."""
    if not start and not end:
        return When.UNKNOWN
    begins = partial_dates.read(start or end)
    ends = partial_dates.read(end or start)
    if ends.latest < today:
        return When.PAST
    return When.COMING if begins.earliest > today else When.NOW

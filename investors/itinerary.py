"""An agenda as it is planned: day by day, with the reader's clock, and the ways between places."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeAlias

from django.db import transaction

from investors.models import TravelTime
from itpo.office.agenda import AgendaEntry
from itpo.office.history import sign
from itpo.office.models import Office, User
from itpo.office.visibility import Viewer

MOST_DAYS = 62  # of a longer stay only days with something on them are shown
MINUTE = timedelta(minutes=1)

Minutes: TypeAlias = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Way:
    """From where one entry ends to where the next begins. What is not known is None."""

    one_place: str
    other_place: str
    minutes: int | None  # how long it takes
    there_are: int | None  # how long there is

    @property
    def is_tight(self) -> bool:
        """Whether there is less time than it takes."""
        return (
            self.minutes is not None
            and self.there_are is not None
            and self.there_are < self.minutes
        )


@dataclass(frozen=True)
class Row:
    """One entry, and the way to it."""

    entry: AgendaEntry
    reads_as: str  # the reader's own clock, where it says something else
    way: Way | None

    @property
    def planned(self) -> tuple[str, str]:
        """What it is and its number, as addresses name it; neither, where it is not planned here.

        A meeting and an item are; the days of arrival and the training are not.
        """
        name, _dash, number = self.entry.uid.partition("-")
        return (name, number) if name in {"meeting", "item"} else ("", "")


@dataclass(frozen=True)
class PlannedDay:
    """A day of the stay, also one with nothing on it yet."""

    on: date
    rows: list[Row]


def days(
    entries: Iterable[AgendaEntry],
    *,
    zone: str,
    minutes: Minutes,
    first: date | None,
    last: date | None,
) -> list[PlannedDay]:
    """The days of a stay in order. `zone` is the reader's; `minutes` is how long the ways take."""
    by_day: dict[date, list[AgendaEntry]] = {}
    if first and last and (last - first).days < MOST_DAYS:
        by_day = {first + timedelta(days=n): [] for n in range((last - first).days + 1)}
    for entry in entries:
        by_day.setdefault(entry.day, []).append(entry)
    return [PlannedDay(on, list(_rows(by_day[on], zone, minutes))) for on in sorted(by_day)]


def _rows(entries: list[AgendaEntry], zone: str, minutes: Minutes) -> Iterator[Row]:
    timed = [entry for entry in entries if entry.starts]
    ways = {after.uid: _way(before, after, minutes) for before, after in pairwise(timed)}
    for entry in entries:
        yield Row(entry, entry.clock_in(zone), ways.get(entry.uid))


def _way(before: AgendaEntry, after: AgendaEntry, minutes: Minutes) -> Way | None:
    leaves, arrives = before.to_place or before.place, after.place
    if not leaves or not arrives or leaves == arrives:
        return None
    between = after.starts - before.ends if after.starts and before.ends else None
    return Way(
        one_place=leaves,
        other_place=arrives,
        minutes=minutes.get(_both(leaves, arrives)),
        there_are=None if between is None else between // MINUTE,
    )


def travel_minutes(viewer: Viewer) -> Minutes:
    """How long the ways take that the viewer's office knows, by their two places in order."""
    ways = TravelTime.objects.visible_to(viewer)
    return {(one, other): took for one, other, took in ways.values_list(*COLUMNS)}


COLUMNS = ("one_place", "other_place", "minutes")


@transaction.atomic
def say_travel_time(
    *, office: Office, one_place: str, other_place: str, minutes: int, by: User
) -> TravelTime:
    """Note how long it takes between two places, either way. Raises ValidationError."""
    one, other = _both(one_place, other_place)
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    known = TravelTime.objects.filter(office=office, one_place=one, other_place=other).first()
    way = known or TravelTime(office=office, one_place=one, other_place=other)
    way.minutes = minutes
    way.full_clean()
    sign(way, by)
    way.save()
    return way


def _both(one: str, other: str) -> tuple[str, str]:
    """Two places in the order in which the table has them, since it takes as long to go back."""
    return (one, other) if one <= other else (other, one)

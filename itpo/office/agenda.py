"""The agenda of a stay: what happens when and where, from whichever app knows of it.

Each app registers, in a module named `agenda_entries`, what it knows. Pages, papers and the
calendar file ask here and import nothing downstream.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from itpo.office.time_zones import city_of
from itpo.office.visibility import Viewer


class Kind(models.TextChoices):
    """What an entry is."""

    FIRST_DAY = "first_day", _("First day")
    TRAINING = "training", _("Training")
    MEETING = "meeting", _("Meeting")
    EVENT = "event", _("Event")
    SITE = "site", _("Site visit")
    OFFICIAL = "official", _("Official call")
    SEMINAR = "seminar", _("Seminar")
    TRANSPORT = "transport", _("Transport")
    MEAL = "meal", _("Meal")
    FREE = "free", _("Free time")
    OTHER = "other", _("Something else")
    LAST_DAY = "last_day", _("Last day")
    STAY = "stay", _("Visit or mission")
    DUE = "due", _("Due")


@dataclass(frozen=True)
class AgendaEntry:
    """One thing on an agenda: at a time in the zone of its place, or for a whole day."""

    uid: str  # the same however often it moves
    kind: Kind
    title: str
    day: date  # as the place's calendar says
    zone: str
    starts: datetime | None = None
    ends: datetime | None = None
    last_day: date | None = None  # of several whole days
    place: str = ""
    to_place: str = ""  # where a journey ends
    with_whom: str = ""
    booked: tuple[str, ...] = ()  # who of us comes along, and what is taken; not for guests
    url: str = ""  # its page in the workspace; empty for whoever has no workspace

    @property
    def is_all_day(self) -> bool:
        return self.starts is None

    @property
    def clock(self) -> str:
        """From when to when, as the clocks say there; empty for a whole day."""
        there = ZoneInfo(self.zone)
        ends = [one.astimezone(there) for one in (self.starts, self.ends) if one]
        return "–".join(f"{one:%H:%M}" for one in ends)

    @property
    def city(self) -> str:
        """Whose clocks they are."""
        return city_of(self.zone)

    @property
    def where(self) -> str:
        """The place; of a journey, from where to where."""
        return " → ".join(filter(None, (self.place, self.to_place)))

    def clock_in(self, zone: str) -> str:
        """From when to when as the clocks say in another zone; empty where they say the same.

        With the day, where it is another one there.
        """
        if self.starts is None:
            return ""
        there = ZoneInfo(zone)
        if self.starts.astimezone(there).utcoffset() == (
            self.starts.astimezone(ZoneInfo(self.zone)).utcoffset()
        ):
            return ""
        ends = [one.astimezone(there) for one in (self.starts, self.ends) if one]
        said = "–".join(f"{one:%H:%M}" for one in ends)
        return said if ends[0].date() == self.day else f"{said} ({ends[0]:%Y-%m-%d})"


@dataclass(frozen=True)
class Day:
    """One day of an agenda."""

    on: date
    entries: list[AgendaEntry]
    is_over: bool
    is_today: bool


class Guest:
    """Whoever an agenda is about, as their papers and their page address them.

    They see all of it, but of a restricted entry only when and where.
    """

    sees_records = False
    sees_restricted = False
    is_superuser = False
    office_id = None
    pk = None


GUEST = Guest()

# Given a thing and a viewer: the entries, in the active language, in any order. Each answer
# costs the same however many there are.
Entries: TypeAlias = Callable[[Any, Viewer], Iterable[AgendaEntry]]

_entries: dict[type[models.Model], list[Entries]] = defaultdict(list)


def agenda(model: type[models.Model], find: Entries) -> None:
    """Say what stands on the agenda of things of a model. Several answers add up."""
    _entries[model].append(find)


# Given an officer and a day: what they have to be at or look after from that day on, as they may
# see it, in the active language.
Busy: TypeAlias = Callable[[Any, date], Iterable[AgendaEntry]]

_busy: list[Busy] = []


def busy(find: Busy) -> None:
    """Say what stands in the calendar of an officer. Several answers add up."""
    _busy.append(find)


def calendar_of(officer: Any, since: date) -> list[AgendaEntry]:
    """What an officer has to be at or look after, in order."""
    found = [entry for find in _busy for entry in find(officer, since)]
    return sorted(found, key=_place_in_time)


def agenda_of(thing: models.Model, viewer: Viewer) -> list[AgendaEntry]:
    """The agenda of one thing, in order; on each day, what lasts all day comes first.

    A user sees what is visible to them. GUEST, and the personal link whose visit it is, see it
    as the delegate does. Any other link sees nothing.
    """
    found = [entry for find in _entries.get(type(thing), []) for entry in find(thing, viewer)]
    return sorted(found, key=_place_in_time)


def by_day(entries: Iterable[AgendaEntry], today: date) -> list[Day]:
    """An agenda that is in order, day by day."""
    return [
        Day(on, list(of_day), is_over=on < today, is_today=on == today)
        for on, of_day in groupby(entries, key=lambda entry: entry.day)
    ]


def _place_in_time(entry: AgendaEntry) -> tuple[date, int, float, str]:
    is_last = entry.kind == Kind.LAST_DAY
    rank = 0 if entry.is_all_day and not is_last else 2 if is_last else 1
    return entry.day, rank, entry.starts.timestamp() if entry.starts else 0, entry.uid

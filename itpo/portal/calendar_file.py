"""An agenda as a calendar file, and one appointment as an invitation, for any calendar (RFC 5545).

An entry keeps its UID however it reaches somebody: in a file they save, in a feed they subscribe
to, in an invitation and in what takes it back (RFC 5546). So no calendar shows it twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from icalendar import Calendar, Event, vCalAddress

from itpo.office.agenda import AgendaEntry, Kind
from itpo.office.models import Office
from itpo.portal.calendar_zones import time_zone

MADE_BY = "-//ITPO desk//Agenda//EN"
# How often a calendar is asked to look again at what it subscribes to.
LOOK_AGAIN = timedelta(hours=1)
# What stands in a calendar without making anybody busy.
TAKES_NO_TIME = {Kind.FIRST_DAY, Kind.LAST_DAY, Kind.STAY, Kind.DUE}


class Method(models.TextChoices):
    """What an invitation asks of the calendar that reads it."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Reader:
    """Who is invited: their name, and the address of their calendar."""

    name: str
    email: str


def calendar_file(
    entries: Iterable[AgendaEntry],
    *,
    office: Office,
    name: str,
    at: datetime,
    is_feed: bool = False,
    sequence: int | None = None,
) -> bytes:
    """The entries as iCalendar, each in its place's own time zone; it asks nobody for an answer.

    An entry keeps its UID when it moves: taken in again, the file changes it and adds no second.
    Of two files sent, the one with the higher `sequence` holds, whichever is taken in last.
    """
    calendar = _calendar()
    calendar.add("x-wr-calname", name)
    if is_feed:
        calendar.add("refresh-interval", LOOK_AGAIN, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", LOOK_AGAIN)
    days = []
    for entry in entries:
        event = _event(entry, office, at)
        if sequence is not None:
            event.add("sequence", sequence)
        calendar.add_component(event)
        days += [entry.day, entry.last_day or entry.day]
    return _written(calendar, days)


def invitation(
    entry: AgendaEntry,
    *,
    method: Method,
    sequence: int,
    office: Office,
    reader: Reader,
    at: datetime,
) -> bytes:
    """One appointment for one reader's calendar, or what takes it out again.

    The reader is the only one whose address it names: who else comes stands in its words.
    """
    calendar = _calendar()
    calendar.add("method", method.value)
    event = _event(entry, office, at)
    event.add("sequence", sequence)
    event.add("status", "CANCELLED" if method == Method.CANCEL else "CONFIRMED")
    event.add("attendee", _attendee(reader, method))
    calendar.add_component(event)
    return _written(calendar, [entry.day] if entry.day else [])


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _written(calendar: Calendar, days: list[date]) -> bytes:
    """With the rules of every zone in it, for calendars that do not know the zone by name."""
    if days:
        first, last = date(min(days).year - 1, 1, 1), date(max(days).year + 2, 1, 1)
        zones = sorted(calendar.get_missing_tzids())
        calendar.subcomponents[:0] = [time_zone(zone, first, last) for zone in zones]
    made: bytes = calendar.to_ical()
    return made


def _event(entry: AgendaEntry, office: Office, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", at)
    event.add("summary", entry.title)
    _say_when(event, entry)
    for name, words in (
        ("location", entry.where),
        ("description", entry.with_whom),
        ("categories", [entry.kind.label]),
        ("url", settings.BASE_URL + entry.url if entry.url else ""),
    ):
        if words:
            event.add(name, words)
    if office.email:
        organiser = vCalAddress(f"mailto:{office.email}")
        organiser.params["CN"] = office.name
        event.add("organizer", organiser)
    return event


def _attendee(reader: Reader, method: Method) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{reader.email}")
    attendee.params["CN"] = reader.name
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    if method == Method.REQUEST:
        attendee.params["PARTSTAT"] = "NEEDS-ACTION"
        attendee.params["RSVP"] = "TRUE"
    return attendee


def _say_when(event: Event, entry: AgendaEntry) -> None:
    """A time where it takes place; or whole days, which no time zone shifts."""
    if not entry.day:
        return  # it is taken back, and nobody knows for when it was
    if entry.starts is None:
        event.add("dtstart", entry.day)
        event.add("dtend", (entry.last_day or entry.day) + timedelta(days=1))
    else:
        there = ZoneInfo(entry.zone)
        event.add("dtstart", entry.starts.astimezone(there))
        if entry.ends:
            event.add("dtend", entry.ends.astimezone(there))
    if entry.kind in TAKES_NO_TIME:
        event.add("transp", "TRANSPARENT")

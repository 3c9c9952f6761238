"""An agenda as a calendar file, for the calendar of a phone or a desk."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress

from itpo.office.agenda import AgendaEntry, Kind
from itpo.office.models import Office

MADE_BY = "-//ITPO desk//Agenda//EN"
A_YEAR = timedelta(days=366)


def calendar_file(
    entries: Iterable[AgendaEntry], *, office: Office, name: str, at: datetime
) -> bytes:
    """The entries as iCalendar, each in its place's own time zone.

    An entry keeps its UID when it moves: taken in again, the file changes it and adds no second.
    """
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    days = []
    for entry in entries:
        calendar.add_component(_event(entry, office, at))
        days.append(entry.day)
    if days:
        calendar.add_missing_timezones(min(days) - A_YEAR, max(days) + A_YEAR)
    made: bytes = calendar.to_ical()
    return made


def _event(entry: AgendaEntry, office: Office, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", at)
    event.add("summary", entry.title)
    _say_when(event, entry)
    for name, words in (
        ("location", entry.place),
        ("description", entry.with_whom),
        ("categories", [entry.kind.label]),
    ):
        if words:
            event.add(name, words)
    if office.email:
        organiser = vCalAddress(f"mailto:{office.email}")
        organiser.params["CN"] = office.name
        event.add("organizer", organiser)
    return event


def _say_when(event: Event, entry: AgendaEntry) -> None:
    """A time where it takes place; or a whole day, which no time zone shifts."""
    if entry.starts is None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
    else:
        there = ZoneInfo(entry.zone)
        event.add("dtstart", entry.starts.astimezone(there))
        if entry.ends:
            event.add("dtend", entry.ends.astimezone(there))
    if entry.kind in {Kind.FIRST_DAY, Kind.LAST_DAY}:
        event.add("transp", "TRANSPARENT")

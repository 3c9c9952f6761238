"""Times in calendar files across changes of the clocks, read back by another library."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject

from itpo.office.agenda import AgendaEntry, Kind
from itpo.office.models import Office
from itpo.portal.calendar_file import calendar_file
from itpo.portal.calendar_zones import time_zone

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
OFFICE = Office(name="UNIDO ITPO Tokyo", email="tokyo@example.org")
A_DAY = timedelta(days=1)

# Morocco puts its clocks back for Ramadan; Japan never touches them.
PLACES = ["Africa/Casablanca", "Europe/Paris", "America/New_York", "Asia/Tokyo", "Africa/Cairo"]


def talk(day: date, zone: str) -> AgendaEntry:
    """A talk of half an hour at ten, as the clocks say there."""
    starts = datetime.combine(day, time(10), ZoneInfo(zone)).astimezone(UTC)
    return AgendaEntry(
        uid=f"meeting-{day}-{zone}",
        kind=Kind.MEETING,
        title="Talk",
        day=day,
        zone=zone,
        starts=starts,
        ends=starts + timedelta(minutes=30),
    )


def read_back(entries):
    written = calendar_file(entries, office=OFFICE, name="Days", at=NOW).decode()
    return vobject.readOne(written)


@pytest.mark.parametrize("zone", PLACES)
def test_every_day_of_two_years_is_at_the_same_moment_in_another_calendar(zone):
    talks = [talk(date(2026, 1, 1) + days * A_DAY, zone) for days in range(730)]

    read = read_back(talks).vevent_list

    assert [one.dtstart.value.astimezone(UTC) for one in read] == [one.starts for one in talks]
    assert [one.dtend.value.astimezone(UTC) for one in read] == [one.ends for one in talks]
    assert {one.dtstart.value.time() for one in read} == {time(10)}


def test_a_file_with_several_zones_keeps_each():
    talks = [talk(date(2026, 3, day), zone) for day in (1, 20, 30) for zone in PLACES]

    read = read_back(talks)

    assert [one.dtstart.value.astimezone(UTC) for one in read.vevent_list] == [
        one.starts for one in talks
    ]
    assert sorted(one.tzid.value for one in read.vtimezone_list) == sorted(PLACES)


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        ("Europe/Paris", ["20260329T020000 +0100 +0200", "20261025T030000 +0200 +0100"]),
        ("America/New_York", ["20260308T020000 -0500 -0400", "20261101T020000 -0400 -0500"]),
        ("Africa/Casablanca", ["20260215T030000 +0100 +0000", "20260322T020000 +0000 +0100"]),
        ("Asia/Tokyo", []),
    ],
)
def test_a_change_of_the_clocks_is_told_as_the_clocks_said_before_it(zone, changes):
    rules = time_zone(zone, date(2026, 1, 1), date(2027, 1, 1))

    told = [said(part) for part in rules.subcomponents]

    assert told[1:] == changes


def said(part) -> str:
    """From when on, and from which distance to UTC to which."""
    lines = dict(line.split(":") for line in part.to_ical().decode().split("\r\n") if line)
    return " ".join(lines[name] for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"))


@pytest.mark.parametrize("zone", PLACES)
def test_whole_days_are_shifted_by_no_zone(zone):
    stay = AgendaEntry(
        uid="visit-3",
        kind=Kind.STAY,
        title="Visit",
        day=date(2026, 3, 28),
        last_day=date(2026, 3, 30),
        zone=zone,
    )

    [event] = read_back([stay]).vevent_list

    assert (event.dtstart.value, event.dtend.value) == (date(2026, 3, 28), date(2026, 3, 31))
    assert event.transp.value == "TRANSPARENT"

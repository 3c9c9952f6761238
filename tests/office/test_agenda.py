"""The registry of what stands on an agenda, and what one entry says."""

from datetime import UTC, date, datetime

import pytest

from itpo.office import agenda
from itpo.office.agenda import AgendaEntry, Kind


class Thing:
    """Something with an agenda."""


def entry(uid: str, **given) -> AgendaEntry:
    given = {"kind": Kind.MEETING, "day": date(2026, 11, 19), "zone": "Asia/Tokyo", **given}
    return AgendaEntry(uid=uid, title=uid, **given)


def at(hour: int, minute: int = 0, day: int = 19) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def entries():
    """What a thing's agenda has on it, added by whoever knows."""
    yield agenda._entries[Thing]
    del agenda._entries[Thing]


def test_several_answers_add_up_to_one_agenda_in_order(entries):
    agenda.agenda(Thing, lambda thing, viewer: [entry("noon", starts=at(3)), entry("all day")])
    agenda.agenda(Thing, lambda thing, viewer: [entry("morning", starts=at(1))])

    found = agenda.agenda_of(Thing(), agenda.GUEST)

    assert [one.uid for one in found] == ["all day", "morning", "noon"]


def test_days_follow_each_other_as_the_place_counts_them(entries):
    # 23:00 UTC on the 18th is the 19th in Tokyo.
    early = entry("early", starts=at(23, day=18), day=date(2026, 11, 19))
    before = entry("before", starts=at(9, day=18), day=date(2026, 11, 18))
    agenda.agenda(Thing, lambda thing, viewer: [early, before])

    found = agenda.agenda_of(Thing(), agenda.GUEST)

    assert found == [before, early]


def test_the_last_day_closes_its_day(entries):
    last = entry("last", kind=Kind.LAST_DAY)
    talk = entry("talk", starts=at(5))
    agenda.agenda(Thing, lambda thing, viewer: [last, talk])

    found = agenda.agenda_of(Thing(), agenda.GUEST)

    assert found == [talk, last]


def test_a_thing_nobody_knows_of_has_an_empty_agenda():
    assert agenda.agenda_of(Thing(), agenda.GUEST) == []


@pytest.mark.parametrize(
    ("starts", "ends", "zone", "clock"),
    [
        (at(1), at(1, 25), "Asia/Tokyo", "10:00–10:25"),
        (at(1), None, "Asia/Tokyo", "10:00"),
        (at(9), at(10), "Africa/Casablanca", "10:00–11:00"),
        (None, None, "Asia/Tokyo", ""),
    ],
)
def test_the_clock_is_that_of_the_place(starts, ends, zone, clock):
    assert entry("talk", starts=starts, ends=ends, zone=zone).clock == clock


def test_the_city_says_whose_clock_it_is():
    assert entry("talk", zone="America/New_York").city == "New York"

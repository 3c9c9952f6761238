"""The agenda as it is planned: every day, the reader's clock, and the ways between places."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from investors import itinerary
from investors.models import TravelTime
from itpo.office.agenda import AgendaEntry, Kind
from tests.factories import TravelTimeFactory

DAY = date(2026, 11, 24)
MINUTE = timedelta(minutes=1)


def entry(number=1, begins="01:00", minutes=60, **more):
    """An entry that begins at a time of UTC; nine hours later in Tokyo."""
    starts = begins and datetime.fromisoformat(f"{DAY}T{begins}Z")
    ends = starts and minutes and starts + minutes * MINUTE
    told = {"kind": Kind.MEETING, "day": DAY, "zone": "Asia/Tokyo", "title": f"Talk {number}"}
    return AgendaEntry(
        uid=f"meeting-{number}", starts=starts or None, ends=ends or None, **told | more
    )


def days(*entries, zone="Asia/Tokyo", minutes=None, first=None, last=None):
    return itinerary.days(entries, zone=zone, minutes=minutes or {}, first=first, last=last)


def ways(*entries, **more):
    return [row.way for day in days(*entries, **more) for row in day.rows]


# --- days ---


def test_every_day_of_a_stay_is_shown_also_with_nothing_on_it():
    found = days(entry(), first=DAY - timedelta(days=1), last=DAY + timedelta(days=1))

    assert [(one.on.day, len(one.rows)) for one in found] == [(23, 0), (24, 1), (25, 0)]


@pytest.mark.parametrize(
    ("first", "last"), [(None, None), (DAY, None), (DAY, DAY + timedelta(days=62))]
)
def test_of_a_stay_not_known_to_the_day_or_very_long_only_days_with_something(first, last):
    assert [one.on for one in days(entry(), first=first, last=last)] == [DAY]


# --- clocks ---


@pytest.mark.parametrize(
    ("zone", "begins", "reader", "says"),
    [
        ("Asia/Tokyo", "01:00", "Asia/Tokyo", ""),
        ("Asia/Tokyo", "01:00", "Asia/Seoul", ""),  # the same clocks
        ("Africa/Casablanca", "09:00", "Asia/Tokyo", "18:00–19:00"),
        ("Asia/Tokyo", "01:00", "America/New_York", "20:00–21:00 (2026-11-23)"),
    ],
)
def test_the_readers_clock_stands_beside_the_places_where_it_differs(zone, begins, reader, says):
    [day] = days(entry(begins=begins, zone=zone), zone=reader)

    assert [row.reads_as for row in day.rows] == [says]


def test_clocks_that_change_between_are_read_as_on_the_day():
    """In Casablanca it is an hour earlier during Ramadan: 15 February to 22 March 2026."""
    talk = {"begins": None, "zone": "Africa/Casablanca"}
    at = datetime(2026, 3, 20, 9, 0, tzinfo=UTC), datetime(2026, 3, 24, 9, 0, tzinfo=UTC)

    found = [
        (one.clock, one.clock_in("Asia/Tokyo"))
        for one in (AgendaEntry(**vars(entry(**talk)) | {"starts": when}) for when in at)
    ]

    assert [clock for clock, _reads in found] == ["09:00", "10:00"]
    assert [reads[:5] for _clock, reads in found] == ["18:00", "18:00"]


# --- ways ---


def test_between_two_places_stands_how_long_it_takes_and_how_long_there_is():
    found = ways(
        entry(1, "01:00", place="Yokohama"),
        entry(2, "02:30", place="Hall 1"),
        minutes={("Hall 1", "Yokohama"): 40},
    )

    assert found == [None, itinerary.Way("Yokohama", "Hall 1", minutes=40, there_are=30)]
    assert found[1].is_tight


@pytest.mark.parametrize(("takes", "is_tight"), [(None, False), (30, False), (31, True)])
def test_a_way_is_tight_only_where_it_is_known_to_take_longer(takes, is_tight):
    minutes = {("A", "B"): takes} if takes else {}

    found = ways(entry(1, place="A"), entry(2, "02:30", place="B"), minutes=minutes)

    assert found[1].is_tight is is_tight


def test_without_an_end_nobody_knows_how_long_there_is():
    found = ways(entry(1, minutes=0, place="A"), entry(2, "02:30", place="B"))

    assert found[1] == itinerary.Way("A", "B", minutes=None, there_are=None)


def test_a_journey_ends_where_it_leads_to():
    train = entry(2, "02:30", kind=Kind.TRANSPORT, place="Tokyo", to_place="Nagoya")

    found = ways(entry(1, place="Tokyo"), train, entry(3, "04:00", place="Nagoya"))

    assert found == [None, None, None]
    assert train.where == "Tokyo → Nagoya"


def test_what_lasts_all_day_or_has_no_place_is_no_station():
    all_day = entry(2, begins="", kind=Kind.FREE, place="Kyoto")

    assert ways(entry(1, place="A"), all_day, entry(3, "03:00")) == [None, None, None]


# --- how long it takes ---


@pytest.mark.django_db
def test_a_way_takes_as_long_back_and_is_known_once(officer):
    for one, other, minutes in (("Yokohama", "Hall 1", 40), ("Hall 1", "Yokohama", 50)):
        itinerary.say_travel_time(
            office=officer.office, one_place=one, other_place=other, minutes=minutes, by=officer
        )

    assert TravelTime.history.count() == 2
    assert itinerary.travel_minutes(officer) == {("Hall 1", "Yokohama"): 50}


@pytest.mark.django_db
@pytest.mark.parametrize("minutes", [0, 1441])
def test_a_way_takes_between_a_minute_and_a_day(officer, minutes):
    with pytest.raises(ValidationError):
        itinerary.say_travel_time(
            office=officer.office, one_place="A", other_place="B", minutes=minutes, by=officer
        )

    assert TravelTime.objects.count() == 0


@pytest.mark.django_db
def test_another_offices_ways_are_not_ours(officer, stranger):
    TravelTimeFactory(office=stranger.office)

    assert itinerary.travel_minutes(officer) == {}

"""When the daily mail goes: the clocks of Tokyo, Casablanca and New York, across their changes."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from itpo.office.models import OutgoingMail, User
from itpo.office.working_days import WorkingDays
from itpo.reminders import digest
from itpo.reminders.digest_days import day_of, moment
from tests.factories import FollowUpFactory, OfficeFactory, UserFactory

ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)
# Clocks that change by an hour, by half of one, at midnight, in Ramadan, or not at all.
ZONES = [
    "Asia/Tokyo",
    "Africa/Casablanca",
    "America/New_York",
    "Africa/Cairo",
    "America/Santiago",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "America/St_Johns",
    "Asia/Kathmandu",
    "UTC",
]


def reader(zone: str, hour: int) -> User:
    return User(time_zone=zone, digest_hour=hour)


@pytest.mark.parametrize(
    ("zone", "hour", "day", "utc"),
    [
        ("Asia/Tokyo", 8, "2026-11-20", "2026-11-19T23:00"),
        ("Asia/Tokyo", 0, "2028-02-29", "2028-02-28T15:00"),
        ("Asia/Tokyo", 23, "2026-12-31", "2026-12-31T14:00"),
        # Morocco is an hour ahead of Greenwich, but for Ramadan.
        ("Africa/Casablanca", 8, "2027-02-06", "2027-02-06T07:00"),
        ("Africa/Casablanca", 8, "2027-02-07", "2027-02-07T08:00"),
        ("Africa/Casablanca", 8, "2027-03-13", "2027-03-13T08:00"),
        ("Africa/Casablanca", 8, "2027-03-14", "2027-03-14T07:00"),
        # The hour that does not exist: the next one, three o'clock.
        ("Africa/Casablanca", 2, "2027-03-14", "2027-03-14T02:00"),
        ("America/New_York", 2, "2027-03-14", "2027-03-14T07:00"),
        ("Africa/Cairo", 0, "2027-04-30", "2027-04-29T22:00"),  # one o'clock
        # The hour that comes twice: the first.
        ("Africa/Casablanca", 2, "2027-02-07", "2027-02-07T01:00"),
        ("America/New_York", 1, "2027-11-07", "2027-11-07T05:00"),
        ("America/New_York", 2, "2027-11-07", "2027-11-07T07:00"),
    ],
)
def test_it_goes_at_the_readers_own_hour_whatever_the_clocks_do(zone, hour, day, utc):
    expected = datetime.fromisoformat(f"{utc}+00:00")

    found = moment(reader(zone, hour), date.fromisoformat(day))

    assert found == expected
    assert day_of(reader(zone, hour), found) == date.fromisoformat(day)
    assert day_of(reader(zone, hour), found - ONE_MINUTE) == date.fromisoformat(day) - ONE_DAY


@pytest.fixture
def clock_of_the_machine() -> Iterator[None]:
    before = os.environ.get("TZ")
    yield
    os.environ.pop("TZ", None)
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.parametrize("machine", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_it_does_not_matter_where_the_machine_stands(machine, settings, clock_of_the_machine):
    settings.TIME_ZONE = machine
    os.environ["TZ"] = machine
    time.tzset()

    found = moment(reader("Africa/Casablanca", 8), date(2027, 2, 7))

    assert found == datetime(2027, 2, 7, 8, 0, tzinfo=UTC)
    assert day_of(reader("Africa/Casablanca", 8), found) == date(2027, 2, 7)


@given(
    zone=st.sampled_from(ZONES),
    hour=st.integers(0, 23),
    first=st.dates(date(2026, 1, 1), date(2029, 12, 31)),
    step=st.sampled_from([1, 7, 24 * 60]),
    late=st.integers(0, 24 * 60 - 1),
)
@settings(max_examples=60, deadline=None)
def test_every_day_has_its_turn_once_and_in_order(zone, hour, first, step, late):
    """Ticks every minute, every seven, or once a day at any time: no day is left out."""
    user = reader(zone, hour)
    start = datetime(first.year, first.month, first.day, tzinfo=UTC) + late * ONE_MINUTE
    ticks = [start + n * step * ONE_MINUTE for n in range(5 * 24 * 60 // step + 1)]

    days = list(dict.fromkeys(day_of(user, tick) for tick in ticks))

    # A day of 25 hours may see two ticks, one of 23 hours none where they come once a day.
    longest = ONE_DAY if step < 24 * 60 else 2 * ONE_DAY
    assert all(ONE_DAY <= later - day <= longest for day, later in pairwise(days))
    for tick in ticks:
        day = day_of(user, tick)
        assert moment(user, day) <= tick < moment(user, day + ONE_DAY)


def ticks_around(turn: datetime, every: int, late: int) -> list[datetime]:
    """The ticks that matter: shortly before and after, or the only one of the day."""
    if every == 24 * 60:
        return [turn + late * ONE_MINUTE]
    before = 10 + late % every
    first = turn - before * ONE_MINUTE
    return [first + n * every * ONE_MINUTE for n in range((before + 10) // every + 1)]


class EveryWorkingDay(TestCase):
    """What is queued, in the database."""

    @given(
        zone=st.sampled_from(ZONES),
        hour=st.integers(0, 23),
        first=st.sampled_from(
            [
                date(2026, 12, 28),  # the New Year
                date(2027, 2, 5),  # Ramadan begins in Morocco
                date(2027, 3, 12),  # the clocks of New York go forward, Morocco's too
                date(2027, 11, 5),  # New York's go back
                date(2028, 2, 27),
                date(2027, 4, 28),  # the clocks of Cairo; the Golden Week of Japan
            ]
        ),
        every=st.sampled_from([1, 7, 24 * 60]),
        late=st.integers(0, 20 * 60),
    )
    @settings(max_examples=10, deadline=None, phases=[Phase.explicit, Phase.generate])
    def test_each_working_day_has_one_digest(self, zone, hour, first, every, late):
        office = OfficeFactory()
        user = UserFactory(office=office, time_zone=zone, digest_hour=hour)
        FollowUpFactory(owner=user, due_on=date(2026, 1, 5))
        days = [first + n * ONE_DAY for n in range(3)]
        for day in days:
            for now in ticks_around(moment(user, day), every, late):
                digest.queue_due(now=now)

        # The ticks before the first day's hour may have queued the digest of the day before.
        mails = OutgoingMail.objects.filter(user=user, about__day__gte=str(first)).order_by("pk")
        told = [date.fromisoformat(mail.about["day"]) for mail in mails]
        calendar = WorkingDays(office, days[0], days[-1])
        assert told == [day for day in days if calendar.is_working(day)]
        assert [mail.send_before for mail in mails] == [moment(user, day + ONE_DAY) for day in told]
        assert all(
            moment(user, day) <= mail.send_after < mail.send_before
            for mail, day in zip(mails, told, strict=True)
        )

"""Clocks that are put forward and back, and days that some years or months do not have."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from itpo.office.models import OutgoingMail, Rule, User
from tests.factories import (
    FollowUpFactory,
    HolidayFactory,
    OfficeFactory,
    RuleFactory,
    UserFactory,
    VisitFactory,
    YearlyClosureFactory,
)
from tests.proof.world import LONG, World

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

HOUR = timedelta(hours=1)
ZONES = {"JP": "Asia/Tokyo", "MA": "Africa/Casablanca", "US": "America/New_York"}
CHANGES = {
    "New York goes forward": datetime(2027, 3, 14, 7, tzinfo=UTC),
    "New York goes back": datetime(2027, 11, 7, 6, tzinfo=UTC),
    # Its clocks are put back for Ramadan only, and forward again.
    "Casablanca goes back": datetime(2027, 2, 7, 2, tzinfo=UTC),
    "Casablanca goes forward": datetime(2027, 3, 14, 2, tzinfo=UTC),
}
CASES = [
    (change, server)
    for number, change in enumerate(CHANGES)
    for server in ["UTC", "America/New_York", "Asia/Tokyo"]
    if LONG or server == ["UTC", "America/New_York", "Asia/Tokyo"][number % 3]
]


@pytest.mark.parametrize(("change", "server"), CASES, ids=str)
def test_one_digest_a_day_while(change: str, server: str, world: World, settings):
    settings.TIME_ZONE = server
    changes_at = CHANGES[change]
    readers: list[User] = []
    for code, zone in ZONES.items():
        office = OfficeFactory(name=f"ITPO {code}", country_code=code, time_zone=zone)
        for days in range(-2, 4):  # the changes are on Sundays: let them be worked
            HolidayFactory(
                country_code=code, on=changes_at.date() + timedelta(days=days), is_worked=True
            )
        for hour in (1, 2, 3, 9):
            reader = UserFactory(office=office, time_zone=zone, digest_hour=hour)
            readers.append(FollowUpFactory(owner=reader, due_on=date(2020, 1, 6)).owner)

    world.tick(changes_at - 25 * HOUR)  # whoever's hour is still to come gets yesterday's
    assert len(world.box.received) == len(readers)
    told = {day_told(reader, changes_at - 25 * HOUR) for reader in readers}
    received, expected = [], []
    for now in moments(changes_at):
        before = len(world.box.received)
        world.tick(now)
        received += [(now, mail["To"]) for mail in world.box.received[before:]]
        for reader in readers:
            if (day := day_told(reader, now)) not in told:
                told.add(day)
                expected.append((now, reader.email))

    assert sorted(received) == sorted(expected)
    world.judge(list(OutgoingMail.objects.all()))


def day_told(reader: User, now: datetime) -> tuple[str, date]:
    """Somebody, and the last day whose hour has struck for them, as their clock shows it."""
    local = now.astimezone(ZoneInfo(reader.time_zone))
    has_struck = local.hour >= reader.digest_hour
    return reader.email, local.date() - timedelta(days=not has_struck)


def moments(changes_at: datetime) -> Iterator[datetime]:
    """Minute by minute around the change, a quarter of an hour apart before and after it."""
    fine, coarse = (1, 15) if LONG else (15, 60)
    now, last = changes_at - 24 * HOUR, changes_at + 30 * HOUR
    while now < last:
        yield now
        is_near = changes_at - 2 * HOUR <= now < changes_at + 4 * HOUR
        now += timedelta(minutes=fine if is_near else coarse)


MONTHS = [
    ("2028-01-31", 1, date(2028, 2, 29)),
    ("2026-10-31", 2, date(2027, 1, 4)),  # due on 31 December, when Japan is closed
    ("2028-02-29", 12, date(2029, 2, 28)),
    ("2027-10-31", 1, date(2027, 11, 30)),
]


@pytest.mark.parametrize(("ended", "months", "told_on"), MONTHS if LONG else MONTHS[:2], ids=str)
def test_months_later(ended: str, months: int, told_on: date, world: World):
    visit = VisitFactory(begins=ended, ends=ended)
    YearlyClosureFactory(office=visit.office)
    RuleFactory(
        office=visit.office,
        offset=months,
        unit=Rule.Unit.MONTHS,
        anchor=Rule.Anchor.ENDS,
        what="Ask about the interest",
    )
    # An hour before midnight here it is eight in Tokyo.
    now = datetime.combine(told_on, time(23), UTC) - timedelta(days=6)
    step = HOUR if LONG else 4 * HOUR

    heard: list[datetime] = []
    while not heard:
        before = len(world.box.received)
        world.tick(now)
        heard += [
            now.astimezone(ZoneInfo("Asia/Tokyo"))
            for mail in world.box.received[before:]
            if "Ask about the interest" in mail.get_body().get_content()
        ]
        now += step

    assert (heard[0].date(), heard[0].hour) == (told_on, visit.officer.digest_hour)
    world.judge(list(OutgoingMail.objects.filter(state="sent")))

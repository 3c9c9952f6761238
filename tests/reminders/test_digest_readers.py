"""Who gets a daily mail on which day: working days, absences, what is late at others."""

from datetime import UTC, date, datetime, timedelta

import pytest

from itpo.office import post
from itpo.office.models import OutgoingMail, Role, User
from itpo.reminders import digest
from tests.factories import (
    AbsenceFactory,
    AuditorFactory,
    FollowUpFactory,
    HolidayFactory,
    ManagerFactory,
    OfficeFactory,
    UserFactory,
    YearlyClosureFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)  # nine o'clock on a Friday in Tokyo
TODAY = date(2026, 11, 20)
TUESDAY = date(2026, 11, 24)  # the next working day: Monday is a holiday
ONE_DAY = timedelta(days=1)


def queue(now: datetime = NOW) -> tuple[int, int]:
    outcome = digest.queue_due(now=now)
    return outcome.made, outcome.broken


def read_by(user: User, now: datetime = NOW) -> str:
    """What somebody's latest digest says; empty for one that is not sent."""
    mail = OutgoingMail.objects.filter(user=user).latest("pk")
    letter = digest.compose(mail, now)
    return letter.body if letter else ""


def readers() -> list[User]:
    """Who has a digest queued, in order."""
    return [mail.user for mail in OutgoingMail.objects.order_by("pk")]


def days_told(user: User) -> list[str]:
    """The days whose digest somebody got."""
    mails = OutgoingMail.objects.filter(user=user).order_by("pk")
    return [mail.about["day"] for mail in mails]


def away(user: User, **more: object) -> None:
    AbsenceFactory(user=user, first_on=TODAY, last_on=TODAY + 3 * ONE_DAY, **more)


# --- on which days ---


@pytest.mark.parametrize(
    ("day", "queued"),
    [
        (date(2026, 11, 20), 1),
        (date(2026, 11, 21), 0),  # a Saturday
        (date(2026, 11, 23), 0),  # a holiday
        (date(2026, 11, 24), 1),
        (date(2026, 12, 28), 1),
        (date(2026, 12, 31), 0),  # closed from the 29th to the 3rd
        (date(2027, 1, 4), 1),
        (date(2028, 2, 29), 1),
        (date(2027, 4, 30), 1),
        (date(2027, 8, 13), 0),
    ],
)
def test_it_comes_on_working_days_of_the_office(officer, day, queued):
    YearlyClosureFactory(office=officer.office)
    obon = {"first_month": 8, "first_day": 13, "last_month": 8, "last_day": 16}
    YearlyClosureFactory(office=officer.office, **obon)
    FollowUpFactory(owner=officer, due_on=TODAY)
    nine_in_tokyo = datetime(day.year, day.month, day.day, tzinfo=UTC)

    assert queue(nine_in_tokyo) == (queued, 0)


def test_after_days_off_everything_that_became_due_meanwhile_is_in_it(officer):
    days = range(21, 25)
    for day in days:
        FollowUpFactory(owner=officer, due_on=date(2026, 11, day), what=f"Of the {day}th")

    assert [queue(NOW + n * ONE_DAY) for n in range(5)] == [*[(0, 0)] * 4, (1, 0)]

    told = read_by(officer, NOW + 4 * ONE_DAY)
    assert [f"Of the {day}th" in told for day in days] == [True] * 4


def test_a_holiday_that_is_worked_has_its_digest(officer):
    HolidayFactory(on=date(2026, 11, 23), is_worked=True, office=officer.office)
    FollowUpFactory(owner=officer, due_on=TODAY)

    assert queue(NOW + 3 * ONE_DAY) == (1, 0)


def test_each_office_keeps_its_own_calendar(officer):
    cairo = OfficeFactory(name="UNIDO ITPO Cairo", country_code="EG")
    there = UserFactory(office=cairo, time_zone="Africa/Cairo")
    for owner in (officer, there):
        FollowUpFactory(owner=owner, due_on=TODAY)

    queued = [queue(NOW + timedelta(days=n, hours=8)) for n in range(4)]

    # Friday: only Japan works. Sunday, and Monday, a holiday in Japan: only Egypt does.
    assert queued == [(1, 0), (0, 0), (1, 0), (1, 0)]
    assert readers() == [officer, there, there]


def test_a_tick_that_comes_late_queues_it_until_the_next_days_hour(officer):
    FollowUpFactory(owner=officer, due_on=TODAY)
    before_eight = datetime(2026, 11, 20, 22, 59, tzinfo=UTC)

    assert queue(before_eight) == (1, 0)

    (mail,) = OutgoingMail.objects.all()
    assert mail.key == f"digest:{officer.pk}:2026-11-20"
    assert mail.send_before == before_eight + timedelta(minutes=1)


def test_one_whose_day_is_over_is_missed_and_the_next_has_everything(officer):
    FollowUpFactory(owner=officer, due_on=TODAY, what="Of Friday")
    queue()

    post.hand_out(now=NOW + ONE_DAY)
    queue(NOW + 4 * ONE_DAY)

    states = OutgoingMail.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["missed", "queued"]
    assert "Of Friday – 1 working day late" in read_by(officer, NOW + 4 * ONE_DAY)


@pytest.mark.parametrize(
    "changes",
    [
        {"digest_hour": 9},
        {"digest_hour": 23},
        {"digest_hour": 0},
        {"time_zone": "America/New_York"},
        {"time_zone": "Africa/Casablanca"},
        {"time_zone": "Pacific/Kiritimati"},
    ],
)
def test_who_changes_zone_or_hour_after_it_gets_no_second_that_day(officer, changes):
    FollowUpFactory(owner=officer, due_on=TODAY - 20 * ONE_DAY)
    thursday = NOW - ONE_DAY
    assert queue(thursday) == (1, 0)

    User.objects.filter(pk=officer.pk).update(**changes)
    for hours in range(48):
        queue(thursday + timedelta(hours=hours))

    assert days_told(officer) == ["2026-11-19", "2026-11-20"]


# --- absences ---


def test_who_is_away_gets_none_until_they_are_back(officer):
    FollowUpFactory(owner=officer, due_on=TODAY)
    away(officer)

    assert [queue(NOW), queue(NOW + 4 * ONE_DAY)] == [(0, 0), (1, 0)]


def test_who_said_meanwhile_that_they_are_away_is_not_written_to(officer):
    FollowUpFactory(owner=officer, due_on=TODAY)
    queue()
    away(officer)

    assert read_by(officer) == ""


def test_a_stand_in_is_told_what_they_may_see(officer, colleague):
    secret = {"owner": officer, "due_on": TODAY, "is_restricted": True}
    FollowUpFactory(owner=officer, due_on=TODAY, what="For everybody")
    FollowUpFactory(**secret, what="A secret")
    FollowUpFactory(**secret, what="Confided", confided_to=colleague)
    FollowUpFactory(owner=officer, due_on=TUESDAY, what="Not yet")
    away(officer, stand_in=colleague)

    queue()

    assert readers() == [colleague]
    told = read_by(colleague)
    assert told.startswith("You stand in\n\n* For everybody – today\n  SATO Mika\n")
    assert "* Confided – today" in told
    assert told.count("* ") == 2


def test_what_a_stand_in_may_not_see_the_managers_are_told(officer, colleague, manager):
    secret = {"owner": officer, "due_on": TODAY, "is_restricted": True}
    FollowUpFactory(**secret, what="A secret")
    away(officer, stand_in=colleague)

    queue()

    assert readers() == [manager]
    title = "Somebody is away or gone, and nobody sees to it"
    assert read_by(manager).startswith(f"{title}\n\n* A secret – today\n  SATO Mika\n")


@pytest.mark.parametrize(
    "stand_in",
    [
        lambda: None,
        lambda: UserFactory(is_active=False),
        lambda: AuditorFactory(),
        lambda: UserFactory(office=OfficeFactory(name="Elsewhere")),
        lambda: AbsenceFactory(first_on=TODAY, last_on=TODAY).user,
    ],
    ids=["nobody", "gone", "only reads", "of another office", "away too"],
)
def test_where_nobody_stands_in_the_managers_hear_of_it(officer, colleague, manager, stand_in):
    FollowUpFactory(owner=officer, due_on=TODAY, what="Call back")
    away(officer, stand_in=stand_in())

    queue()

    assert readers() == [manager]
    title = "Somebody is away or gone, and nobody sees to it"
    assert read_by(manager).startswith(f"{title}\n\n* Call back – today\n  SATO Mika\n")


@pytest.mark.parametrize("now", [{"is_active": False}, {"role": Role.AUDITOR}])
def test_what_somebody_left_behind_is_told_to_the_managers(officer, manager, now):
    FollowUpFactory(owner=officer, due_on=TODAY, what="Call back")
    User.objects.filter(pk=officer.pk).update(**now)

    queue()

    assert readers() == [manager]
    assert "* Call back – today\n  SATO Mika\n" in read_by(manager)


def test_what_somebody_left_behind_at_another_office_is_told_to_its_managers(officer, manager):
    FollowUpFactory(owner=officer, due_on=TODAY, what="Call back")
    elsewhere = OfficeFactory(name="UNIDO ITPO Elsewhere")
    User.objects.filter(pk=officer.pk).update(office=elsewhere)

    queue()

    assert readers() == [manager]
    said = read_by(manager)
    title = "Somebody is away or gone, and nobody sees to it"
    assert said.startswith(f"{title}\n\n* Call back – today\n  SATO Mika\n")
    assert said.count("Call back") == 1

    moved = User.objects.get(pk=officer.pk)
    FollowUpFactory(owner=moved, due_on=TODAY, what="Find the way")
    tuesday = NOW + 4 * ONE_DAY
    queue(tuesday)
    assert readers() == [manager, moved, manager]
    assert "Find the way" in read_by(moved, tuesday)
    assert "Call back" not in read_by(moved, tuesday)


def test_who_only_reads_by_the_time_it_is_written_gets_none(officer):
    FollowUpFactory(owner=officer, due_on=TODAY, what="Call back")
    queue()
    assert "Call back" in read_by(officer)

    User.objects.filter(pk=officer.pk).update(role=Role.AUDITOR)

    assert read_by(officer) == ""


def test_a_manager_who_stands_in_is_told_once(officer, manager):
    FollowUpFactory(owner=officer, due_on=TODAY - 30 * ONE_DAY, what="Call back")
    away(officer, stand_in=manager)

    queue()

    told = read_by(manager)
    assert (told.startswith("You stand in\n"), told.count("Call back")) == (True, 1)


# --- what is late at others ---


@pytest.mark.parametrize(
    ("after", "due_on", "is_told"),
    [
        (5, date(2026, 11, 13), False),  # five working days late, not more
        (5, date(2026, 11, 12), True),
        (0, date(2026, 11, 20), False),
        (0, date(2026, 11, 19), True),
        (60, date(2026, 8, 21), False),  # further back than is read at first
        (60, date(2026, 8, 20), True),
    ],
)
def test_a_manager_hears_of_what_is_late_for_too_long(officer, manager, after, due_on, is_told):
    manager.office.escalates_after = after
    manager.office.save()
    FollowUpFactory(owner=officer, due_on=due_on, what="Send the profile")

    queue()

    told = read_by(manager) if manager in readers() else ""
    title = f"Late at others for more than {after} working days"
    late = f"{after + 1} working day{'s' if after else ''} late"
    heard = told.startswith(f"{title}\n\n* Send the profile – {late}\n  SATO Mika\n")
    assert (bool(told), heard) == (is_told, is_told)


def test_a_manager_hears_of_it_once_a_working_day(officer, manager):
    FollowUpFactory(owner=officer, due_on=TODAY - 30 * ONE_DAY)

    for hours in range(0, 4 * 24 + 12, 4):
        queue(NOW + timedelta(hours=hours))

    assert days_told(manager) == ["2026-11-20", "2026-11-24"]


def test_neither_another_offices_manager_nor_an_officer_hears_of_it(officer, colleague):
    ManagerFactory(office=OfficeFactory(name="Elsewhere"))
    FollowUpFactory(owner=officer, due_on=TODAY - 30 * ONE_DAY)

    queue()

    assert readers() == [officer]


@pytest.mark.parametrize("follow_ups", [1, 3])
def test_composing_for_a_manager_costs_the_same_for_any_number(
    officer, colleague, manager, follow_ups, django_assert_num_queries
):
    for owner in (officer, colleague, manager):
        FollowUpFactory.create_batch(follow_ups, owner=owner, due_on=TODAY - 30 * ONE_DAY)
    away(colleague)
    queue()
    mail = OutgoingMail.objects.select_related("user__office").get(user=manager)

    # The five of everybody's; what nobody sees to, what is late at others.
    with django_assert_num_queries(5):
        letter = digest.compose(mail, NOW)

    assert letter is not None
    assert letter.body.count("* ") == 3 * follow_ups

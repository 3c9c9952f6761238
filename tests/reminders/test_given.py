"""What somebody else gave one and cannot wait for the daily mail."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail as django_mail

from itpo.office.models import FollowUp, OutgoingMail, Role, User
from itpo.reminders import given
from itpo.reminders.tick import tick
from tests.factories import AbsenceFactory, FollowUpFactory, OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 11, 20)
NINE = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)  # on that Friday, in Tokyo
NOON = NINE + timedelta(hours=3)
TUESDAY = date(2026, 11, 24)  # the next working day: Monday is a holiday
ONE_DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def give(owner: User, by: User | None, at: datetime = NOON, **more: object) -> FollowUp:
    """Have somebody write a follow-up down for somebody, at a moment."""
    follow_up = FollowUpFactory(owner=owner, **{"due_on": FRIDAY, **more})
    sign(follow_up, by, at)
    return follow_up


def sign(follow_up: FollowUp, by: User | None, at: datetime) -> None:
    latest = follow_up.history.order_by("history_id").last()
    FollowUp.history.filter(history_id=latest.history_id).update(history_user=by, history_date=at)


def queue(now: datetime = NOON) -> tuple[int, int]:
    outcome = given.queue_due(now=now)
    return outcome.made, outcome.broken


@pytest.fixture
def told(officer: User) -> User:
    """An officer who has had the daily mail of Friday."""
    FollowUpFactory(owner=officer, due_on=FRIDAY, what="Of the morning")
    FollowUp.history.update(history_user=officer, history_date=NINE)
    tick(now=NINE)
    OutgoingMail.objects.filter(user=officer).update(sent_at=NINE)
    django_mail.outbox.clear()
    return officer


def test_it_is_sent_at_once_and_once(told, colleague, settings):
    settings.BASE_URL = "https://desk.example.org"
    follow_up = give(told, colleague, what="Answer the ministry")

    tick(now=NOON + timedelta(minutes=1))
    tick(now=NOON + timedelta(minutes=2))

    (mail,) = django_mail.outbox
    assert mail.to == [told.email]
    assert mail.subject == "Given to you, due Fri 20 Nov: Answer the ministry"
    assert (
        mail.body
        == f"""\
* Answer the ministry – Fri 20 Nov
  https://desk.example.org/follow-ups/{follow_up.pk}/

You get this at once because it is due before your next daily mail.

Your day: https://desk.example.org/
"""
    )
    kept = OutgoingMail.objects.get(kind="given")
    assert kept.send_before == datetime(2026, 11, 23, 23, 0, tzinfo=UTC)  # Tuesday at eight


@pytest.mark.parametrize(
    ("due_on", "queued"),
    [
        (FRIDAY - ONE_DAY, 1),
        (FRIDAY, 1),
        (date(2026, 11, 23), 1),
        (TUESDAY, 0),
        (TUESDAY + ONE_DAY, 0),
    ],
)
def test_what_the_next_daily_mail_is_in_time_for_waits(told, colleague, due_on, queued):
    give(told, colleague, due_on=due_on)

    assert queue() == (queued, 0)


def test_what_one_gave_oneself_or_a_rule_asks_for_waits(told):
    give(told, told)
    give(told, None)

    assert queue() == (0, 0)


def test_before_the_hour_of_the_daily_mail_it_waits_for_that(officer, colleague):
    seven = NINE - timedelta(hours=2)
    give(officer, colleague, at=seven)

    assert queue(seven) == (0, 0)


def test_without_a_daily_mail_that_morning_one_mail_says_it(officer, colleague):
    give(officer, colleague)

    tick(now=NOON)

    assert [mail.subject for mail in django_mail.outbox] == ["1 follow-up is due"]


def test_what_somebody_else_moved_to_today_cannot_wait_either(told, colleague):
    follow_up = give(told, told, due_on=date(2026, 12, 4), at=NINE - ONE_DAY)
    follow_up.due_on = FRIDAY
    follow_up.save()
    sign(follow_up, colleague, NOON)

    assert queue() == (1, 0)


def test_what_somebody_else_only_words_anew_was_told_before(told, colleague):
    follow_up = give(told, told, at=NINE - ONE_DAY)
    follow_up.what = "In better words"
    follow_up.save()
    sign(follow_up, colleague, NOON)

    assert queue() == (0, 0)


def test_who_stands_in_is_told_and_who_is_away_is_not(told, colleague, manager):
    AbsenceFactory(user=told, stand_in=colleague, first_on=FRIDAY, last_on=TUESDAY)
    give(told, manager, what="For everybody", due_on=date(2026, 11, 22))
    give(told, manager, what="A secret", is_restricted=True, due_on=date(2026, 11, 22))

    assert queue() == (1, 0)

    (mail,) = OutgoingMail.objects.filter(kind="given")
    letter = given.compose(mail, NOON)
    assert letter is not None
    assert (mail.user, letter.subject) == (
        colleague,
        "Given to you, due Sun 22 Nov: For everybody",
    )
    assert letter.body.startswith("* For everybody – Sun 22 Nov\n  SATO Mika\n")


@pytest.mark.parametrize(
    "meanwhile",
    [
        {"state": "done", "closed_at": NOON},
        {"due_on": TUESDAY},
        {"owner": lambda: UserFactory()},
        {"office": lambda: OfficeFactory(name="Elsewhere")},
    ],
    ids=["done", "moved", "taken away", "no longer to be seen"],
)
def test_what_changed_meanwhile_is_not_sent(told, colleague, meanwhile):
    follow_up = give(told, colleague)
    queue()

    changes = {name: value() if callable(value) else value for name, value in meanwhile.items()}
    FollowUp.objects.filter(pk=follow_up.pk).update(**changes)

    assert given.compose(OutgoingMail.objects.get(kind="given"), NOON) is None


def test_who_only_reads_by_now_is_not_written_to(told, colleague):
    give(told, colleague)
    queue()
    User.objects.filter(pk=told.pk).update(role=Role.AUDITOR)

    assert given.compose(OutgoingMail.objects.get(kind="given"), NOON) is None
    give(told, colleague)
    assert queue() == (0, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_looking_costs_the_same_for_any_number(told, colleague, number, django_assert_num_queries):
    for _n in range(number):
        give(told, colleague)
    queue()

    # What was given; closures, who is away, the daily mails; what is queued already.
    with django_assert_num_queries(5):
        assert queue() == (0, 0)


@pytest.mark.parametrize("due_on", [FRIDAY, TUESDAY])
def test_a_daily_mail_made_ahead_says_nothing_of_what_is_given_after_it(told, colleague, due_on):
    with time_machine.travel(NOON, tick=False):
        tick(now=NINE + 4 * ONE_DAY, past=NOON - NINE - 4 * ONE_DAY)  # Tuesday's
        assert OutgoingMail.objects.filter(about__day=TUESDAY.isoformat()).count() == 1
        give(told, colleague, NOON + MINUTE, due_on=due_on)

        assert queue(NOON + 2 * MINUTE) == (1, 0)

"""Everything that is due at a moment, in one go."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail

from itpo.office.models import Milestone
from itpo.reminders.tick import Counts, tick
from tests.factories import (
    FollowUpFactory,
    OutgoingMailFactory,
    RuleFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)  # nine o'clock on a Friday in Tokyo


def test_what_a_rule_asks_for_reaches_the_officer_by_mail(officer):
    RuleFactory(offset=2, unit="days", anchor="ends", what="Thank the hosts")
    VisitFactory(officer=officer, ends="2026-11-18")

    assert tick(now=NOW) == Counts(queued=1, sent=1, failed=0, missed=0)

    (mail,) = django_mail.outbox
    assert (mail.to, mail.subject) == ([officer.email], "1 follow-up is due")
    assert mail.body.startswith("* Thank the hosts – today\n")


def test_a_second_tick_does_nothing_twice():
    FollowUpFactory()

    assert tick(now=NOW) == Counts(1, 1, 0, 0)
    assert tick(now=NOW + timedelta(minutes=1)) == Counts(0, 0, 0, 0)
    assert len(django_mail.outbox) == 1


def test_after_a_week_of_silence_only_the_last_day_is_told(officer):
    FollowUpFactory(owner=officer)
    digest_of_last_week = {"send_after": NOW, "send_before": NOW + timedelta(days=1)}
    OutgoingMailFactory(user=officer, **digest_of_last_week)

    assert tick(now=NOW + timedelta(days=8)) == Counts(queued=1, sent=1, failed=0, missed=1)


def test_the_tick_says_when_it_ran_and_what_it_did():
    tick(now=NOW - timedelta(minutes=1))
    FollowUpFactory()
    tick(now=NOW)

    assert [(one.name, one.at, one.note) for one in Milestone.objects.all()] == [
        (Milestone.TICK, NOW, "queued 1, sent 1, failed 0, missed 0")
    ]


def test_what_is_broken_is_counted_and_stops_nothing():
    RuleFactory(offset=30_000, unit="months")
    FollowUpFactory(owner=UserFactory(time_zone="Asia/Atlantis"))
    sound = FollowUpFactory()

    assert tick(now=NOW) == Counts(queued=1, sent=1, failed=2, missed=0)

    assert [mail.to for mail in django_mail.outbox] == [[sound.owner.email]]

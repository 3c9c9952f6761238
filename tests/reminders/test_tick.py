"""Everything that is due at a moment, in one go."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.db import OperationalError, connections

from investors import attendance, schedule_runs
from itpo.office import post
from itpo.office.importing import carrying_out, runs
from itpo.office.merging import undoing
from itpo.office.models import Milestone, Trouble
from itpo.reminders import intake, passports, rules
from itpo.reminders.subjects import SUBJECTS
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
    assert mail.body.startswith("Due today\n\n* Thank the hosts – today\n")


def test_a_second_tick_does_nothing_twice():
    FollowUpFactory()

    assert tick(now=NOW) == Counts(1, 1, 0, 0)
    assert tick(now=NOW + timedelta(minutes=1)) == Counts(0, 0, 0, 0)
    assert len(django_mail.outbox) == 1


def test_after_a_week_of_silence_only_the_last_day_is_told(officer):
    FollowUpFactory(owner=officer)
    digest_of_last_week = {"send_after": NOW, "send_before": NOW + timedelta(days=1)}
    OutgoingMailFactory(user=officer, **digest_of_last_week)

    assert tick(now=NOW + timedelta(days=7)) == Counts(queued=1, sent=1, failed=0, missed=1)


def test_the_tick_says_when_it_ran_and_what_it_did():
    tick(now=NOW - timedelta(minutes=1))
    FollowUpFactory()
    tick(now=NOW)

    ticked = Milestone.objects.filter(name=Milestone.TICK)
    assert [(one.at, one.note) for one in ticked] == [(NOW, "queued 1, sent 1, failed 0, missed 0")]


def test_what_is_broken_is_counted_and_stops_nothing(monkeypatch):
    RuleFactory()
    monkeypatch.delitem(SUBJECTS, "visit")
    FollowUpFactory(owner=UserFactory(time_zone="Asia/Atlantis"))
    sound = FollowUpFactory()

    assert tick(now=NOW) == Counts(queued=1, sent=1, failed=2, missed=0)

    assert [mail.to for mail in django_mail.outbox] == [[sound.owner.email]]


def test_what_is_broken_is_told_until_it_works(monkeypatch):
    rule = RuleFactory()
    visits = SUBJECTS["visit"]
    monkeypatch.delitem(SUBJECTS, "visit")

    tick(now=NOW)
    (told,) = Trouble.objects.lasting()
    assert (told.part, told.model, told.row) == ("rules", "office.rule", str(rule.pk))

    monkeypatch.setitem(SUBJECTS, "visit", visits)
    tick(now=NOW + timedelta(minutes=6))
    assert Trouble.objects.lasting().count() == 0


@pytest.mark.parametrize(
    ("part", "breaks"),
    [
        ("rules", (rules, "apply")),
        ("offers", (intake, "let_offers_lapse")),
        ("alumni", (intake, "ask_alumni")),
        ("passports", (passports, "delete_what_is_over")),
        ("attendance", (attendance, "forget")),
        ("files", (runs, "forget")),
        ("merges", (undoing, "forget")),
        ("imports", (carrying_out, "carry_out_waiting")),
        ("schedules", (schedule_runs, "carry_out_waiting")),
    ],
)
def test_a_part_that_fails_as_a_whole_stops_no_other(officer, monkeypatch, part, breaks):
    def broken(*, now):
        raise RuntimeError("as a whole")

    monkeypatch.setattr(*breaks, broken)
    FollowUpFactory(owner=officer)

    tick(now=NOW)

    assert [mail.to for mail in django_mail.outbox] == [[officer.email]]
    (told,) = Trouble.objects.lasting()
    assert (told.part, told.model, told.error) == (part, "", "RuntimeError: as a whole")


def test_a_post_room_that_fails_is_told_and_the_tick_says_it_ran(officer, monkeypatch):
    def broken(*, now, past):
        raise RuntimeError("as a whole")

    monkeypatch.setattr(post, "hand_out", broken)
    FollowUpFactory(owner=officer)

    assert tick(now=NOW) == Counts(queued=1, sent=0, failed=1, missed=0)
    assert Milestone.objects.get(name=Milestone.TICK).at == NOW
    assert Trouble.objects.get().part == "mails"


def test_a_database_that_is_away_is_no_trouble_of_a_record(monkeypatch):
    def away(*, now):
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(rules, "apply", away)
    monkeypatch.setattr(connections["default"], "is_usable", lambda: False)

    with pytest.raises(OperationalError):
        tick(now=NOW)
    assert Trouble.objects.count() == 0


@pytest.mark.parametrize("long_jobs", [carrying_out, schedule_runs])
def test_long_jobs_are_taken_by_the_clock_of_others_who_may_take_them(monkeypatch, long_jobs):
    began = []
    monkeypatch.setattr(long_jobs, "carry_out_waiting", lambda now: began.append(now))

    tick(now=NOW, past=timedelta(days=2))

    assert began == [NOW + timedelta(days=2)]


def test_leases_count_from_when_mails_are_handed_out(officer, monkeypatch):
    began = []
    monkeypatch.setattr(rules, "apply", lambda now: time.sleep(0.2))
    nothing = post.NOTHING_HANDED_OUT
    monkeypatch.setattr(post, "hand_out", lambda now, past: began.append(now) or nothing)

    tick(now=NOW)

    assert began[0] >= NOW + timedelta(seconds=0.2)

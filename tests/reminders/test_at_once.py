"""Several ticks at the same moment, on PostgreSQL, where they really run side by side."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection

from delegates.models import Visit
from itpo.office import post
from itpo.office.models import FollowUp, OutgoingMail
from itpo.reminders import digest, rules
from itpo.reminders.tick import tick
from tests.factories import (
    FollowUpFactory,
    RuleFactory,
    RuleTextFactory,
    UserFactory,
    VisitFactory,
)
from tests.smtp import smtp_server

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
TICKS = 4


def at_once(act: Callable[[], object]) -> None:
    """Do something in several threads, each with a connection of its own, at the same time."""
    barrier, errors = threading.Barrier(TICKS), []

    def run() -> None:
        try:
            barrier.wait()
            act()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(TICKS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


@pytest.fixture
def box(settings):
    with smtp_server() as (box, port):
        settings.EMAIL_BACKEND = "itpo.office.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield box


def test_each_visit_gets_its_follow_up_once():
    RuleFactory()
    visits = VisitFactory.create_batch(20)

    at_once(lambda: rules.apply(now=NOW))

    assert [visit.follow_ups.count() for visit in visits] == [1] * 20
    assert FollowUp.objects.count() == 20


def test_a_moved_visit_moves_its_follow_up_once():
    RuleFactory()
    VisitFactory.create_batch(5)
    rules.apply(now=NOW)
    for visit in Visit.objects.all():
        visit.ends = "2026-12-01"
        visit.save()

    at_once(lambda: rules.apply(now=NOW))

    assert [one.history.count() for one in FollowUp.objects.all()] == [2] * 5


def test_each_person_a_rule_writes_to_gets_one_mail(box):
    RuleTextFactory(rule__offset=0, rule__tells="delegate")
    for number in range(10):
        VisitFactory(begins="", ends="2026-11-20", delegate__email=f"d{number}@example.org")

    at_once(lambda: tick(now=NOW))

    assert sorted(mail["To"] for mail in box.received) == [
        f"d{number}@example.org" for number in range(10)
    ]
    assert list(OutgoingMail.objects.values_list("state", "attempts")) == [("sent", 1)] * 10


def test_a_cause_that_goes_and_returns_while_several_look_leaves_one_open_follow_up():
    RuleFactory()
    VisitFactory.create_batch(5)
    rules.apply(now=NOW)
    for state in ("cancelled", "planned"):
        Visit.objects.update(state=state, cancelled_because="No visa")

        at_once(lambda: rules.apply(now=NOW))

    assert [(one.state, one.history.count()) for one in FollowUp.objects.all()] == [("open", 3)] * 5


def test_each_reader_gets_one_digest(box):
    readers = UserFactory.create_batch(20)
    for reader in readers:
        FollowUpFactory(owner=reader)

    at_once(lambda: tick(now=NOW))

    assert sorted(mail["To"] for mail in box.received) == sorted(one.email for one in readers)
    mails = OutgoingMail.objects.values_list("state", "attempts")
    assert list(mails) == [("sent", 1)] * 20


def test_each_mail_is_handed_out_by_one(box):
    for reader in UserFactory.create_batch(40):
        FollowUpFactory(owner=reader)
    digest.queue_due(now=NOW)

    at_once(lambda: post.hand_out(now=NOW))

    assert len({mail["Message-ID"] for mail in box.received}) == 40
    assert len(box.received) == 40

"""What a tick costs does not depend on how much is open."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from itpo.office.models import FollowUp, OutgoingMail, User
from tests.factories import FollowUpFactory, RuleFactory, VisitFactory
from tests.proof.world import LONG, World, size

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)  # ten o'clock on a Wednesday in Tokyo
LATER = date(2027, 6, 1)


def promised(number: int) -> None:
    """So many follow-ups nobody has to see to yet, at a hundred people."""
    owners = list(User.objects.order_by("pk"))
    FollowUp.objects.bulk_create(
        [
            FollowUp(
                office=owners[0].office,
                owner=owners[count % len(owners)],
                what=f"Call again {count}",
                due_on=LATER + timedelta(days=count % 300),
            )
            for count in range(number)
        ],
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def test_a_tick_with_much_open(world: World):
    due = size(10, 100)
    RuleFactory()
    # All of one delegate: how many people may be one and the same is another matter.
    visit = VisitFactory()
    FollowUpFactory.create_batch(due, owner__digest_hour=9, due_on=date(2026, 11, 25))
    promised(10)
    world.tick(NOW - timedelta(days=2))  # nothing is due yet: looks everything up once
    VisitFactory.create_batch(due, delegate=visit.delegate)  # each of them calls for a follow-up
    with CaptureQueriesContext(connection) as few:
        world.tick(NOW)
    assert len(world.box.received) == due
    FollowUp.objects.filter(due_on__gte=LATER).delete()
    promised(size(1000, 100_000))
    VisitFactory.create_batch(due, delegate=visit.delegate)

    began = time.perf_counter()
    with CaptureQueriesContext(connection) as many:
        world.tick(NOW + timedelta(days=1))
    took = time.perf_counter() - began

    assert len(world.box.received) == 2 * due
    assert FollowUp.objects.filter(rule__isnull=False).count() == 1 + 2 * due
    world.tell("tick_seconds", round(took, 2))
    world.tell("queries", f"{len(many)} with {size(1000, 100_000):,} open, {len(few)} with 10")
    world.judge(list(OutgoingMail.objects.filter(state="sent")))
    assert len(many) == len(few)
    if LONG:
        assert took < 1

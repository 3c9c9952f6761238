"""No worker for hours or days: workers that start later catch up."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from itpo.office.models import OutgoingMail
from itpo.reminders import digest
from tests.factories import FollowUpFactory, HolidayFactory
from tests.proof.world import World, size

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("hours", [26, 8 * 24], ids=["26 hours", "8 days"])
def test_no_worker_for(hours: int, world: World):
    midnight = datetime.combine(timezone.now().date(), time(15), UTC)  # a day begins in Tokyo
    began = midnight if midnight < timezone.now() else midnight - timedelta(days=1)
    for days in range(-1, 12):  # whatever day of the week it is
        HolidayFactory(on=began.date() + timedelta(days=days), is_worked=True)
    number = size(10, 100)
    late = FollowUpFactory.create_batch(number, owner__digest_hour=0, due_on=date(2020, 1, 6))
    assert digest.queue_due(now=began).made == number
    invitations = world.invitations(number, began)
    world.travel(began + timedelta(hours=hours) - timezone.now())

    for _ in range(2):
        world.worker()
        world.ask_for_tick()
        world.ask_for_tick()
    world.wait(lambda: len(world.box.received) >= 2 * number)
    world.settle()

    digests = OutgoingMail.objects.filter(kind="digest").order_by("pk")
    missed, sent = list(digests.filter(state="missed")), list(digests.filter(state="sent"))
    assert len(missed) == len(sent) == digests.count() // 2 == number
    told = {mail["To"]: mail.get_body().get_content() for mail in world.box.received}
    assert all(one.what in told[one.owner.email] for one in late)
    world.tell("missed", len(missed))
    world.judge([*invitations, *sent])

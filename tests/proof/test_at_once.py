"""Several beats and workers at once, and many mails due in the same minute."""

from datetime import date, timedelta

import pytest

from itpo.office import post
from itpo.office.models import Milestone, OutgoingMail
from tests.factories import FollowUpFactory, HolidayFactory
from tests.proof.world import World, size

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_two_beats_and_four_workers_send_each_mail_once(world: World):
    now = world.now()
    for days in (-1, 0, 1):  # whatever day of the week it is, and wherever
        HolidayFactory(on=now.date() + timedelta(days=days), is_worked=True)
    late = FollowUpFactory.create_batch(
        size(10, 100), owner__digest_hour=0, due_on=date(2020, 1, 6)
    )
    readers = [one.owner for one in late]
    invitations = world.invitations(size(100, 1000), now)
    world.travel(timedelta(seconds=-5))  # no two machines agree on the time
    for _ in range(2):
        world.beat()
    world.travel(timedelta())
    for _ in range(4):
        world.worker()

    world.wait(lambda: len(world.box.received) >= len(readers) + len(invitations))
    ticks(world, 4)

    digests = list(OutgoingMail.objects.filter(kind="digest"))
    assert sorted(mail.to for mail in digests) == sorted(user.email for user in readers)
    world.judge([*invitations, *digests])


def test_what_is_due_in_one_minute_is_out_within_two_ticks(world: World):
    seconds = size(5, 60)
    world.worker(threads=2)
    world.worker(threads=2)
    world.beat(seconds=seconds)
    ticks(world, 1)
    due = world.now() + timedelta(seconds=2)
    mails = world.invitations(size(100, 5000), due)

    world.wait(lambda: len(world.box.received) >= len(mails), 4 * seconds)

    world.judge(mails)
    longest = max(world.box.taken_at) - due.timestamp()
    world.tell("seconds_after_due", round(longest, 1))
    assert longest <= 2 * seconds


def test_a_moment_of_the_past_is_replayed_while_a_worker_lives(world: World):
    first = world.invitations(1, world.now())
    world.worker()
    world.queue.send_task(post.HAND_OUT)
    world.wait(lambda: len(world.box.received) == 1)
    moment = world.now() - timedelta(days=2)
    mails = world.invitations(size(30, 300), moment)
    world.box.seconds_to_answer = 0.1

    world.replay(moment)  # has its hands full, and asks the worker to help

    world.wait(lambda: len(world.box.received) > len(mails))
    world.settle()
    world.judge([*first, *mails])


def ticks(world: World, count: int) -> None:
    """Wait for so many more ticks."""
    for _ in range(count):
        last = Milestone.objects.filter(name=Milestone.TICK).first()
        before = last and last.at
        world.wait(lambda before=before: Milestone.objects.exclude(at=before).exists())

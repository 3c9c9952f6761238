"""Workers are killed while they send."""

import time

import pytest

from itpo.office.models import OutgoingMail
from tests.proof.world import LEASES_OVER, World, size

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_a_worker_is_killed_again_and_again_while_mails_go_out(world: World):
    kills = size(3, 50)
    mails = world.invitations(size(400, 2000), world.now())
    # Most of the time a mail is on its way: half of it not yet taken, half not yet answered.
    world.box.seconds_to_begin = world.box.seconds_to_answer = size(50, 100) / 1000
    world.beat()
    workers = [world.worker(), world.worker()]

    for count in range(kills):
        before = len(world.box.received)
        world.wait(lambda before=before: len(world.box.received) >= before + 5 or not ready(world))
        if not ready(world):  # the dead hold the rest: live on when their leases are over
            world.kill_all()
            world.travel(world.ahead + LEASES_OVER)
            world.beat()
            workers = [world.worker(), world.worker()]
            world.wait(lambda before=before: len(world.box.received) >= before + 5)
        # At no moment in particular of the next mail.
        time.sleep(2 * world.box.seconds_to_begin * (count * 0.618 % 1))
        world.kill(workers.pop(0))
        workers.append(world.worker())

    world.tell("kills", kills)
    world.tell("waited_for_leases", world.ahead // LEASES_OVER)
    world.box.seconds_to_begin = world.box.seconds_to_answer = 0
    world.settle()
    world.judge(mails, may_double=kills)
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"sent"}


def ready(world: World) -> bool:
    return OutgoingMail.objects.ready(world.now()).exists()

"""The mail server is away, breaks off, is slow, defers or refuses. Time passes by `tick --now`."""

from datetime import UTC, datetime

import pytest

from itpo.office.models import OutgoingMail
from tests.proof.world import MINUTE, World, size
from tests.smtp import smtp_server

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)  # a Wednesday


def minutes(world: World, first: int, last: int) -> None:
    for count in range(first, last):
        world.tick(NOW + count * MINUTE)


def test_the_mail_server_is_down_for_an_hour(world: World, settings):
    down = size(12, 60)
    mails = world.invitations(size(30, 300), NOW)
    with smtp_server() as (elsewhere, port):
        pass  # nobody listens there any more
    settings.EMAIL_PORT = port

    minutes(world, 0, down)
    assert elsewhere.received == []
    settings.EMAIL_PORT = world.port
    minutes(world, down, down + 2)
    waiting = OutgoingMail.objects.exclude(state="sent").count()
    minutes(world, down + 2, 2 * down + 2)

    world.tell("left_after_two_ticks", waiting)
    world.judge(mails)
    # Each tick tries one mail, and each trial lets it wait as long again as it has waited.
    assert waiting <= 6


def test_the_mail_server_refuses_and_workers_go_on_when_it_takes_mails_again(world: World):
    mails = world.invitations(size(30, 300), world.now())
    world.box.answer_to_sender = "421 not today"
    world.worker()
    world.worker()
    world.ask_for_tick()
    world.wait(lambda: OutgoingMail.objects.filter(state="waiting").exists())
    assert world.box.received == []

    world.box.answer_to_sender = "250 OK"
    world.kill_all()
    world.travel(60 * MINUTE)
    world.worker()
    world.ask_for_tick()
    world.wait(lambda: len(world.box.received) >= len(mails))
    world.settle()
    world.judge(mails)


def test_the_mail_server_takes_connections_and_drops_them(world: World):
    mails = world.invitations(size(30, 300), NOW)
    world.box.breaks_at_once = size(3, 10)

    minutes(world, 0, 40)

    world.judge(mails)


def test_the_line_breaks_with_mails_taken_and_not_answered(world: World):
    breaks = world.box.breaks_unanswered = size(5, 50)
    mails = world.invitations(size(30, 300), NOW)

    minutes(world, 0, 40)

    assert world.box.breaks == breaks
    world.judge(mails, may_double=breaks)


def test_a_slow_mail_server_is_waited_for(world: World):
    world.box.seconds_to_answer = size(300, 3000) / 1000
    mails = world.invitations(size(5, 10), NOW)

    minutes(world, 0, 2)

    world.judge(mails)


def test_what_is_deferred_is_sent_later(world: World):
    mails = world.invitations(size(30, 300), NOW)
    deferred = size(10, 100)
    world.box.answers_to_data = ["451 try again later"] * deferred

    world.tick(NOW)
    assert len(world.box.received) == len(mails) - deferred
    minutes(world, 1, 10)

    world.judge(mails)


def test_one_address_is_refused_for_good_and_the_others_get_theirs(world: World):
    mails = world.invitations(size(30, 300), NOW)
    gone = mails.pop(len(mails) // 2)
    world.box.answers_by_address = {gone.to: "550 5.1.1 no such person"}

    minutes(world, 0, 3)

    gone.refresh_from_db()
    assert (gone.state, gone.error) == ("failed", "550 5.1.1 no such person")
    assert gone.attempts == 1
    world.judge(mails)

"""Mails of one order leave one after another, and what may have left is known."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from itpo.office import composing, mail_book, post
from itpo.office.models import OutgoingMail
from itpo.office.post import Letter
from tests.factories import OutgoingMailFactory
from tests.smtp import free_port, smtp_server

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
State = OutgoingMail.State


@pytest.fixture
def server(settings, monkeypatch):
    monkeypatch.setitem(
        composing._composers,
        "digest",
        lambda mail, at: Letter(mail.key, "To whom it may concern\n"),
    )
    settings.EMAIL_BACKEND = "itpo.office.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with smtp_server() as (box, port):
        settings.EMAIL_PORT = port
        yield box


def two(**first):
    """Two mails of one order, the second entered after the first."""
    return (
        OutgoingMailFactory(key="first", order_key="talk:7", **first),
        OutgoingMailFactory(key="second", order_key="talk:7"),
    )


def received(server):
    return [one["Subject"] for one in server.received]


def may_have_left():
    return list(OutgoingMail.objects.perhaps_left().order_by("pk").values_list("key", flat=True))


def test_mails_of_one_order_leave_as_they_were_entered_in_one_run(server):
    two()

    post.hand_out(now=NOW)

    assert received(server) == ["first", "second"]


def test_a_mail_does_not_overtake_one_that_waits_to_be_tried_again(server):
    two(state=State.WAITING, send_after=NOW + MINUTE)

    post.hand_out(now=NOW)
    assert received(server) == []

    post.hand_out(now=NOW + MINUTE)
    post.hand_out(now=NOW + 2 * MINUTE)
    assert received(server) == ["first", "second"]


def test_a_mail_does_not_overtake_one_that_somebody_else_is_sending(server):
    first, _second = two(state=State.SENDING, leased_until=NOW + MINUTE)

    post.hand_out(now=NOW)
    assert received(server) == []

    OutgoingMail.objects.filter(pk=first.pk).update(state=State.SENT, sent_at=NOW)
    post.hand_out(now=NOW)
    assert received(server) == ["second"]


def test_a_mail_that_just_failed_for_now_holds_back_the_next_of_its_order_only(server):
    server.answers_by_address["slow@example.org"] = "450 4.2.1 Busy"
    two(to="slow@example.org")
    OutgoingMailFactory(key="another", order_key="talk:8")
    OutgoingMailFactory(key="without an order")

    post.hand_out(now=NOW)

    assert received(server) == ["another", "without an order"]


@pytest.mark.parametrize(
    "settled",
    [
        {"state": State.SENT, "sent_at": NOW},
        {"state": State.FAILED},
        {"state": State.MISSED},
        {"state": State.CANCELLED},
    ],
)
def test_what_is_settled_holds_nothing_back(settled, server):
    two(**settled)

    post.hand_out(now=NOW)

    assert received(server) == ["second"]


def test_what_was_sent_may_have_left(server):
    OutgoingMailFactory(key="first")

    post.hand_out(now=NOW)

    assert may_have_left() == ["first"]


@pytest.mark.parametrize("answer", ["450 4.2.1 Busy", "550 5.1.1 Unknown"])
def test_what_the_server_plainly_refused_has_not_left(answer, server):
    server.answers_by_address["who@example.org"] = answer
    OutgoingMailFactory(to="who@example.org")

    post.hand_out(now=NOW)

    assert may_have_left() == []


def test_what_found_no_server_has_not_left(server, settings):
    settings.EMAIL_PORT = free_port()
    OutgoingMailFactory()

    post.hand_out(now=NOW)

    assert may_have_left() == []


def test_what_got_no_answer_may_have_left_whatever_the_next_try_says(server):
    server.breaks_unanswered = 1
    OutgoingMailFactory(key="first", to="who@example.org")

    post.hand_out(now=NOW)
    assert may_have_left() == ["first"]

    server.answers_by_address["who@example.org"] = "550 5.1.1 Unknown"
    post.hand_out(now=NOW + MINUTE)
    assert may_have_left() == ["first"]


def test_whoever_lost_the_lease_while_composing_sends_nothing(server, monkeypatch):
    def lose_the_lease(mail, at):
        OutgoingMail.objects.filter(pk=mail.pk).update(leased_until=NOW + 60 * MINUTE)
        return Letter("late", "Too late\n")

    monkeypatch.setitem(composing._composers, "digest", lose_the_lease)
    OutgoingMailFactory(order_key="talk:7")

    post.hand_out(now=NOW)

    assert received(server) == []


def test_whoever_composed_for_long_looks_again_whether_the_mail_is_theirs(server, monkeypatch):
    def take_long(mail, at):
        time.sleep(0.1)
        OutgoingMail.objects.filter(pk=mail.pk).update(leased_until=NOW + 60 * MINUTE)
        return Letter("late", "Too late\n")

    monkeypatch.setitem(composing._composers, "digest", take_long)
    monkeypatch.setattr(mail_book, "HELD", timedelta(milliseconds=50))
    OutgoingMailFactory()

    post.hand_out(now=NOW)

    assert received(server) == []


def test_a_whole_order_leaves_in_one_run(server):
    for number in range(3):
        OutgoingMailFactory(key=f"{number}", order_key="talk:7")

    post.hand_out(now=NOW)

    assert received(server) == ["0", "1", "2"]

"""Mails that a server was given without a word, and mails that break their sender."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from itpo.office import composing, mail_book, post, smtp
from itpo.office.mail_server import MailServer
from itpo.office.models import OutgoingMail
from itpo.office.post import Letter
from tests.factories import OutgoingMailFactory
from tests.smtp import smtp_server

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
State = OutgoingMail.State


@pytest.fixture
def server(settings, monkeypatch):
    monkeypatch.setitem(
        composing._composers, "digest", lambda mail, at: Letter(mail.key, "Call.\n")
    )
    settings.EMAIL_BACKEND = "itpo.office.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with smtp_server() as (box, port):
        settings.EMAIL_PORT = port
        yield box


def received(server):
    return [one["Subject"] for one in server.received]


def test_a_server_that_takes_its_time_over_a_mail_gets_it_once(server, settings):
    settings.EMAIL_TIMEOUT = 0.2
    server.seconds_to_answer = 0.5
    OutgoingMailFactory.create_batch(2)

    assert post.hand_out(now=NOW).sent == 2

    assert (len(server.received), server.connections) == (2, 1)


def test_a_server_that_takes_its_time_over_anything_else_does_not_get_the_mail(server, settings):
    settings.EMAIL_TIMEOUT = 0.2
    server.seconds_to_begin = 0.5
    mail = OutgoingMailFactory()

    assert post.hand_out(now=NOW).waiting == 1

    mail.refresh_from_db()
    assert (mail.may_have_left, mail.unanswered, server.received) == (False, 0, [])


def test_an_answer_is_not_waited_for_beyond_its_time(server, monkeypatch):
    monkeypatch.setattr(smtp, "ANSWERED_WITHIN", 0.2)
    server.seconds_to_answer = 0.5
    mail = OutgoingMailFactory()

    assert post.hand_out(now=NOW).waiting == 1

    mail.refresh_from_db()
    assert (mail.may_have_left, mail.unanswered) == (True, 1)
    assert mail.error == "Connection unexpectedly closed: timed out"


def test_handing_a_mail_over_fits_into_its_lease_with_every_answer_at_its_limit(settings):
    words = 7  # EHLO, HELO, MAIL, RCPT, DATA, the mail itself, RSET
    longest = words * settings.EMAIL_TIMEOUT + smtp.ANSWERED_WITHIN

    assert mail_book.HELD + timedelta(seconds=longest) < mail_book.LEASE


def test_a_server_that_never_answers_gets_a_mail_three_times_and_no_more(server):
    server.breaks_unanswered = 10
    mail = OutgoingMailFactory(key="maybe")
    outcomes = [post.hand_out(now=NOW + count * 10 * MINUTE) for count in range(5)]

    mail.refresh_from_db()
    assert [(one.waiting, one.failed) for one in outcomes] == [
        (1, 0),
        (1, 0),
        (0, 1),
        (0, 0),
        (0, 0),
    ]
    assert received(server) == ["maybe"] * 3
    assert (mail.state, mail.may_have_left, mail.attempts) == (State.FAILED, True, 3)
    assert (mail.error, mail.why_shown) == (
        "Connection unexpectedly closed",
        "The server was given it several times and never answered: it may have it.",
    )


def test_a_line_that_breaks_before_the_mail_is_given_counts_as_any_other_trouble(server):
    server.breaks_before_the_mail = 5
    mail = OutgoingMailFactory(key="later")
    for count in range(5):
        assert post.hand_out(now=NOW + count * 20 * MINUTE).waiting == 1
    mail.refresh_from_db()
    assert (mail.may_have_left, mail.unanswered) == (False, 0)

    assert post.hand_out(now=NOW + 120 * MINUTE).sent == 1

    assert received(server) == ["later"]


def test_a_line_that_breaks_while_the_mail_is_given_leaves_the_server_without_it(
    server, monkeypatch
):
    long = "A line of a long letter.\n" * 100_000
    monkeypatch.setitem(composing._composers, "digest", lambda mail, at: Letter(mail.key, long))
    server.breaks_within_the_mail = 5
    mail = OutgoingMailFactory(key="later")
    for count in range(5):
        assert post.hand_out(now=NOW + count * 20 * MINUTE).waiting == 1
    mail.refresh_from_db()
    assert (mail.may_have_left, mail.unanswered) == (False, 0)

    assert post.hand_out(now=NOW + 120 * MINUTE).sent == 1

    assert received(server) == ["later"]


def test_a_mail_that_breaks_what_sends_it_waits_and_stops_no_other(server, monkeypatch):
    send = smtp.EmailBackend.send_messages

    def broken(backend, messages):
        if messages[0].subject == "broken":
            raise LookupError("unknown encoding: klingon")
        return send(backend, messages)

    monkeypatch.setattr(smtp.EmailBackend, "send_messages", broken)
    mail = OutgoingMailFactory(key="broken")
    OutgoingMailFactory(key="sound")

    assert [post.hand_out(now=NOW + count * 10 * MINUTE).failed for count in range(4)] == [
        0,
        0,
        1,
        0,
    ]

    mail.refresh_from_db()
    assert received(server) == ["sound"]
    assert mail.error == "LookupError: unknown encoding: klingon"


def test_an_address_that_cannot_be_said_to_a_server_stops_no_other(server):
    broken = OutgoingMailFactory(key="broken", to="tarō@example.org")
    OutgoingMailFactory(key="sound")

    done = post.hand_out(now=NOW)

    broken.refresh_from_db()
    assert (done.sent + done.failed, broken.state in {State.SENT, State.FAILED}) == (2, True)
    assert "sound" in received(server)


def test_what_cannot_be_written_down_of_a_mail_does_not_send_it_again(server, monkeypatch):
    monkeypatch.setitem(
        composing._composers, "digest", lambda mail, at: Letter(mail.key, "Call.\n", language="en")
    )
    monkeypatch.setattr(Letter, "kept", property(unspeakable))
    mail = OutgoingMailFactory(key="once")
    OutgoingMailFactory(key="another")

    assert post.hand_out(now=NOW).sent == 2

    mail.refresh_from_db()
    assert received(server) == ["once", "another"]
    assert (mail.state, mail.body) == (State.SENT, "")
    assert mail.why_shown == "What it said could not be kept."


def unspeakable(letter):
    raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")


def test_a_server_that_says_nul_is_quoted_without_it(server):
    server.answers_by_address["who@example.org"] = "450 4.2.1 Bu\0sy"
    mail = OutgoingMailFactory(to="who@example.org")

    assert post.hand_out(now=NOW).waiting == 1

    mail.refresh_from_db()
    assert mail.error == "450 4.2.1 Busy"


def test_a_mail_whose_senders_die_one_after_another_fails_in_the_end(server):
    dead = {"state": State.SENDING, "leased_until": NOW - MINUTE}
    mail = OutgoingMailFactory(attempts=mail_book.MOST_ATTEMPTS, **dead)
    OutgoingMailFactory(key="last chance", attempts=mail_book.MOST_ATTEMPTS - 1, **dead)

    done = post.hand_out(now=NOW)

    mail.refresh_from_db()
    assert (done.failed, done.sent, received(server)) == (1, 1, ["last chance"])
    assert mail.state == State.FAILED
    assert mail.why_shown == "Each of its senders died: the server may have it."


def test_what_breaks_while_a_mail_is_written_down_leaves_it_to_its_lease(server, monkeypatch):
    close = mail_book.close

    def broken(mail, state, **fields):
        if mail.key == "broken":
            raise RuntimeError("no such state")
        return close(mail, state, **fields)

    monkeypatch.setattr(mail_book, "close", broken)
    mail = OutgoingMailFactory(key="broken", send_before=NOW)
    OutgoingMailFactory(key="sound")

    assert post.hand_out(now=NOW).sent == 1

    mail.refresh_from_db()
    assert (mail.state, mail.leased_until > NOW) == (State.SENDING, True)


def test_whoever_opened_the_line_for_long_asks_for_the_lease_anew(server, monkeypatch):
    monkeypatch.setattr(mail_book, "HELD", timedelta(milliseconds=50))
    open_line, send = MailServer.open, MailServer.send
    leases = []

    def open_slowly(line):
        time.sleep(0.1)
        open_line(line)

    def note_and_send(line, message):
        leases.append(OutgoingMail.objects.get().leased_until)
        send(line, message)

    monkeypatch.setattr(MailServer, "open", open_slowly)
    monkeypatch.setattr(MailServer, "send", note_and_send)
    OutgoingMailFactory()

    assert post.hand_out(now=NOW).sent == 1

    assert [one >= NOW + mail_book.LEASE + timedelta(milliseconds=100) for one in leases] == [True]

"""The post room, against a real mail server."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.db import OperationalError, connections

from itpo import tasks
from itpo.office import composing, delivery, lookups, mail_book, post
from itpo.office.models import OutgoingMail, StoppedAddress
from itpo.office.post import Attachment, HandedOut, Letter, NotCalledFor, NotYet
from tests.factories import OutgoingMailFactory
from tests.queues import queue_on
from tests.smtp import free_port, smtp_server

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
State = OutgoingMail.State


def outcome(**numbers: int) -> HandedOut:
    none = dict.fromkeys(["sent", "failed", "missed", "cancelled", "waiting"], 0)
    return HandedOut(**{**none, **numbers})


@pytest.fixture
def composer(monkeypatch):
    """Lets a test say what the mails of its kind read."""

    def register(compose):
        monkeypatch.setitem(composing._composers, "digest", compose)

    register(lambda mail, at: Letter("Due today", "Call Mr O'Brien.\n"))
    return register


@pytest.fixture
def server(settings, composer):
    with smtp_server() as (box, port):
        send_to(settings, port)
        yield box


def send_to(settings, port):
    settings.EMAIL_BACKEND = "itpo.office.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port


def test_a_mail_is_sent_once_and_kept_as_sent(server):
    mail = OutgoingMailFactory(to="sato@example.org")

    first = post.hand_out(now=NOW)
    second = post.hand_out(now=NOW + MINUTE)

    assert (first, second) == (outcome(sent=1), outcome())
    (received,) = server.received
    assert (received["To"], received["Subject"]) == ("sato@example.org", "Due today")
    assert received["Message-ID"] == mail.message_id
    text, page = received.iter_parts()
    assert (received.get_content_type(), page.get_content_type()) == (
        "multipart/alternative",
        "text/html",
    )
    assert text.get_content().replace("\r\n", "\n") == "Call Mr O'Brien.\n"
    assert "<p>Call Mr O&#x27;Brien.</p>" in page.get_content()
    mail.refresh_from_db()
    assert (mail.state, mail.subject, mail.body) == (State.SENT, "Due today", "Call Mr O'Brien.\n")
    assert NOW <= mail.sent_at < NOW + MINUTE
    assert mail.leased_until is None


def test_many_mails_share_one_connection(server):
    OutgoingMailFactory.create_batch(3)

    assert post.hand_out(now=NOW) == outcome(sent=3)

    assert server.connections == 1


@pytest.mark.parametrize("mails", [1, 3])
def test_handing_out_costs_one_query_a_mail(mails, server, django_assert_num_queries):
    OutgoingMailFactory.create_batch(mails)

    # Claim together, in a savepoint: which, what they are, their readers and office, and mark them;
    # close each; see that nothing else is ready.
    with django_assert_num_queries(7 + mails + 3):
        post.hand_out(now=NOW)


def test_many_mails_are_claimed_a_few_at_a_time_until_all_are_out(server, monkeypatch):
    monkeypatch.setattr(mail_book, "AT_A_TIME", 2)
    OutgoingMailFactory.create_batch(5)

    assert post.hand_out(now=NOW) == outcome(sent=5)

    assert server.connections == 1


def test_a_run_that_takes_long_stops_and_asks_a_worker_to_go_on(server, monkeypatch):
    asked = []
    monkeypatch.setattr(post, "nudge", lambda: asked.append("go on"))
    monkeypatch.setattr(mail_book, "AT_A_TIME", 2)
    monkeypatch.setattr(post, "ONE_RUN", timedelta(microseconds=1))
    OutgoingMailFactory.create_batch(3)

    assert (post.hand_out(now=NOW).sent, asked) == (2, ["go on"] * 2)
    assert post.hand_out(now=NOW) == outcome(sent=1)


def test_who_has_their_hands_full_asks_one_more_worker_to_help(server, monkeypatch):
    asked = []
    monkeypatch.setattr(post, "nudge", lambda: asked.append(len(server.received)))
    monkeypatch.setattr(mail_book, "AT_A_TIME", 2)
    OutgoingMailFactory.create_batch(5)

    assert post.hand_out(now=NOW) == outcome(sent=5)
    assert asked == [0]

    OutgoingMailFactory()
    assert post.hand_out(now=NOW) == outcome(sent=1)
    assert asked == [0]


def test_what_mails_are_about_is_looked_up_for_all_in_hand_and_anew_after_a_second(
    server, composer, monkeypatch
):
    monkeypatch.setattr(delivery, "FRESH", timedelta(milliseconds=500))
    looked = []

    def compose(mail, at):
        if mail.key == "third":
            time.sleep(0.6)
        what = lookups.once("what", lambda: looked.append(mail.key) or f"found for {mail.key}")
        return Letter(what, "Call.")

    composer(compose)
    for key in ("first", "second", "third", "fourth"):
        OutgoingMailFactory(key=key)

    assert post.hand_out(now=NOW) == outcome(sent=4)

    assert looked == ["first", "fourth"]


def test_what_was_held_too_long_is_put_back_as_it_was(server, composer, monkeypatch):
    monkeypatch.setattr(mail_book, "HELD", timedelta(milliseconds=50))
    first, _second = OutgoingMailFactory.create_batch(2)
    lay = []

    def compose(mail, at):
        if mail == first:
            time.sleep(0.1)
        else:
            lay.append(mail.attempts)
        return Letter(mail.key, "Call.")

    composer(compose)

    assert post.hand_out(now=NOW) == outcome(sent=2)

    assert lay == [1]  # the second time it was claimed, it was tried for the first time


def test_a_mail_waits_for_its_moment(server):
    OutgoingMailFactory(send_after=NOW + MINUTE)

    assert post.hand_out(now=NOW) == outcome()
    assert post.hand_out(now=NOW + MINUTE) == outcome(sent=1)


def test_a_key_is_entered_once(officer):
    def enter():
        return post.queue(
            key="digest:7:2026-11-20",
            kind="digest",
            office=officer.office,
            user=officer,
            to=officer.email,
            send_after=NOW,
        )

    first, first_is_new = enter()
    second, second_is_new = enter()

    assert (first, first_is_new, second_is_new) == (second, True, False)
    assert OutgoingMail.objects.count() == 1


def test_a_mail_somebody_else_is_sending_is_left_alone(server):
    OutgoingMailFactory(state=State.SENDING, leased_until=NOW + MINUTE)

    assert post.hand_out(now=NOW) == outcome()
    assert server.received == []


def test_a_mail_whose_sender_died_goes_out_again_under_the_same_id(server):
    mail = OutgoingMailFactory(state=State.SENDING, leased_until=NOW - MINUTE, attempts=1)

    assert post.hand_out(now=NOW) == outcome(sent=1)

    assert [one["Message-ID"] for one in server.received] == [mail.message_id]


def test_what_a_slow_sender_writes_after_losing_its_lease_changes_nothing(composer):
    taken_over = NOW + timedelta(hours=1)

    def lose_the_lease(mail, at):
        OutgoingMail.objects.filter(pk=mail.pk).update(leased_until=taken_over)

    composer(lose_the_lease)
    mail = OutgoingMailFactory()

    post.hand_out(now=NOW)

    mail.refresh_from_db()
    assert (mail.state, mail.leased_until) == (State.SENDING, taken_over)


def test_a_mail_no_longer_called_for_is_cancelled(server, composer):
    composer(lambda mail, at: None)
    mail = OutgoingMailFactory()

    assert post.hand_out(now=NOW) == outcome(cancelled=1)

    mail.refresh_from_db()
    assert (mail.state, server.received) == (State.CANCELLED, [])
    assert mail.why_shown == "What it was about no longer holds."


def test_a_composer_says_why_a_mail_is_not_called_for(composer):
    composer(lambda mail, at: NotCalledFor("The visit is cancelled."))
    mail = OutgoingMailFactory()

    assert post.hand_out(now=NOW) == outcome(cancelled=1)

    mail.refresh_from_db()
    assert (mail.state, mail.why_shown) == (State.CANCELLED, "The visit is cancelled.")


def test_a_mail_whose_day_has_moved_waits_for_the_new_one(server, composer):
    composer(lambda mail, at: NotYet(NOW + 60 * MINUTE))
    mail = OutgoingMailFactory()

    assert post.hand_out(now=NOW) == outcome()

    mail.refresh_from_db()
    assert (mail.state, mail.send_after, mail.attempts) == (State.QUEUED, NOW + 60 * MINUTE, 0)


def test_a_mail_that_comes_too_late_is_missed(server):
    mail = OutgoingMailFactory(send_before=NOW)

    assert post.hand_out(now=NOW) == outcome(missed=1)

    mail.refresh_from_db()
    assert (mail.state, server.received) == (State.MISSED, [])
    assert mail.why_shown == "It was to be sent before 2026-11-20 00:00 UTC."


def test_one_broken_mail_does_not_stop_the_others(server, composer):
    broken, sound = OutgoingMailFactory.create_batch(2)

    def compose(mail, at):
        if mail == broken:
            raise KeyError("visit")
        return Letter("Due today", "Call.")

    composer(compose)

    assert post.hand_out(now=NOW) == outcome(sent=1, failed=1)

    broken.refresh_from_db()
    assert (broken.state, broken.error) == (State.FAILED, "KeyError: 'visit'")
    assert [one["To"] for one in server.received] == [sound.to]


def test_a_mail_the_database_would_not_compose_waits_and_holds_up_no_other(server, composer):
    def compose(mail, at):
        if mail == slow:
            raise OperationalError("canceling statement due to statement timeout")
        return Letter("Due today", "Call.")

    composer(compose)
    slow, sound = OutgoingMailFactory.create_batch(2)

    assert post.hand_out(now=NOW) == outcome(sent=1, waiting=1)

    slow.refresh_from_db()
    assert (slow.state, slow.attempts) == (State.WAITING, 1)
    assert [one["To"] for one in server.received] == [sound.to]


def test_what_a_server_quotes_of_a_personal_link_is_not_kept(server):
    key = "0123456789abcdef" * 4
    server.answers_by_address["amina@example.org"] = f"550 We like no /confirm/7/{key}/"
    mail = OutgoingMailFactory(to="amina@example.org")

    post.hand_out(now=NOW)

    mail.refresh_from_db()
    assert mail.error == "550 We like no /confirm/7/•••/"
    assert [key in one.said for one in StoppedAddress.objects.all()] == [False]


def test_a_database_that_goes_away_is_not_the_mails_fault(server, composer, monkeypatch):
    def compose(mail, at):
        raise OperationalError("the server closed the connection")

    composer(compose)
    mail = OutgoingMailFactory()

    with monkeypatch.context() as away:
        away.setattr(connections["default"], "is_usable", lambda: False)
        with pytest.raises(OperationalError):
            post.hand_out(now=NOW)

    mail.refresh_from_db()
    assert mail.state == State.SENDING
    composer(lambda mail, at: Letter("Due today", "Call."))
    assert post.hand_out(now=NOW + mail_book.LEASE - MINUTE) == outcome()
    assert post.hand_out(now=NOW + mail_book.LEASE + MINUTE) == outcome(sent=1)


def test_a_kind_of_mail_this_release_does_not_know_waits(server):
    mail = OutgoingMailFactory(kind="invitation")

    assert post.hand_out(now=NOW) == outcome(waiting=1)

    mail.refresh_from_db()
    assert (mail.state, mail.error) == (State.WAITING, "")
    assert mail.why_shown == "Nobody here composes “invitation”."


@pytest.mark.parametrize("answer", ["451 4.3.0 Try again later", "550 5.6.0 What is that?"])
def test_the_servers_words_take_the_place_of_ours(server, answer):
    server.answers_to_data = [answer]
    mail = OutgoingMailFactory(
        why="Nobody here composes “%(kind)s”.", why_values={"kind": "digest"}, state=State.WAITING
    )

    post.hand_out(now=NOW)

    mail.refresh_from_db()
    assert (mail.error, mail.why, mail.why_values) == (answer, "", {})


def test_a_temporary_refusal_is_tried_again_with_growing_pauses(server):
    server.answers_to_data = ["451 4.3.0 Try again later"] * 3
    mail = OutgoingMailFactory()
    pauses = []
    now = NOW

    for _ in range(3):
        assert post.hand_out(now=now) == outcome(waiting=1)
        mail.refresh_from_db()
        pauses.append(round((mail.send_after - now) / MINUTE))
        assert post.hand_out(now=mail.send_after - MINUTE / 2) == outcome()
        now = mail.send_after

    assert (mail.state, mail.error) == (State.WAITING, "451 4.3.0 Try again later")
    assert pauses == [1, 2, 4]
    assert post.hand_out(now=now) == outcome(sent=1)
    assert len(server.received) == 1


def test_after_two_days_of_trying_a_mail_has_failed(server):
    server.answers_to_data = ["451 4.3.0 Try again later"]
    mail = OutgoingMailFactory(state=State.WAITING, attempts=mail_book.MOST_ATTEMPTS - 1)

    assert post.hand_out(now=NOW) == outcome(failed=1)

    mail.refresh_from_db()
    assert (mail.state, mail.error) == (State.FAILED, "451 4.3.0 Try again later")


def test_the_pauses_add_up_to_two_days():
    tries = range(1, mail_book.MOST_ATTEMPTS)

    assert sum((mail_book.pause(n) for n in tries), timedelta()) == timedelta(hours=47, minutes=3)


def test_a_refused_address_fails_in_the_servers_words_and_stops_no_other(server):
    server.answers_by_address = {"gone@example.org": "550 5.1.1 No such user"}
    refused = OutgoingMailFactory(to="gone@example.org")
    others = OutgoingMailFactory.create_batch(2)

    assert post.hand_out(now=NOW) == outcome(sent=2, failed=1)

    refused.refresh_from_db()
    assert (refused.state, refused.error) == (State.FAILED, "550 5.1.1 No such user")
    assert [one["To"] for one in server.received] == [one.to for one in others]


def test_what_was_due_long_ago_and_fails_now_is_told_among_what_failed_lately(server):
    server.answers_by_address = {"gone@example.org": "550 5.1.1 No such user"}
    OutgoingMailFactory(to="gone@example.org", send_after=NOW - timedelta(days=8))

    post.hand_out(now=NOW)

    assert OutgoingMail.objects.failed_lately(NOW + timedelta(hours=23)).count() == 1
    assert OutgoingMail.objects.failed_lately(NOW + timedelta(hours=25)).count() == 0


def test_a_mail_without_an_address_fails(server):
    mail = OutgoingMailFactory(to="")

    assert post.hand_out(now=NOW) == outcome(failed=1)

    mail.refresh_from_db()
    assert (mail.error, mail.why_shown) == ("", "The mail has no recipient.")


def test_what_is_no_mail_fails_in_our_words_and_those_of_what_broke(server, composer):
    composer(lambda mail, at: Letter("Due", "Call."))
    mail = OutgoingMailFactory(to="two@example.org\nlines@example.org")

    assert post.hand_out(now=NOW) == outcome(failed=1)

    mail.refresh_from_db()
    assert mail.why_shown == "This is no mail that a server could be given."
    assert mail.error.startswith("Invalid address")


def test_a_server_that_hangs_up_is_called_again(server):
    server.answers_to_data = ["421 4.3.2 Shutting down"]
    first, second = OutgoingMailFactory.create_batch(2)

    assert post.hand_out(now=NOW) == outcome(sent=1, waiting=1)

    first.refresh_from_db()
    assert (first.state, first.error) == (State.WAITING, "421 4.3.2 Shutting down")
    assert [one["To"] for one in server.received] == [second.to]
    assert server.connections == 2


def test_while_the_server_is_away_one_mail_tries_and_the_others_wait(settings, composer):
    send_to(settings, free_port())
    first, second = OutgoingMailFactory.create_batch(2)

    assert post.hand_out(now=NOW) == outcome(waiting=1)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.WAITING, State.QUEUED)
    assert re.search("refused", first.error)
    with smtp_server() as (box, port):
        send_to(settings, port)
        assert post.hand_out(now=NOW + 2 * MINUTE) == outcome(sent=2)
    assert [one["To"] for one in box.received] == [second.to, first.to]


def test_while_the_server_refuses_us_no_mail_fails(server):
    server.answer_to_sender = "550 5.7.1 Who are you?"
    first, second = OutgoingMailFactory.create_batch(2)

    assert post.hand_out(now=NOW) == outcome(waiting=1)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.error) == (State.WAITING, "550 5.7.1 Who are you?")
    assert second.state == State.QUEUED


def test_a_file_goes_along_whole_with_every_parameter_of_its_type(server, composer):
    content = "SUMMARY:はじめての面談 – é\r\n".encode()
    entry = Attachment("talk.ics", content, "text/calendar; method=REQUEST")
    composer(lambda mail, at: Letter("First talk", "See the file.\n", attachments=(entry,)))
    OutgoingMailFactory()

    post.hand_out(now=NOW)

    (message,) = server.received
    words, part = message.iter_parts()
    assert [one.get_content_type() for one in words.iter_parts()] == ["text/plain", "text/html"]
    assert part.get_content_type() == "text/calendar"
    assert dict(part["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert (part.get_filename(), part.get_payload(decode=True)) == ("talk.ics", content)


def test_a_subject_is_one_line(composer):
    composer(lambda mail, at: Letter("Due\r\ntoday:  Yazaki", "Call."))
    OutgoingMailFactory()

    post.hand_out(now=NOW)

    assert [one.subject for one in django_mail.outbox] == ["Due today: Yazaki"]


def test_a_queued_mail_nudges_a_worker_by_name_once_it_is_committed(
    officer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        for at_once, key in [(True, "a"), (True, "a"), (False, "b")]:
            post.queue(
                key=key,
                kind="digest",
                office=officer.office,
                to=officer.email,
                send_after=NOW,
                at_once=at_once,
            )

    assert callbacks == [post.nudge]
    assert tasks.hand_out.name == post.HAND_OUT


def test_a_nudge_asks_a_worker_to_hand_out(monkeypatch):
    app = queue_on("memory://", monkeypatch)
    monkeypatch.setattr(post, "queue_app", app)
    with app.connection_for_write() as connection:
        queue = connection.SimpleQueue("celery")

        post.nudge()

        message = queue.get(timeout=2)
        assert message.headers["task"] == post.HAND_OUT


@pytest.mark.parametrize("broker", ["redis://127.0.0.1:1/0", "filesystem://localhost"])
def test_without_a_queue_a_nudge_is_only_a_warning(broker, monkeypatch, caplog, tmp_path):
    folder = tmp_path / "missing" if broker.startswith("filesystem") else None
    monkeypatch.setattr(post, "queue_app", queue_on(broker, monkeypatch, folder))

    post.nudge()

    assert "The queue is away" in caplog.text

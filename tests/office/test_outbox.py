"""Cancelling a mail, sending it again, and addresses that are stopped, with a real mail server."""

from datetime import UTC, datetime, timedelta

import pytest

from itpo.office import composing, mail_book, outbox, post
from itpo.office.mail_server import is_about_the_address
from itpo.office.models import OutgoingMail, StoppedAddress
from itpo.office.post import Letter
from itpo.office.states import NotPossible
from tests.factories import OutgoingMailFactory, StoppedAddressFactory
from tests.racing import at_once
from tests.smtp import smtp_server

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GONE = "gone@example.org"
NO_SUCH_USER = "550 5.1.1 No such user"
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


def states() -> list[tuple[str, str, int]]:
    rows = OutgoingMail.objects.order_by("pk")
    return list(rows.values_list("key", "state", "attempts"))


def received(server) -> list[str]:
    return [mail["Subject"] for mail in server.received]


def test_an_address_that_is_refused_for_good_is_stopped_in_the_servers_words(server):
    server.answers_by_address = {"Gone@Example.org": NO_SUCH_USER}
    mail = OutgoingMailFactory(to="Gone@Example.org")

    post.hand_out(now=NOW)

    (stop,) = StoppedAddress.objects.all()
    assert (stop.address, stop.said, stop.mail) == (GONE, NO_SUCH_USER, mail)
    assert (NOW <= stop.since < NOW + MINUTE, stop.cleared_at) == (True, None)


def test_what_else_goes_to_a_stopped_address_waits_untouched_until_it_is_cleared(server, manager):
    server.answers_by_address = {GONE: NO_SUCH_USER}
    OutgoingMailFactory(key="refused", to=GONE)
    OutgoingMailFactory(key="claimed with it", to=GONE)
    OutgoingMailFactory(key="another's")
    post.hand_out(now=NOW)
    OutgoingMailFactory(key="entered later", to="GONE@example.org")

    assert post.hand_out(now=NOW + MINUTE).sent == 0

    assert states() == [
        ("refused", "failed", 1),
        ("claimed with it", "queued", 0),
        ("another's", "sent", 1),
        ("entered later", "queued", 0),
    ]
    assert received(server) == ["another's"]
    server.answers_by_address = {}
    outbox.clear(stop=StoppedAddress.objects.get(), by=manager, at=NOW + 2 * MINUTE)
    assert post.hand_out(now=NOW + 2 * MINUTE).sent == 2
    assert received(server) == ["another's", "claimed with it", "entered later"]


def test_what_waits_for_a_stopped_address_too_long_is_missed(server):
    StoppedAddressFactory(address=GONE)
    OutgoingMailFactory(key="late", to=GONE, send_before=NOW + 2 * MINUTE)

    first, second = post.hand_out(now=NOW), post.hand_out(now=NOW + 2 * MINUTE)

    assert (first.missed, second.missed, received(server)) == (0, 1, [])


def test_an_address_that_is_refused_after_it_was_cleared_is_stopped_again(server, manager):
    server.answers_by_address = {GONE: NO_SUCH_USER}
    stop = StoppedAddressFactory(address=GONE, since=NOW - MINUTE)
    outbox.clear(stop=stop, by=manager, at=NOW)
    mail = OutgoingMailFactory(to=GONE)

    post.hand_out(now=NOW)

    assert list(StoppedAddress.objects.standing().values_list("address", "mail")) == [
        (GONE, mail.pk)
    ]
    assert StoppedAddress.objects.count() == 2


@pytest.mark.parametrize(
    "answer", ["554 5.7.1 Relay access denied", "550 5.1.8 Bad sender", "552 5.3.4 Too big"]
)
def test_a_refusal_that_is_not_about_the_address_stops_nothing_else(server, answer):
    server.answers_by_address = {GONE: answer}
    OutgoingMailFactory(key="refused", to=GONE)
    post.hand_out(now=NOW)
    server.answers_by_address = {}
    OutgoingMailFactory(key="next", to=GONE)

    post.hand_out(now=NOW)

    assert (received(server), StoppedAddress.objects.count()) == (["next"], 0)
    assert states()[0] == ("refused", "failed", 1)


def test_a_mail_refused_for_what_it_says_does_not_stop_its_address(server):
    server.answers_to_data = ["554 Transaction failed: looks like spam"]
    OutgoingMailFactory(key="refused", to=GONE)
    OutgoingMailFactory(key="next", to=GONE)

    post.hand_out(now=NOW)

    assert received(server) == ["next"]


def test_a_server_that_wants_us_to_log_in_fails_no_mail(server):
    server.answers_by_address = {GONE: "530 5.7.0 Authentication required"}
    OutgoingMailFactory(key="one", to=GONE)
    OutgoingMailFactory(key="two")

    post.hand_out(now=NOW)

    assert states() == [("one", "waiting", 1), ("two", "queued", 0)]


@pytest.mark.parametrize(
    ("code", "words", "to_address", "is_it"),
    [
        (550, "5.1.1 No such user", True, True),
        (550, "5.1.1 No such user", False, True),  # some say so only after the mail
        (550, "5.1.10 Recipient not found", True, True),
        (550, "5.2.1 Mailbox disabled", True, True),
        (552, "5.2.2 Mailbox full", True, True),
        (552, "5.2.3 Too long", True, False),
        (550, "5.4.1 Recipient address rejected: Access denied", True, True),
        (553, "5.1.7 Invalid sender", True, False),
        (550, "5.7.1 Blocked", True, False),
        (550, "No such user", True, True),
        (550, "5.0.0 No such user", True, True),
        (550, "We do not like this text", False, False),
        (554, "Relay access denied", True, False),
    ],
)
def test_what_a_refusal_is_about(code, words, to_address, is_it):
    assert is_about_the_address(code, words, to_address=to_address) == is_it


def test_a_stop_is_cleared_once_and_says_by_whom(manager):
    stop = StoppedAddressFactory()
    outbox.clear(stop=stop, by=manager, at=NOW + MINUTE)

    with pytest.raises(NotPossible):
        outbox.clear(stop=stop, by=manager, at=NOW + 2 * MINUTE)

    assert (stop.cleared_at, stop.cleared_by) == (NOW + MINUTE, manager)


@pytest.mark.parametrize("state", ["queued", "waiting"])
def test_what_is_not_sent_yet_can_be_cancelled(server, manager, state):
    mail = OutgoingMailFactory(state=state)

    outbox.cancel(mail=mail, why="Sent by hand.", by=manager, at=NOW)

    assert (mail.state, mail.why, mail.cancelled_by) == ("cancelled", "Sent by hand.", manager)
    assert post.hand_out(now=NOW).sent == 0


@pytest.mark.parametrize(
    "given",
    [
        {"state": "sending", "leased_until": NOW},
        {"state": "sent", "sent_at": NOW},
        {"state": "failed"},
        {"state": "missed"},
        {"state": "cancelled"},
    ],
    ids=lambda given: given["state"],
)
def test_what_is_sent_or_over_cannot_be_cancelled(manager, given):
    mail = OutgoingMailFactory(**given)

    with pytest.raises(NotPossible, match="It cannot be cancelled any more"):
        outbox.cancel(mail=mail, why="Too late.", by=manager, at=NOW)

    assert (mail.state, mail.cancelled_by) == (given["state"], None)


def test_cancelling_asks_why(manager):
    mail = OutgoingMailFactory()

    with pytest.raises(NotPossible, match="Say why"):
        outbox.cancel(mail=mail, why="  ", by=manager, at=NOW)


def test_cancelling_lets_go_what_waits_behind_it(server, manager):
    mail = OutgoingMailFactory(order_key="talk:7", send_after=NOW + MINUTE)
    OutgoingMailFactory(key="behind", order_key="talk:7")
    assert post.hand_out(now=NOW).sent == 0

    outbox.cancel(mail=mail, why="Sent by hand.", by=manager, at=NOW)
    post.hand_out(now=NOW)

    assert received(server) == ["behind"]


@pytest.mark.parametrize(
    "given",
    [{"state": "sent", "sent_at": NOW}, {"state": "failed"}, {"state": "missed"}],
    ids=lambda given: given["state"],
)
def test_a_mail_is_sent_again_as_a_row_of_its_own(server, manager, given):
    mail = OutgoingMailFactory(
        about={"visit": 7}, send_before=NOW - MINUTE, order_key="talk:7", **given
    )

    again = outbox.resend(mail=mail, by=manager, at=NOW)

    assert (again.key, again.resend_of, again.resent_by) == (f"resend:{mail.pk}:1", mail, manager)
    same = ("kind", "office", "user", "to", "about", "is_restricted", "order_key")
    assert [getattr(again, one) for one in same] == [getattr(mail, one) for one in same]
    assert post.hand_out(now=NOW).sent == 1
    assert server.received[0]["Message-ID"] == again.message_id != mail.message_id
    mail.refresh_from_db()
    assert mail.state == given["state"]


@pytest.mark.parametrize("state", ["queued", "waiting", "cancelled"])
def test_what_is_still_to_be_sent_or_was_cancelled_is_not_sent_again(manager, state):
    with pytest.raises(NotPossible, match="Only what was sent, failed or missed"):
        outbox.resend(mail=OutgoingMailFactory(state=state), by=manager, at=NOW)


def test_a_mail_is_not_sent_again_twice_at_a_time(server, manager):
    mail = OutgoingMailFactory(state="failed")
    outbox.resend(mail=mail, by=manager, at=NOW)

    with pytest.raises(NotPossible, match="already"):
        outbox.resend(mail=mail, by=manager, at=NOW)

    post.hand_out(now=NOW)
    assert outbox.resend(mail=mail, by=manager, at=NOW).key == f"resend:{mail.pk}:2"


def test_of_a_mail_and_what_was_sent_instead_one_is_sent_again_at_a_time(manager):
    first = OutgoingMailFactory(state="failed")
    again = outbox.resend(mail=first, by=manager, at=NOW)
    OutgoingMail.objects.update(state="failed")

    third = outbox.resend(mail=again, by=manager, at=NOW)

    assert (third.key, third.resend_of) == (f"resend:{first.pk}:2", first)
    for mail in (first, again):
        with pytest.raises(NotPossible, match="being sent again already"):
            outbox.resend(mail=mail, by=manager, at=NOW)


def test_what_its_rule_enters_again_is_not_sent_again_beside_it(manager):
    first = OutgoingMailFactory(state="queued")
    again = OutgoingMailFactory(state="failed", resend_of=first)

    with pytest.raises(NotPossible, match="being sent again already"):
        outbox.resend(mail=again, by=manager, at=NOW)


def test_a_stopped_address_and_a_waiting_order_keep_nobody_else_from_leaving(server, monkeypatch):
    monkeypatch.setattr(mail_book, "AT_A_TIME", 2)
    StoppedAddressFactory(address=GONE)
    OutgoingMailFactory.create_batch(5, to=GONE)
    OutgoingMailFactory(key="first", order_key="talk:7", state="waiting", send_after=NOW + MINUTE)
    for number in range(5):
        OutgoingMailFactory(key=f"behind {number}", order_key="talk:7")
    OutgoingMailFactory(key="free", send_after=NOW + MINUTE / 2)

    assert post.hand_out(now=NOW + MINUTE / 2).sent == 1

    assert received(server) == ["free"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_mail_is_cancelled_or_sent_never_both(server, manager):
    mails = OutgoingMailFactory.create_batch(30)

    def cancel_all():
        for mail in mails:
            try:
                outbox.cancel(mail=mail, why="Sent by hand.", by=manager, at=NOW)
            except NotPossible:
                continue

    at_once([cancel_all, lambda: post.hand_out(now=NOW), lambda: post.hand_out(now=NOW)])

    sent = OutgoingMail.objects.filter(state="sent").order_by("pk").values_list("key", flat=True)
    assert sorted(received(server)) == sorted(sent)
    left = OutgoingMail.objects.exclude(state__in=["sent", "cancelled"])
    assert list(left.values_list("state", flat=True)) == []

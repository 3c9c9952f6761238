"""Where a mail goes that was queued before its reader moved, and what somebody died sending."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail

from itpo.office import composing, delivery, lookups, mail_book, outbox, post
from itpo.office.claimed_mails import look_up_people
from itpo.office.mail_server import MailServer
from itpo.office.models import Office, OutgoingMail, User
from itpo.office.post import Letter
from itpo.reminders import digest
from tests.factories import (
    FollowUpFactory,
    OutgoingMailFactory,
    StoppedAddressFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)  # nine o'clock on a Friday in Tokyo
MINUTE = timedelta(minutes=1)
OLD, NEW = "old@example.org", "new@example.org"
State = OutgoingMail.State


def to(address, officer):
    officer.email = address
    officer.save()


@pytest.fixture
def reader(officer):
    """Whose daily mail was queued for an address they have no more."""
    to(OLD, officer)
    FollowUpFactory(owner=officer)
    digest.queue_due(now=NOW)
    assert OutgoingMail.objects.get().to == OLD
    to(NEW, officer)
    return officer


def sent_to(now=NOW):
    django_mail.outbox.clear()
    post.hand_out(now=now)
    return [mail.to for mail in django_mail.outbox]


def test_a_mail_to_who_logs_in_goes_where_they_are_by_now(reader):
    assert sent_to() == [[NEW]]

    assert OutgoingMail.objects.get().to == NEW


def test_sent_again_it_goes_where_they_are_by_now(reader, manager):
    sent_to()
    to("newest@example.org", reader)

    again = outbox.resend(mail=OutgoingMail.objects.get(), by=manager, at=NOW)

    assert again.to == "newest@example.org"
    to("last@example.org", reader)
    assert sent_to() == [["last@example.org"]]


@pytest.mark.parametrize(("stopped", "sent"), [(OLD, [[NEW]]), (NEW, [])])
def test_whether_it_is_stopped_goes_by_the_address_they_have_now(reader, stopped, sent):
    stop = StoppedAddressFactory(address=stopped)

    shown = OutgoingMail.objects.unsettled().with_stops().get()

    assert shown.stopped_by == (None if sent else stop.pk)
    assert sent_to() == sent


def test_what_leaves_in_an_order_keeps_to_the_address_it_is_about(reader):
    OutgoingMail.objects.update(order_key="invite:1")

    assert sent_to() == [[OLD]]


def test_what_somebody_died_sending_may_have_left_whatever_becomes_of_it(officer):
    visit = VisitFactory(officer=officer)
    about = {"rule": 0, "cause": visit.pk, "person": "delegate:1"}
    dead = {"state": State.SENDING, "leased_until": NOW - MINUTE, "kind": "rule", "about": about}
    OutgoingMailFactory(**dead)
    OutgoingMailFactory(**dead, order_key="invite:1")
    OutgoingMailFactory(kind="rule", about=about)

    post.hand_out(now=NOW)

    rows = OutgoingMail.objects.order_by("pk").values_list("state", "may_have_left")
    assert list(rows) == [("cancelled", True), ("cancelled", False), ("cancelled", False)]


@pytest.fixture
def slowly(officer, monkeypatch):
    """Mails to a colleague and to the officer; while the first is sent, something happens."""
    monkeypatch.setattr(delivery, "FRESH", timedelta(milliseconds=50))
    to(OLD, officer)
    OutgoingMailFactory(user=UserFactory(office=officer.office), key="first")
    OutgoingMailFactory(user=officer, key="second")

    def meanwhile(happens):
        def compose(mail, at):
            if mail.key == "first":
                happens()
                time.sleep(0.1)
            return Letter("Due", "Call.") if mail.user.is_active else None

        monkeypatch.setitem(composing._composers, "digest", compose)

    return meanwhile


def test_whose_address_changes_while_the_mail_is_in_hand_gets_it_at_the_new_one(slowly, officer):
    slowly(lambda: User.objects.filter(pk=officer.pk).update(email=NEW))

    assert sent_to()[1:] == [[NEW]]

    second = OutgoingMail.objects.get(key="second")
    assert (second.state, second.to, second.attempts) == (State.SENT, NEW, 1)


def test_who_leaves_while_the_mail_is_in_hand_gets_none(slowly, officer):
    slowly(lambda: User.objects.filter(pk=officer.pk).update(is_active=False))

    assert len(sent_to()) == 1

    assert OutgoingMail.objects.get(key="second").state == State.CANCELLED


def test_a_letterhead_that_changes_while_the_mail_is_in_hand_heads_it(slowly, officer):
    slowly(lambda: Office.objects.filter(pk=officer.office_id).update(phone="+81 3 5555 0100"))

    sent_to()

    first, second = (mail.alternatives[0][0] for mail in django_mail.outbox)
    assert ("5555 0100" in first, "5555 0100" in second) == (False, True)


class Died(BaseException):
    """The process is gone."""


def test_a_mail_that_kills_its_senders_drags_no_other_along(officer, monkeypatch):
    def compose(mail, at):
        if mail.key == "deadly":
            raise Died
        return Letter("Due", "Call.")

    monkeypatch.setitem(composing._composers, "digest", compose)
    for key in ("before", "deadly", "after", "last"):
        OutgoingMailFactory(key=key)

    for death in range(4):
        with pytest.raises(Died):
            post.hand_out(now=NOW + death * (mail_book.LEASE + MINUTE))
        OutgoingMailFactory(key=f"new {death}")
    post.hand_out(now=NOW + 3 * (mail_book.LEASE + MINUTE) + MINUTE)

    rows = OutgoingMail.objects.order_by("pk").values_list("key", "state", "attempts")
    assert list(rows) == [
        ("before", "sent", 1),
        ("deadly", "sending", 4),
        ("after", "sent", 2),
        ("last", "sent", 2),
        *((f"new {death}", "sent", 1) for death in range(4)),
    ]


@pytest.mark.parametrize("mails", [1, 3])
def test_readers_and_offices_are_found_anew_in_two_queries(mails, django_assert_num_queries):
    in_hand = OutgoingMailFactory.create_batch(mails)

    with django_assert_num_queries(2):
        look_up_people(in_hand)


@pytest.mark.parametrize(
    ("change", "left"), [({"email": NEW}, [[NEW]]), ({"is_active": False}, []), ({}, [[OLD]])]
)
def test_what_a_line_opened_for_long_brings_is_composed_anew(officer, monkeypatch, change, left):
    monkeypatch.setattr(delivery, "FRESH", timedelta(milliseconds=50))
    to(OLD, officer)
    OutgoingMailFactory(user=officer)
    open_line = MailServer.open
    said = []

    def open_slowly(line):
        if line.connection is None:
            time.sleep(0.1)
            User.objects.filter(pk=officer.pk).update(language="fr", **change)
        open_line(line)

    def compose(mail, at):
        language = lookups.once("language", lambda: User.objects.get(pk=officer.pk).language)
        said.append((mail.user.language, language))
        return Letter("Due", "Call.") if mail.user.is_active else None

    monkeypatch.setattr(MailServer, "open", open_slowly)
    monkeypatch.setitem(composing._composers, "digest", compose)

    assert sent_to() == left

    assert said == [("en", "en"), ("fr", "fr")]

"""What is written to who registers for an event, in their language."""

import email
from datetime import timedelta

import pytest
from icalendar import Calendar

from investors import events, registrations
from investors.models import Event
from itpo.office import links
from itpo.office.models import OutgoingMail
from tests.investors.gatherings import AFTER, NOW, open_event, register
from tests.portal.links import sent

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=5)


def letters(mailoutbox, now=LATER):
    return [(one.to[0], one.subject) for one in sent(mailoutbox, now)]


def entry_of(mail):
    """The calendar's entry that goes along with a mail."""
    (part,) = [
        one
        for one in email.message_from_bytes(mail.message().as_bytes()).walk()
        if one.get_content_type() == "text/calendar"
    ]
    (event,) = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    return event


def test_a_seat_is_confirmed_with_a_link_and_an_entry_for_the_calendar(mailoutbox):
    event = open_event(join_url="https://meet.example.org/1")
    row = register(event)

    (mail,) = sent(mailoutbox, LATER)

    assert mail.subject == "You are registered: Investing in Senegal"
    for words in ("Dear YAMADA Taro,", "4 Dec 2026, 14:00–16:00", "https://meet.example.org/1"):
        assert words in mail.body
    assert row.link.token() in mail.body
    assert entry_of(mail)["UID"].startswith(f"event-{event.pk}@")
    assert row.link.token() not in OutgoingMail.objects.get().body


def test_what_is_sent_later_has_a_higher_number_in_the_calendar(mailoutbox):
    row = register(open_event())
    registrations.tell(row, registrations.MOVED, LATER)

    entries = [entry_of(mail) for mail in sent(mailoutbox, LATER)]

    assert [entry["SEQUENCE"] for entry in entries] == [0, 1]
    assert entries[0]["UID"] == entries[1]["UID"]


def test_a_seat_without_a_day_has_no_entry(mailoutbox):
    row = register(open_event())
    Event.objects.filter(pk=row.event_id).update(
        begins="2026-12", begins_latest="2026-12-31", begins_earliest="2026-12-01"
    )

    (mail,) = sent(mailoutbox, LATER)

    assert mail.attachments == []


def test_who_waits_is_told_so_and_gets_no_entry(mailoutbox):
    event = open_event(seats=1, join_url="https://meet.example.org/1")
    register(event, "First")
    register(event, "Second")

    _first, mail = sent(mailoutbox, LATER)

    assert mail.subject == "You are on the waiting list: Investing in Senegal"
    assert "meet.example.org" not in mail.body
    assert mail.attachments == []


def test_who_moves_up_is_told_and_whose_mail_is_out_of_date_is_not_sent(mailoutbox):
    event = open_event(seats=1)
    first, second = register(event, "First"), register(event, "Second")
    registrations.give_back(registration=first, at=LATER)

    assert letters(mailoutbox) == [
        (first.email, "Your registration is cancelled: Investing in Senegal"),
        (second.email, "A seat for you: Investing in Senegal"),
    ]


def test_who_registers_again_is_told_that_they_are_registered(mailoutbox):
    event = open_event()
    register(event)
    sent(mailoutbox, LATER)
    register(event, at=LATER)

    (mail,) = sent(mailoutbox, LATER)

    assert "You are registered already, and nothing was changed." in mail.body


def test_who_was_coming_hears_why_it_does_not_take_place(mailoutbox, officer):
    event = open_event(office=officer.office)
    register(event)
    sent(mailoutbox, LATER)
    events.change_state(
        event=event, to="cancelled", by=officer, at=LATER, because="The speaker is ill."
    )

    (mail,) = sent(mailoutbox, LATER)

    assert mail.subject == "The event is cancelled: Investing in Senegal"
    assert "Why: The speaker is ill." in mail.body


def test_said_to_take_place_after_all_nobody_is_told_it_does_not(mailoutbox, officer):
    event = open_event(office=officer.office)
    register(event)
    sent(mailoutbox, LATER)
    events.change_state(event=event, to="cancelled", by=officer, at=LATER, because="Storm")
    events.change_state(event=event, to="planned", by=officer, at=LATER)

    assert letters(mailoutbox) == []


def test_another_place_is_told_with_the_same_entry(mailoutbox, officer):
    event = open_event(office=officer.office)
    register(event)
    (before,) = sent(mailoutbox, LATER)
    event.place = "Sample hall 2"
    events.change(event=event, by=officer, at=LATER)

    (mail,) = sent(mailoutbox, LATER)

    assert mail.subject == "Changed: Investing in Senegal"
    assert "Sample hall 2" in mail.body
    assert entry_of(mail)["UID"] == entry_of(before)["UID"]


def test_nothing_is_sent_once_the_event_is_over_or_the_link_revoked(mailoutbox):
    first = register(open_event())
    assert letters(mailoutbox, AFTER) == []

    second = register(open_event(), "Other")
    links.revoke(link=second.link, at=NOW)

    assert letters(mailoutbox) == []
    assert first.pk != second.pk


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("fr", "Vous êtes inscrit(e) : Le Sénégal", "Vous avez une place."),
        ("ja", "お申し込みを受け付けました：セネガル投資セミナー", "お席を確保いたしました。"),
    ],
)
def test_a_seat_is_confirmed_in_the_language_one_registered_in(
    mailoutbox, language, subject, words
):
    event = open_event(name_fr="Le Sénégal", name_ja="セネガル投資セミナー")
    register(event, language=language)

    (mail,) = sent(mailoutbox, LATER)

    assert mail.subject == subject
    assert words in mail.body

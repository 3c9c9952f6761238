"""Registering for an event: seats, the waiting list, moving up, giving back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from investors import registrations
from investors.models import Event, EventRegistration
from itpo.office import links
from itpo.office.models import OutgoingMail, PersonalLink
from itpo.office.states import NotPossible
from tests.factories import ContactFactory, EventRegistrationFactory
from tests.investors.gatherings import AFTER, NOW, State, kinds, open_event, register, states

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def test_a_visitor_gets_a_seat_a_link_and_a_mail():
    event = open_event(seats=2)

    row = register(event, language="ja", wants_news=True)

    assert (row.name, row.state, row.language) == ("YAMADA Taro", State.REGISTERED, "ja")
    assert (row.registered_at, row.consented_at, row.wants_news) == (NOW, NOW, True)
    link = row.link
    assert (link.purpose, link.language) == (PersonalLink.Purpose.EVENT, "ja")
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.to) == ("event.seat", "yamada@example.org")
    assert mail.about == {"registration": row.pk}


@pytest.mark.parametrize(
    ("family", "given", "name"),
    [("山田", "太郎", "山田太郎"), ("Diop", "Awa", "DIOP Awa"), ("ヤマダ", "", "ヤマダ")],
)
def test_a_name_stands_in_lists_as_its_script_is_written(family, given, name):
    assert register(open_event(), family, given_name=given, email="a@example.org").name == name


def test_who_comes_after_the_last_seat_waits():
    event = open_event(seats=1)

    for name in ("First", "Second", "Third"):
        register(event, name)

    assert [state for _name, state in states(event)] == [
        State.REGISTERED,
        State.WAITING_LIST,
        State.WAITING_LIST,
    ]
    assert kinds() == ["event.seat", "event.waiting", "event.waiting"]


def test_an_address_is_registered_once_and_told_so_by_mail_once_an_hour():
    event = open_event(seats=5)
    first = register(event)

    again = register(event, "Other", email="YAMADA@example.org")
    register(event, "Other", email="yamada@example.org", at=NOW + timedelta(minutes=5))
    register(event, "Other", email="yamada@example.org", at=NOW + timedelta(hours=1))

    assert again.pk == first.pk
    assert states(event) == [("YAMADA Taro", State.REGISTERED)]
    assert kinds() == ["event.seat", "event.asked_again", "event.asked_again"]


def test_who_an_officer_put_down_gets_a_link_when_they_register_themselves():
    event = open_event()
    EventRegistrationFactory(event=event, name="Guest", email="guest@example.org")

    row = register(event, "Guest", email="guest@example.org")

    assert row.link is not None
    assert kinds() == ["event.asked_again"]


def test_a_registration_is_matched_to_the_contact_of_its_address():
    contact = ContactFactory(email="Yamada@example.org")

    assert register(open_event()).contact == contact


def test_an_address_two_contacts_share_is_matched_to_neither():
    ContactFactory.create_batch(2, email="yamada@example.org")

    assert register(open_event()).contact is None


CLOSED = [
    ({"state": Event.State.PLANNED}, NOW, "The registration is not open yet."),
    ({"state": Event.State.CLOSED}, NOW, "The registration is closed."),
    (
        {"state": Event.State.CANCELLED, "cancelled_because": "Storm"},
        NOW,
        "The event is cancelled.",
    ),
    ({"state": Event.State.HELD}, NOW, "The event is over."),
    ({}, AFTER, "The event is over."),
    ({}, datetime(2026, 12, 4, 5, 0, tzinfo=UTC), "The event has begun."),
    ({"registration_closes_on": date(2026, 11, 20)}, NOW, "One could register until 20 Nov 2026."),
]


@pytest.mark.parametrize(("given", "at", "sentence"), CLOSED)
def test_nobody_registers_for_an_event_that_is_not_open(given, at, sentence):
    event = open_event(**given)

    with pytest.raises(NotPossible, match=sentence):
        register(event, at=at)

    assert not EventRegistration.objects.exists()
    assert kinds() == []


def test_a_fair_can_be_registered_for_until_the_day_that_was_named():
    event = open_event(ends="2026-12-06", registration_closes_on=date(2026, 12, 5))

    row = register(event, at=datetime(2026, 12, 5, 3, 0, tzinfo=UTC))

    assert row.state == State.REGISTERED


def test_a_wrong_address_is_refused_and_nothing_written():
    with pytest.raises(ValidationError):
        register(open_event(), email="nobody")

    assert not EventRegistration.objects.exists()


def test_who_waits_longest_moves_up_when_a_seat_is_given_back():
    event = open_event(seats=1)
    first, second, third = (
        register(event, name, at=NOW + timedelta(minutes=minute))
        for minute, name in enumerate(("First", "Second", "Third"))
    )

    registrations.give_back(registration=first, at=LATER)

    assert [state for _name, state in states(event)] == [
        State.CANCELLED,
        State.REGISTERED,
        State.WAITING_LIST,
    ]
    told = OutgoingMail.objects.order_by("pk").values_list("kind", "to")[3:]
    assert list(told) == [("event.given_back", first.email), ("event.moved_up", second.email)]
    assert third.state == State.WAITING_LIST


def test_who_waited_and_cancels_frees_no_seat():
    event = open_event(seats=1)
    _first, second, _third = (register(event, name) for name in ("First", "Second", "Third"))

    registrations.give_back(registration=second, at=LATER)

    assert [state for _name, state in states(event)] == ["registered", "cancelled", "waiting_list"]


def test_who_cancelled_and_comes_back_stands_at_the_end():
    event = open_event(seats=1)
    first = register(event, "First")
    register(event, "Second")
    registrations.give_back(registration=first, at=LATER)

    again = register(event, "First", at=LATER + timedelta(minutes=1))

    assert (again.pk, again.link) == (first.pk, first.link)
    assert states(event) == [("FIRST Taro", "waiting_list"), ("SECOND Taro", "registered")]


def test_a_registration_is_cancelled_once():
    row = register(open_event())
    registrations.give_back(registration=row, at=NOW)

    with pytest.raises(NotPossible, match="cancelled already"):
        registrations.give_back(registration=row, at=NOW)


def test_nothing_is_cancelled_once_the_event_is_over():
    row = register(open_event())

    with pytest.raises(NotPossible, match="The event is over"):
        registrations.give_back(registration=row, at=AFTER)


def test_nobody_moves_up_once_the_event_has_begun():
    event = open_event(seats=1)
    first = register(event, "First")
    register(event, "Second")

    registrations.give_back(registration=first, at=datetime(2026, 12, 4, 5, 30, tzinfo=UTC))

    assert [state for _name, state in states(event)] == ["cancelled", "waiting_list"]


def test_an_officer_puts_somebody_down_on_the_last_seat_and_the_next_waits(officer):
    event = open_event(office=officer.office, seats=1)
    rows = [EventRegistration(event=event, name=name) for name in ("Guest", "Other")]

    for row in rows:
        registrations.add(registration=row, by=officer, at=NOW)

    assert states(event) == [("Guest", "registered"), ("Other", "waiting_list")]
    assert kinds() == []  # nobody left an address


def test_an_officer_may_put_down_who_was_at_a_past_event(officer):
    event = open_event(office=officer.office, state=Event.State.HELD, seats=1)

    for name in ("Guest", "Other"):
        row = EventRegistration(event=event, name=name, email=f"{name}@example.org")
        registrations.add(registration=row, by=officer, at=AFTER)

    assert states(event) == [("Guest", "registered"), ("Other", "registered")]
    assert kinds() == []


def test_nobody_is_put_down_for_an_event_that_is_cancelled(officer):
    event = open_event(state=Event.State.CANCELLED, cancelled_because="Storm")

    with pytest.raises(NotPossible, match="The event is cancelled"):
        registrations.add(
            registration=EventRegistration(event=event, name="Guest"), by=officer, at=NOW
        )


def test_a_registration_made_by_mistake_is_gone_and_its_seat_is_passed_on(officer):
    event = open_event(seats=1)
    first = register(event, "First")
    register(event, "Second")

    registrations.remove(registration=first, by=officer, at=LATER)

    assert states(event) == [("SECOND Taro", "registered")]
    link = PersonalLink.objects.get(pk=first.link_id)
    assert links.standing(link, link.token(), LATER) == links.Standing.REVOKED


def test_a_link_opens_until_a_month_after_the_event():
    event = open_event(begins="2027-06-01")

    row = register(event)

    assert row.link.expires_at.date() == date(2027, 7, 1)

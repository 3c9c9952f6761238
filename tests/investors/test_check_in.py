"""At the door of an event."""

import pytest
from django.core.exceptions import ValidationError

from investors import check_in, registrations
from investors.models import Event, EventRegistration
from itpo.office.states import NotPossible
from tests.factories import ContactFactory, EventRegistrationFactory
from tests.investors.gatherings import AFTER, NOW, State, open_event, register, states

pytestmark = pytest.mark.django_db


def walk_in(event, by, **given):
    known = {"name": "Guest", "organisation": "", "email": "", "at": AFTER}
    return check_in.walk_in(event=event, by=by, **{**known, **given})


@pytest.mark.parametrize("state", ["registered", "waiting_list", "cancelled"])
def test_somebody_is_here_and_then_what_they_were_before(state, officer):
    row = EventRegistrationFactory(event=open_event(office=officer.office), state=state)

    here = check_in.check_in(registration=row, by=officer, at=AFTER)
    check_in.undo(registration=row, by=officer)

    row.refresh_from_db()
    assert (here.state, here.joined_at) == (State.ATTENDED, AFTER)
    assert (row.state, row.joined_at) == (state, None)


def test_pressed_twice_somebody_is_here_once(officer):
    row = EventRegistrationFactory(event=open_event(office=officer.office))
    check_in.check_in(registration=row, by=officer, at=AFTER)

    with pytest.raises(NotPossible, match="checked in already"):
        check_in.check_in(registration=row, by=officer, at=AFTER)

    assert row.history.count() == 2


def test_who_is_not_here_cannot_be_taken_back(officer):
    row = EventRegistrationFactory(event=open_event(office=officer.office))

    with pytest.raises(NotPossible, match="is not checked in"):
        check_in.undo(registration=row, by=officer)


@pytest.mark.parametrize(
    ("given", "at", "sentence"),
    [
        ({}, NOW, "still to come"),
        (
            {"state": Event.State.CANCELLED, "cancelled_because": "Storm"},
            AFTER,
            "The event is cancelled",
        ),
    ],
)
def test_nobody_is_checked_in_at_an_event_that_is_not_on(given, at, sentence, officer):
    event = open_event(office=officer.office, **given)
    row = EventRegistrationFactory(event=event)

    with pytest.raises(NotPossible, match=sentence):
        check_in.check_in(registration=row, by=officer, at=at)
    with pytest.raises(NotPossible, match=sentence):
        walk_in(event, officer, at=at)

    assert states(event) == [(row.name, "registered")]


def test_who_comes_unannounced_takes_no_seat_away(officer):
    contact = ContactFactory(email="guest@example.org")
    event = open_event(office=officer.office, seats=1)

    row = walk_in(event, officer, email="guest@example.org", organisation="Works")

    assert (row.state, row.is_walk_in, row.contact) == (State.ATTENDED, True, contact)
    assert registrations.free(event) == 1


def test_who_comes_unannounced_and_is_registered_is_checked_in(officer):
    event = open_event(office=officer.office)
    registered = register(event)

    row = walk_in(event, officer, email="YAMADA@example.org")

    assert row.pk == registered.pk
    assert states(event) == [("YAMADA Taro", "attended")]


def test_sent_twice_somebody_came_once(officer):
    event = open_event(office=officer.office)
    walk_in(event, officer)

    with pytest.raises(NotPossible, match="is here already"):
        walk_in(event, officer)
    walk_in(event, officer, organisation="Works")

    assert states(event) == [("Guest", "attended"), ("Guest", "attended")]


def test_who_came_unannounced_by_mistake_is_gone_again(officer):
    row = walk_in(open_event(office=officer.office), officer)

    check_in.undo(registration=row, by=officer)

    assert not EventRegistration.objects.exists()


def test_a_wrong_address_at_the_door_is_refused(officer):
    with pytest.raises(ValidationError):
        walk_in(open_event(office=officer.office), officer, email="nobody")

    assert not EventRegistration.objects.exists()


def test_the_first_one_found_at_an_event_that_was_held_settles_who_did_not_come(officer):
    event = open_event(office=officer.office, state=Event.State.HELD)
    came, stayed = EventRegistrationFactory.create_batch(2, event=event)

    check_in.check_in(registration=came, by=officer, at=AFTER)

    assert states(event) == [(came.name, "attended"), (stayed.name, "no_show")]


def test_found_after_all_somebody_did_come_and_undone_did_not(officer):
    event = open_event(office=officer.office, state=Event.State.HELD)
    here = EventRegistrationFactory(event=event, state="attended")
    late = EventRegistrationFactory(event=event, state="no_show")

    check_in.check_in(registration=late, by=officer, at=AFTER)
    check_in.undo(registration=late, by=officer)

    assert states(event) == [(here.name, "attended"), (late.name, "no_show")]

"""Several people want the last seat of an event at the same moment, on PostgreSQL."""

from datetime import timedelta

import pytest

from investors import events, registrations
from investors.models import EventRegistration
from itpo.office.models import OutgoingMail, PersonalLink
from tests.factories import ManagerFactory
from tests.investors.gatherings import NOW, open_event, register
from tests.racing import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

THREADS = 8
LATER = NOW + timedelta(hours=1)


def registering(event, name):
    return lambda: register(event, name)


def giving_back(registration):
    return lambda: registrations.give_back(registration=registration, at=LATER)


def count(state):
    return EventRegistration.objects.filter(state=state).count()


def test_of_eight_who_want_the_last_seat_one_gets_it_and_seven_wait():
    event = open_event(seats=1)

    refusals = at_once([registering(event, f"Guest{number}") for number in range(THREADS)])

    assert refusals == [None] * THREADS
    assert (count("registered"), count("waiting_list")) == (1, 7)
    assert OutgoingMail.objects.count() == PersonalLink.objects.count() == THREADS


def test_one_who_presses_eight_times_is_registered_once():
    event = open_event(seats=THREADS)

    refusals = at_once([registering(event, "Guest")] * THREADS)

    assert refusals == [None] * THREADS
    assert EventRegistration.objects.count() == PersonalLink.objects.count() == 1
    kinds = OutgoingMail.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["event.seat", "event.asked_again"]


def test_a_seat_given_back_while_others_register_goes_to_who_waits():
    event = open_event(seats=1)
    leaving, waiting = register(event, "Leaving"), register(event, "Waiting")

    refusals = at_once(
        [
            giving_back(leaving),
            *(registering(event, f"Guest{number}") for number in range(THREADS - 1)),
        ]
    )

    assert refusals == [None] * THREADS
    assert list(EventRegistration.objects.filter(state="registered")) == [waiting]
    assert count("waiting_list") == THREADS - 1


def test_new_seats_while_others_cancel_are_never_given_twice():
    manager = ManagerFactory()
    event = open_event(office=manager.office, seats=2)
    some = [register(event, f"Guest{number}") for number in range(6)]

    def more_seats():
        event.seats = 3
        events.change(event=event, by=manager, at=LATER)

    at_once(
        [
            more_seats,
            *(
                lambda one=one: registrations.give_back(registration=one, at=LATER)
                for one in some[:2]
            ),
        ]
    )

    assert (count("registered"), count("cancelled"), count("waiting_list")) == (3, 2, 1)
    assert OutgoingMail.objects.filter(kind="event.moved_up").count() == 3

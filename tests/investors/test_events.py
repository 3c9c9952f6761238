"""The way of an event from planned to held or cancelled."""

from datetime import UTC, date, datetime, time

import pytest

from investors import events
from investors.models import Event
from itpo.office.agenda import GUEST, agenda_of
from itpo.office.models import OutgoingMail
from itpo.office.states import NotPossible
from tests.factories import EventFactory, EventRegistrationFactory
from tests.investors.gatherings import AFTER, NOW, kinds, open_event, register, states

pytestmark = pytest.mark.django_db

State = Event.State


def take(event, to, by, at=NOW, because=""):
    return events.change_state(event=event, to=to, by=by, at=at, because=because)


def test_every_move_has_a_button_and_leads_to_a_state_that_is_known():
    assert set(events.MOVES) == set(State) == set(events.VERBS)
    assert set().union(*events.MOVES.values()) == set(State)


def test_an_event_goes_from_planned_to_held(officer):
    event = EventFactory(office=officer.office, begins="2026-12-04")

    walked = [
        take(event, to, officer, at).state
        for to, at in ((State.OPEN, NOW), (State.CLOSED, NOW), (State.HELD, AFTER))
    ]

    assert walked == [State.OPEN, State.CLOSED, State.HELD]
    assert Event.objects.get().registration_opened_at == NOW


def test_an_event_is_not_opened_again_as_if_for_the_first_time(officer):
    event = open_event(office=officer.office, state=State.CLOSED)

    opened = take(event, State.OPEN, officer, NOW.replace(hour=4))

    assert opened.registration_opened_at == NOW


NOT_OPENED = [
    ({"is_ours": False}, "Another organiser holds this event"),
    ({"begins": ""}, "Say on which day it begins"),
    ({"begins": "2026-12"}, "Say on which day it begins"),
    ({"begins": "2026-11-01"}, "The event is over"),
    ({"registration_closes_on": date(2026, 11, 20)}, "The last day to register is over"),
]


@pytest.mark.parametrize(("given", "sentence"), NOT_OPENED)
def test_a_registration_nobody_could_use_is_not_opened(given, sentence, officer):
    event = open_event(**{"office": officer.office, "state": State.PLANNED, **given})

    with pytest.raises(NotPossible, match=sentence):
        take(event, State.OPEN, officer)

    assert Event.objects.get().state == State.PLANNED


def test_an_event_still_to_come_cannot_have_been_held(officer):
    event = open_event(office=officer.office)

    with pytest.raises(NotPossible, match="still to come"):
        take(event, State.HELD, officer)


def test_an_event_is_cancelled_with_a_reason_that_tells_who_was_coming(officer):
    event = open_event(office=officer.office, seats=1)
    coming, waiting = register(event, "First"), register(event, "Second")
    EventRegistrationFactory(event=event, state="cancelled")
    before = len(kinds())

    with pytest.raises(NotPossible, match="Say why the event is cancelled"):
        take(event, State.CANCELLED, officer)
    cancelled = take(event, State.CANCELLED, officer, because="The speaker is ill.")

    assert cancelled.cancelled_because == "The speaker is ill."
    told = OutgoingMail.objects.order_by("pk").values_list("kind", "to")[before:]
    assert list(told) == [
        ("event.called_off", coming.email),
        ("event.called_off", waiting.email),
    ]


def test_who_had_a_seat_and_was_not_there_did_not_come(officer):
    event = open_event(office=officer.office, state=State.CLOSED)
    for name, state in (("A", "registered"), ("B", "attended"), ("C", "waiting_list")):
        EventRegistrationFactory(event=event, name=name, state=state)

    take(event, State.HELD, officer, AFTER)

    assert states(event) == [("A", "no_show"), ("B", "attended"), ("C", "waiting_list")]


def test_without_a_list_it_is_not_known_who_came(officer):
    event = open_event(office=officer.office, state=State.CLOSED)
    EventRegistrationFactory(event=event, name="A")

    take(event, State.HELD, officer, AFTER)

    assert states(event) == [("A", "registered")]


def test_said_too_early_it_is_taken_back_with_who_did_not_come(officer):
    event = open_event(office=officer.office, state=State.HELD)
    EventRegistrationFactory(event=event, name="A", state="no_show")

    take(event, State.CLOSED, officer, AFTER)

    assert states(event) == [("A", "registered")]


def test_new_seats_go_to_who_waits(officer):
    event = open_event(office=officer.office, seats=1)
    for name in ("First", "Second", "Third"):
        register(event, name)

    event.seats = 2
    events.change(event=event, by=officer, at=NOW)

    assert [state for _name, state in states(event)] == ["registered", "registered", "waiting_list"]
    assert kinds()[3:] == ["event.moved_up"]


def test_who_is_registered_hears_of_another_hour(officer):
    event = open_event(office=officer.office)
    register(event)

    event.begins_at = time(15)
    events.change(event=event, by=officer, at=NOW)
    event.notes = "Nobody needs to hear of this"
    events.change(event=event, by=officer, at=NOW.replace(hour=4))

    assert kinds() == ["event.seat", "event.moved"]


def test_an_event_stands_on_its_days_at_its_hours():
    event = open_event(
        begins="2026-12-04", ends="2026-12-05", time_zone="Africa/Dakar", name_fr="Le Sénégal"
    )

    first, second = agenda_of(event, GUEST)

    assert (first.uid, second.uid) == (f"event-{event.pk}", f"event-{event.pk}-2")
    assert (first.day, second.day) == (date(2026, 12, 4), date(2026, 12, 5))
    assert first.starts == datetime(2026, 12, 4, 14, 0, tzinfo=UTC)
    assert (first.clock, first.city) == ("14:00–16:00", "Dakar")


@pytest.mark.parametrize(
    "given",
    [
        {"begins": ""},
        {"begins": "2026-12"},
        {"state": State.CANCELLED, "cancelled_because": "Storm"},
    ],
)
def test_an_event_without_a_day_stands_on_no_agenda(given):
    assert agenda_of(open_event(**given), GUEST) == []

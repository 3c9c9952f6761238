"""The way of an event from planned to held, and what that means for who is registered."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from investors import attendance, registrations
from investors.models import Event
from itpo.office import states
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible

State = Event.State

# Many an event has no registration of ours. What was said too early can be taken back.
MOVES = {
    State.PLANNED: {State.OPEN, State.HELD, State.CANCELLED},
    State.OPEN: {State.CLOSED, State.HELD, State.CANCELLED},
    State.CLOSED: {State.OPEN, State.HELD, State.CANCELLED},
    State.HELD: {State.PLANNED, State.CLOSED},
    State.CANCELLED: {State.PLANNED},
}

# What the button says that takes an event to a state.
VERBS = {
    State.PLANNED: gettext_lazy("Back to planned"),
    State.OPEN: gettext_lazy("Open the registration"),
    State.CLOSED: gettext_lazy("Close the registration"),
    State.HELD: gettext_lazy("It was held"),
    State.CANCELLED: gettext_lazy("Cancel the event"),
}


@transaction.atomic
def change_state(*, event: Event, to: str, by: User, at: datetime, because: str = "") -> Event:
    """Take an event to another state. A cancelled one says why, and tells who is registered.

    Once it is held, who is on no list of who was there did not come. Raises NotPossible.
    """
    locked = registrations.lock(event)
    if to == State.OPEN:
        _see_that_it_can_be_opened(locked, at)
    if to == State.HELD and locked.begins_earliest and locked.begins_earliest > locked.today(at):
        raise NotPossible(_("An event still to come cannot have been held."))
    changed: Event = states.take(thing=locked, to=to, moves=MOVES, by=by, because=because)
    if to == State.OPEN and changed.registration_opened_at is None:
        changed.registration_opened_at = at
        sign(changed, by)
        changed.save(update_fields=["registration_opened_at"])
    if to == State.CANCELLED:
        registrations.tell_all(changed, registrations.CALLED_OFF, at)
    attendance.settle(changed, by)
    return changed


@transaction.atomic
def change(*, event: Event, by: User, at: datetime) -> Event:
    """Save an event whose facts were changed.

    New seats go to who waits longest. Who is registered hears of another day, time or place.
    """
    before = registrations.lock(event)
    sign(event, by)
    event.save()
    if event.state not in {State.OPEN, State.CLOSED}:
        return event
    if any(getattr(before, name) != getattr(event, name) for name in WORTH_A_MAIL):
        registrations.tell_all(event, registrations.MOVED, at)
    registrations.move_up(event, at)
    return event


WORTH_A_MAIL = ("begins", "ends", "begins_at", "ends_at", "time_zone", "place", "join_url")


def _see_that_it_can_be_opened(event: Event, at: datetime) -> None:
    """Raise NotPossible where nobody could register."""
    if not event.is_ours:
        raise NotPossible(
            _("Another organiser holds this event; who registers is not ours to ask.")
        )
    if event.begins_on is None:
        raise NotPossible(_("Say on which day it begins, then open the registration."))
    if event.is_over(at):
        raise NotPossible(_("The event is over. Change its days, then open the registration."))
    closes_on = event.registration_closes_on
    if closes_on is not None and closes_on < event.today(at):
        raise NotPossible(
            _("The last day to register is over. Change it, then open the registration.")
        )

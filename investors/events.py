"""The way of an event from planned to held."""

from investors.models import Event
from itpo.office import states
from itpo.office.models import User

State = Event.State

MOVES = {
    State.PLANNED: {State.HELD, State.CANCELLED},
    State.HELD: {State.PLANNED},
    State.CANCELLED: {State.PLANNED},
}


def change_state(*, event: Event, to: str, by: User) -> Event:
    """Take an event to another state. Raises states.NotPossible."""
    changed: Event = states.take(thing=event, to=to, moves=MOVES, by=by)
    return changed

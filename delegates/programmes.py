"""The way of a programme from draft to completed."""

from delegates.models import Programme
from itpo.office import states
from itpo.office.models import User

State = Programme.State

# One step on, or back when something was said too early. Many a programme has no call.
MOVES = {
    State.DRAFT: {State.CALL_OPEN, State.RUNNING, State.COMPLETED, State.CANCELLED},
    State.CALL_OPEN: {State.CALL_CLOSED, State.DRAFT, State.CANCELLED},
    State.CALL_CLOSED: {State.SELECTION, State.CALL_OPEN, State.CANCELLED},
    State.SELECTION: {State.RUNNING, State.CANCELLED},
    State.RUNNING: {State.COMPLETED, State.CANCELLED},
    State.COMPLETED: {State.RUNNING},
    State.CANCELLED: {State.DRAFT},
}


def change_state(*, programme: Programme, to: str, by: User) -> Programme:
    """Take a programme to another state. Raises states.NotPossible."""
    changed: Programme = states.take(thing=programme, to=to, moves=MOVES, by=by)
    return changed

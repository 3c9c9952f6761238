"""The way of a mission from proposed to completed, and of who travels on it."""

from investors.models import Mission, MissionMember
from itpo.office import states
from itpo.office.models import User

State = Mission.State

MOVES = {
    State.PROPOSED: {State.OPEN, State.CONFIRMED, State.CANCELLED},
    State.OPEN: {State.CONFIRMED, State.CANCELLED},
    State.CONFIRMED: {State.TRAVELLING, State.COMPLETED, State.CANCELLED},
    State.TRAVELLING: {State.COMPLETED},
    State.COMPLETED: {State.TRAVELLING},
    State.CANCELLED: {State.PROPOSED},
}

Member = MissionMember.State
# Somebody who has withdrawn may come back; nobody withdraws from a journey that is over.
MEMBER_MOVES = {
    Member.INVITED: {Member.INTERESTED, Member.CONFIRMED, Member.WITHDRAWN},
    Member.INTERESTED: {Member.CONFIRMED, Member.WITHDRAWN},
    Member.CONFIRMED: {Member.TRAVELLED, Member.WITHDRAWN},
    Member.TRAVELLED: {Member.CONFIRMED},
    Member.WITHDRAWN: {Member.INVITED},
}


def change_state(*, mission: Mission, to: str, by: User, because: str = "") -> Mission:
    """Take a mission to another state. A cancelled one says why. Raises NotPossible."""
    changed: Mission = states.take(thing=mission, to=to, moves=MOVES, by=by, because=because)
    return changed


def change_member(*, member: MissionMember, to: str, by: User) -> MissionMember:
    """Say how far a company is on its way to travelling. Raises NotPossible."""
    changed: MissionMember = states.take(thing=member, to=to, moves=MEMBER_MOVES, by=by)
    return changed

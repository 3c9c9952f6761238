"""The way of a mission from proposed to completed, and of who travels on it."""

from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy, ngettext

from investors import bounds
from investors.models import Meeting, Mission, MissionLeg, MissionMember
from investors.models.meetings import MeetingQuerySet
from itpo.office import states
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible

State = Mission.State

MOVES = {
    State.PROPOSED: {State.OPEN, State.CONFIRMED, State.CANCELLED},
    State.OPEN: {State.CONFIRMED, State.CANCELLED},
    State.CONFIRMED: {State.TRAVELLING, State.COMPLETED, State.CANCELLED},
    State.TRAVELLING: {State.COMPLETED},
    State.COMPLETED: {State.TRAVELLING},
    State.CANCELLED: {State.PROPOSED},
}

# What the button says that takes a mission to a state.
VERBS = {
    State.PROPOSED: gettext_lazy("Propose again"),
    State.OPEN: gettext_lazy("Open for companies"),
    State.CONFIRMED: gettext_lazy("Confirm"),
    State.TRAVELLING: gettext_lazy("Has departed"),
    State.COMPLETED: gettext_lazy("Complete"),
    State.CANCELLED: gettext_lazy("Cancel the mission"),
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

Part = TypeVar("Part", MissionLeg, MissionMember)


@transaction.atomic
def change_state(*, mission: Mission, to: str, by: User, because: str = "") -> Mission:
    """Take a mission to another state. A cancelled one says why.

    Raises NotPossible; also for completing one while a meeting of it is not written down.
    """
    locked = Mission.objects.select_for_update().get(pk=mission.pk)
    if to == State.COMPLETED and to in MOVES[State(locked.state)]:
        _see_that_all_is_written_down(locked)
    changed: Mission = states.take(thing=locked, to=to, moves=MOVES, by=by, because=because)
    return changed


@transaction.atomic
def change_member(*, member: MissionMember, to: str, by: User) -> MissionMember:
    """Say how far a company is on its way to travelling. Raises NotPossible."""
    # Whoever plans a meeting locks the mission too, and does not ask somebody who withdraws.
    Mission.objects.select_for_update().get(pk=member.mission_id)
    changed: MissionMember = states.take(thing=member, to=to, moves=MEMBER_MOVES, by=by)
    return changed


@transaction.atomic
def change(*, mission: Mission, by: User) -> Mission:
    """Save a mission whose facts were changed. Raises NotPossible where its plan falls out."""
    Mission.objects.select_for_update().get(pk=mission.pk)
    bounds.keep_what_is_planned(mission)
    sign(mission, by)
    mission.save()
    return mission


@transaction.atomic
def save_part(*, part: Part, by: User) -> Part:
    """Save a leg or a place on the roster, new or changed; who save at once take turns.

    Raises ValidationError where what another saved meanwhile forbids it, and NotPossible for a leg
    whose new days leave out what is planned there.
    """
    is_changed = part.pk is not None
    part.mission = Mission.objects.select_for_update().get(pk=part.mission_id)
    part.full_clean()
    sign(part, by)
    part.save()
    if is_changed and isinstance(part, MissionLeg):
        bounds.keep_what_is_planned_there(part)
    return part


def still_planned(mission: Mission) -> MeetingQuerySet:
    """Its meetings of which nobody has written down what came of them."""
    found: MeetingQuerySet = Meeting.objects.filter(mission=mission, state=Meeting.State.PLANNED)
    return found


def _see_that_all_is_written_down(mission: Mission) -> None:
    if left := still_planned(mission).count():
        raise NotPossible(
            ngettext(
                "%(count)s meeting is not written down yet. Say what came of it, then complete "
                "the mission.",
                "%(count)s meetings are not written down yet. Say what came of each, then "
                "complete the mission.",
                left,
            )
            % {"count": left}
        )

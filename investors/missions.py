"""The way of a mission from proposed to completed."""

from django.db import transaction
from django.utils.translation import gettext as _

from investors.models import Mission
from itpo.office.history import sign
from itpo.office.models import User


class NotPossible(Exception):
    """The mission cannot be changed so. The message says why."""


State = Mission.State
LONGEST_REASON = 200  # characters; the length of the column

MOVES = {
    State.PROPOSED: {State.OPEN, State.CONFIRMED, State.CANCELLED},
    State.OPEN: {State.CONFIRMED, State.CANCELLED},
    State.CONFIRMED: {State.TRAVELLING, State.COMPLETED, State.CANCELLED},
    State.TRAVELLING: {State.COMPLETED},
    State.COMPLETED: {State.TRAVELLING},
    State.CANCELLED: {State.PROPOSED},
}


@transaction.atomic
def change_state(*, mission: Mission, to: str, by: User, because: str = "") -> Mission:
    """Take a mission to another state. A cancelled one says why. Raises NotPossible."""
    locked: Mission = Mission.objects.select_for_update().get(pk=mission.pk)
    current, wanted = State(locked.state), State(to)
    if wanted not in MOVES[current]:
        raise NotPossible(
            _("The mission is “%(current)s”; it cannot become “%(to)s”.")
            % {"current": current.label, "to": wanted.label}
        )
    if wanted == State.CANCELLED and not because.strip():
        raise NotPossible(_("Say why the mission is cancelled."))
    if len(because.strip()) > LONGEST_REASON:
        raise NotPossible(_("The reason may have at most 200 characters."))
    locked.state = wanted
    locked.cancelled_because = because.strip() if wanted == State.CANCELLED else ""
    sign(locked, by)
    locked.save(update_fields=["state", "cancelled_because"])
    return locked

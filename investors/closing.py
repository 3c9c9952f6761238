"""Closing a mission: what came of each meeting, and what follows from it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from investors import meetings
from investors.meetings import Promised
from investors.models import Meeting
from itpo.office.models import User
from itpo.office.states import NotPossible


@transaction.atomic
def write_down(
    *,
    meeting: Meeting,
    by: User,
    at: datetime,
    state: str,
    outcome: str = "",
    interest: str = "",
    promises: Iterable[Promised] = (),
) -> Meeting:
    """Write down what came of a meeting that nobody has written down yet. Raises NotPossible."""
    locked = meetings.lock(meeting)
    if locked.state != Meeting.State.PLANNED:
        raise NotPossible(
            _("Somebody has written it down meanwhile: %(state)s.")
            % {"state": locked.get_state_display()}
        )
    return meetings.write_down(
        meeting=locked,
        by=by,
        at=at,
        state=state,
        outcome=outcome,
        interest=interest,
        promises=promises,
    )

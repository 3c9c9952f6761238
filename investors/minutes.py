"""Completing the minutes of a meeting later than the line that was logged on the spot."""

from django.db import transaction
from django.utils.translation import gettext as _

from investors.models import Meeting
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible


@transaction.atomic
def complete(*, meeting: Meeting, by: User, text: str) -> Meeting:
    """Write what was spoken, beside the line that says what came of it. Raises NotPossible."""
    if not text.strip():
        raise NotPossible(_("Write what was spoken."), "minutes")
    return _save(meeting, by, minutes=text.strip(), needs_no_minutes=False)


@transaction.atomic
def leave_out(*, meeting: Meeting, by: User) -> Meeting:
    """Say that the line is enough, and no minutes will follow. Raises NotPossible."""
    return _save(meeting, by, needs_no_minutes=True)


def _save(meeting: Meeting, by: User, **columns: str | bool) -> Meeting:
    locked: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if locked.state != Meeting.State.HELD:
        raise NotPossible(_("Only a meeting that was held has minutes."))
    for name, value in columns.items():
        setattr(locked, name, value)
    sign(locked, by)
    locked.save(update_fields=list(columns))
    return locked

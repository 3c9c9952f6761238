"""What a change of a visit means for its meetings."""

from datetime import datetime

from django.db import transaction

from delegates import intake, visits
from delegates.models import Application, Visit
from investors import bookings
from investors.models import Meeting
from itpo.office.models import User


@transaction.atomic
def cancel_visit(*, visit: Visit, because: str, at: datetime, by: User | None = None) -> Visit:
    """Cancel a visit with the meetings still planned in it, and free who was booked for them.

    Raises visits.NotPossible, and then nothing is written.
    """
    cancelled = visits.change_state(
        visit=visit, to=Visit.State.CANCELLED, because=because, at=at, by=by
    )
    _cancel_meetings(cancelled)
    return cancelled


@transaction.atomic
def withdraw_and_cancel(
    *, application: Application, at: datetime, by: User | None = None, because: str = ""
) -> Application:
    """Take an application back, by its holder or for them, with the visit and its meetings.

    Raises NotPossible, and then nothing is written.
    """
    withdrawn = intake.withdraw(application=application, at=at, by=by, because=because)
    if withdrawn.visit is not None:
        _cancel_meetings(withdrawn.visit)
    return withdrawn


def _cancel_meetings(visit: Visit) -> None:
    for meeting in Meeting.objects.select_for_update().filter(
        visit=visit, state=Meeting.State.PLANNED
    ):
        meeting.state = Meeting.State.CANCELLED
        meeting.save(update_fields=["state"])
        bookings.release(meeting)

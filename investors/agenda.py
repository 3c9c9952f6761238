"""What a change of a visit means for its meetings."""

from django.db import transaction

from delegates import visits
from delegates.models import Visit
from investors.models import Booking, Meeting


@transaction.atomic
def cancel_visit(*, visit: Visit, because: str) -> Visit:
    """Cancel a visit with the meetings still planned in it, and free who was booked for them.

    Raises visits.NotPossible, and then nothing is written.
    """
    cancelled = visits.change_state(visit=visit, to=Visit.State.CANCELLED, because=because)
    for meeting in Meeting.objects.select_for_update().filter(
        visit=visit, state=Meeting.State.PLANNED
    ):
        meeting.state = Meeting.State.CANCELLED
        meeting.save(update_fields=["state"])
        Booking.objects.filter(meeting=meeting).delete()
    return cancelled

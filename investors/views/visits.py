"""What becomes of a visit: cancelling it cancels its meetings too, which are ours."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from delegates import visits
from delegates.models import Visit
from investors import agenda
from itpo.office.pages import take_and_tell
from itpo.office.requests import OfficerRequest, may_change


@require_POST
@may_change
def visit_state(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a visit to another state."""
    found = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)

    now = timezone.now()

    def take(to: str) -> object:
        if to == Visit.State.CANCELLED:
            because = request.POST.get("because", "")
            return agenda.cancel_visit(visit=found, because=because, at=now, by=request.user)
        return visits.change_state(visit=found, to=to, at=now, by=request.user)

    return take_and_tell(request, found, take)

"""The agenda of a visit, as the delegate has it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from delegates import training
from delegates.models import Visit
from itpo.office.agenda import GUEST, agenda_of, by_day
from itpo.office.requests import OfficerRequest


@require_safe
def visit_agenda(request: OfficerRequest, pk: int) -> HttpResponse:
    """Day by day what the delegate is shown, and whether they were at the training."""
    rows = Visit.objects.visible_to(request.user).with_people().select_related("office")
    found = get_object_or_404(rows, pk=pk)
    today = found.office.today(timezone.now())
    context = {
        "visit": found,
        "days": by_day(agenda_of(found, GUEST), today),
        "sessions": training.sessions_with(found),
    }
    return render(request, "delegates/visit_agenda.html", context)

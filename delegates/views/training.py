"""One training session: who was there, what was handed out."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from delegates import training
from delegates.models import Attendance, TrainingSession
from itpo.office.pages import around
from itpo.office.requests import OfficerRequest, may_change, row_number
from itpo.office.states import NotPossible

VISIT = "visit-"


@require_safe
def training_session(request: OfficerRequest, pk: int) -> HttpResponse:
    rows = TrainingSession.objects.visible_to(request.user)
    found = get_object_or_404(rows.select_related("programme", "partner", "material"), pk=pk)
    noted = dict(Attendance.objects.filter(session=found).values_list("visit", "state"))
    visits = training.who_could_come(found).visible_to(request.user).with_people()
    context = {
        "session": found,
        "people": [
            (visit, noted.get(visit.pk, ""))
            for visit in visits.order_by("delegate__family_name", "delegate__given_name", "pk")
        ],
        "states": [*Attendance.State.choices, ("", _("Not known"))],
        **around(found, request),
    }
    return render(request, "delegates/training_session.html", context)


@require_POST
@may_change
def training_save(request: OfficerRequest, pk: int) -> HttpResponse:
    """Note who was there, and keep the material that came along."""
    found = get_object_or_404(TrainingSession.objects.visible_to(request.user), pk=pk)
    states = {
        number: str(state)
        for name, state in request.POST.items()
        if name.startswith(VISIT) and (number := row_number(name.removeprefix(VISIT)))
    }
    try:
        training.note_attendance(session=found, states=states, by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    messages.success(request, _("Saved."))
    if (upload := request.FILES.get("material")) is not None:
        try:
            training.keep_material(session=found, upload=upload, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
    return redirect(found)

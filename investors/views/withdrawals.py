"""Taking an application back for somebody: their visit's meetings are ours."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from delegates.models import Application
from investors import agenda
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import NotPossible


@require_POST
@may_change
def withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take an application back, for whoever told the office that they cannot come."""
    found = get_object_or_404(Application.objects.visible_to(request.user), pk=pk)
    because = request.POST.get("because", "").strip()
    if not because:
        messages.error(request, _("Say why they cannot come."))
        return redirect(found)
    try:
        agenda.withdraw_and_cancel(
            application=found, at=timezone.now(), by=request.user, because=because
        )
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Withdrawn. A seat they held is offered on."))
    return redirect(found)

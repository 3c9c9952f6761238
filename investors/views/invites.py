"""Sending invitations to a meeting, or to every meeting of an agenda, into people's calendars."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from delegates.models import Visit
from investors import invites
from investors.models import Meeting, Mission
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import NotPossible

HAS_AN_AGENDA: dict[str, Any] = {"visit": Visit, "mission": Mission}


@require_POST
@may_change
def invite(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask everybody who takes part in a meeting."""
    found = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    try:
        _tell(request, invites.send(meeting=found, at=timezone.now()))
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect(found)


@require_POST
@may_change
def invite_all(request: OfficerRequest, what: str, pk: int) -> HttpResponse:
    """Ask everybody who takes part in what is planned in a visit or a mission."""
    if what not in HAS_AN_AGENDA:
        raise Http404
    thing = get_object_or_404(HAS_AN_AGENDA[what].objects.visible_to(request.user), pk=pk)
    rows = Meeting.objects.visible_to(request.user).filter(**{what: thing})
    meetings = rows.select_related("office").order_by("pk")
    _tell(request, invites.send_all(meetings=meetings, at=timezone.now()))
    return redirect("investors:plan", what, thing.pk)


def _tell(request: OfficerRequest, sent: invites.Sent) -> None:
    """Say how many are on their way, and whom nobody can reach."""
    if sent.count:
        said = ngettext(
            "%(count)s invitation is on its way.",
            "%(count)s invitations are on their way.",
            sent.count,
        )
        messages.success(request, said % {"count": sent.count})
    else:
        messages.info(request, _("There is nobody to invite who has not been invited."))
    if sent.without_address:
        names = ", ".join(guest.name for guest in sent.without_address)
        messages.warning(request, _("No address is known of: %(names)s.") % {"names": names})

"""The programmes."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from delegates import invitations, programmes
from delegates.lists import PROGRAMMES
from delegates.models import Programme, ProgrammePartner
from delegates.programme_rows import invited_to, what_is_asked_for
from itpo.office.joined import names_of, tags_of
from itpo.office.listing import show_list
from itpo.office.pages import around, take_and_tell
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import following


@require_safe
def programme_list(request: OfficerRequest) -> HttpResponseBase:
    rows = Programme.objects.visible_to(request.user)
    return show_list(request, PROGRAMMES, rows, "delegates/programme_list.html")


@require_safe
def programme(request: OfficerRequest, pk: int) -> HttpResponse:
    """Every invited agency and delegate, what is missing, and who is late."""
    rows = Programme.objects.visible_to(request.user).select_related("officer")
    rows = rows.annotate(**tags_of(Programme), **named_on_the_page(), **what_is_asked_for())
    found = get_object_or_404(rows, pk=pk)
    page = around(found, request)
    invited = invited_to(found, request.user, page["today"])
    show = request.GET.get("show", "")
    context = {
        "programme": found,
        "moves": [
            {"value": state.value, "label": programmes.VERBS[state]}
            for state in following(found, programmes.MOVES)
        ],
        "counts": [
            ("", _("All"), len(invited.agencies) + len(invited.people)),
            ("late", _("Late"), invited.late),
            ("missing", _("Something missing"), invited.missing),
        ],
        "shown": show if show in {"late", "missing"} else "",
        "free": max(found.seats - invited.held, 0) if found.seats is not None else None,
        "may_invite": request.user.may_change and found.state in invitations.CALLING,
        "invited": invited.narrowed(show),
        "seats": invited,
        **page,
    }
    return render(request, "delegates/programme.html", context)


def named_on_the_page() -> dict[str, Any]:
    """Columns to annotate a programme with: who takes part, in one text each."""
    return {
        "countries_names": names_of(
            Programme.countries.through.objects.all(), "programme", "hostcountry__name"
        ),
        "partners_names": names_of(ProgrammePartner.objects.all(), "programme", "partner__name"),
    }


@require_POST
@may_change
def programme_state(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a programme to another state."""
    found = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    return take_and_tell(
        request,
        found,
        lambda to: programmes.change_state(
            programme=found, to=to, by=request.user, on=request.user.today(timezone.now())
        ),
    )

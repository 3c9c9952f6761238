"""The programmes, and the applications to them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from delegates import programmes
from delegates.lists import APPLICATIONS, PROGRAMMES
from delegates.models import Application, Programme, Visit
from itpo.office.joined import tags_of
from itpo.office.listing import show_list
from itpo.office.pages import around, take_and_tell
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import following


@require_safe
def programme_list(request: OfficerRequest) -> HttpResponse:
    rows = Programme.objects.visible_to(request.user)
    return show_list(request, PROGRAMMES, rows, "delegates/programme_list.html")


@require_safe
def programme(request: OfficerRequest, pk: int) -> HttpResponse:
    rows = Programme.objects.visible_to(request.user).annotate(**tags_of(Programme))
    found = get_object_or_404(rows, pk=pk)
    visits = Visit.objects.visible_to(request.user).filter(programme=found)
    applications = Application.objects.visible_to(request.user).filter(programme=found)
    context = {
        "programme": found,
        "moves": following(found, programmes.MOVES),
        "countries": found.countries.order_by("name", "pk"),
        "partners": found.partner_roles.select_related("partner").order_by("role", "pk"),
        "applications": applications.select_related("agency").order_by("-pk")[:100],
        "visits": visits.with_people().newest_first()[:100],
        **around(found, request),
    }
    return render(request, "delegates/programme.html", context)


@require_POST
@may_change
def programme_state(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a programme to another state."""
    found = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    return take_and_tell(
        request,
        found,
        lambda to: programmes.change_state(programme=found, to=to, by=request.user),
    )


@require_safe
def application_list(request: OfficerRequest) -> HttpResponse:
    rows = Application.objects.visible_to(request.user)
    rows = rows.select_related("programme", "agency__country")
    return show_list(request, APPLICATIONS, rows, "delegates/application_list.html")


@require_safe
def application(request: OfficerRequest, pk: int) -> HttpResponse:
    rows = Application.objects.visible_to(request.user)
    found = get_object_or_404(
        rows.select_related("programme", "agency__country", "delegate", "decided_by"), pk=pk
    )
    context = {"application": found, **around(found, request)}
    return render(request, "delegates/application.html", context)

"""The host countries, the agencies that send delegates, and the projects they offer."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from delegates import life
from delegates.lists import AGENCIES, COUNTRIES, PROJECTS
from delegates.models import Agency, HostCountry, ProjectProfile, Visit
from itpo.office.days_off import coming_holidays, is_known
from itpo.office.listing import show_list
from itpo.office.pages import around
from itpo.office.requests import OfficerRequest

SHOWN = 50


@require_safe
def country_list(request: OfficerRequest) -> HttpResponseBase:
    rows = HostCountry.objects.visible_to(request.user).select_related("desk_officer")
    return show_list(
        request, COUNTRIES, rows.prefetch_related("themes"), "delegates/country_list.html"
    )


@require_safe
def country(request: OfficerRequest, pk: int) -> HttpResponse:
    """Everything between a country and the office, over the years."""
    user = request.user
    found = get_object_or_404(
        HostCountry.objects.visible_to(user).select_related("desk_officer"), pk=pk
    )
    visits = Visit.objects.visible_to(user).filter(delegate__country=found).with_people()
    agencies = Agency.objects.visible_to(user).filter(country=found, archived_at=None)
    came = list(visits.newest_first()[:SHOWN])
    around_it = around(found, request)
    moments = [one for panel in around_it["panels"] for one in panel["moments"]]
    context = {
        "country": found,
        "themes": found.themes.order_by("name", "pk"),
        "agencies": agencies.select_related("predecessor").by_name()[:SHOWN],
        "delegates": life.by_delegate(came),
        "line": life.by_year([*life.visits(came, name_them=True), *moments]),
        "holidays": coming_holidays(found.code, user.today(timezone.now())),
        "has_known_weekend": is_known(found.code),
        **around_it,
    }
    return render(request, "delegates/country.html", context)


@require_safe
def agency_list(request: OfficerRequest) -> HttpResponseBase:
    rows = Agency.objects.visible_to(request.user).filter(archived_at=None)
    rows = rows.select_related("country", "predecessor")
    return show_list(request, AGENCIES, rows, "delegates/agency_list.html")


@require_safe
def agency(request: OfficerRequest, pk: int) -> HttpResponse:
    """A body that sends delegates, by whatever names it had, and who worked there."""
    found = get_object_or_404(
        Agency.objects.visible_to(request.user).select_related(
            "country", "predecessor", "merged_into"
        ),
        pk=pk,
    )
    if found.merged_into is not None:
        return redirect(found.merged_into)
    visits = Visit.objects.visible_to(request.user).filter(agency=found)
    context = {
        "agency": found,
        "successors": found.successors.by_name(),
        "postings": found.postings.select_related("delegate").newest_first()[:SHOWN],
        "visits": visits.with_people().newest_first()[:SHOWN],
        "projects": found.projects.order_by("-is_open", "title", "pk")[:SHOWN],
        **around(found, request),
    }
    return render(request, "delegates/agency.html", context)


@require_safe
def project_list(request: OfficerRequest) -> HttpResponseBase:
    rows = ProjectProfile.objects.visible_to(request.user).select_related("country", "agency")
    return show_list(request, PROJECTS, rows, "delegates/project_list.html")


@require_safe
def project(request: OfficerRequest, pk: int) -> HttpResponse:
    rows = ProjectProfile.objects.visible_to(request.user)
    found = get_object_or_404(rows.select_related("country", "agency", "delegate"), pk=pk)
    context = {"project": found, "sectors": found.sectors.order_by("code", "pk")}
    return render(request, "delegates/project.html", {**context, **around(found, request)})

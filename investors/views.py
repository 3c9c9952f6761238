"""Companies, missions and meetings."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegates import visits
from delegates.models import Visit
from investors import agenda, meetings, missions
from investors.forms import MeetingForm
from investors.models import Company, Meeting, Mission
from investors.neighbours import meetings_of_company, meetings_of_mission
from itpo.office import chain
from itpo.office.forms import PromiseFormSet, add_refusal
from itpo.office.listing import page_of, words_of
from itpo.office.requests import OfficerRequest, may_change, row_number


@require_safe
def company_list(request: OfficerRequest) -> HttpResponse:
    rows = Company.objects.visible_to(request.user).current().matching(words_of(request))
    page = page_of(rows.select_related("owner").by_name(), request)
    return render(request, "investors/company_list.html", {"page": page})


@require_safe
def company(request: OfficerRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Company.objects.visible_to(request.user).select_related("owner", "parent"), pk=pk
    )
    met = meetings_of_company(found, request.user).newest_first()
    context = {
        "company": found,
        "chain": chain.links(found, request.user),
        "contacts": found.contacts.order_by("left_on", "family_name", "pk"),
        "technologies": found.technologies.order_by("name", "pk"),
        "meetings": met.prefetch_related("delegates")[:50],
        "follow_ups": list(found.follow_ups.visible_to(request.user).open().most_urgent_first()),
        "panels": chain.panels(found, request.user),
        "today": request.user.today(timezone.now()),
    }
    return render(request, "investors/company.html", context)


@require_safe
def mission_list(request: OfficerRequest) -> HttpResponse:
    rows = Mission.objects.visible_to(request.user)
    if words := words_of(request):
        rows = rows.filter(name__icontains=words)
    page = page_of(rows.prefetch_related("legs__country").newest_first(), request)
    return render(request, "investors/mission_list.html", {"page": page})


@require_safe
def mission(request: OfficerRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Mission.objects.visible_to(request.user).select_related("owner"), pk=pk
    )
    met = meetings_of_mission(found, request.user).newest_first()
    context = {
        "mission": found,
        "chain": chain.links(found, request.user),
        "moves": [
            state
            for state in Mission.State
            if state in missions.MOVES[Mission.State(found.state)] and state != "cancelled"
        ],
        "may_be_cancelled": "cancelled" in missions.MOVES[Mission.State(found.state)],
        "legs": found.legs.select_related("country").order_by("begins_earliest", "pk"),
        "members": found.members.select_related("company", "contact").order_by("pk"),
        "meetings": met.prefetch_related("companies")[:50],
        "follow_ups": list(found.follow_ups.visible_to(request.user).open().most_urgent_first()),
        "panels": chain.panels(found, request.user),
        "today": request.user.today(timezone.now()),
    }
    return render(request, "investors/mission.html", context)


@require_safe
def meeting_list(request: OfficerRequest) -> HttpResponse:
    rows = Meeting.objects.visible_to(request.user)
    if words := words_of(request):
        rows = rows.filter(subject__icontains=words)
    page = page_of(rows.with_parties().newest_first(), request)
    return render(request, "investors/meeting_list.html", {"page": page})


@require_safe
def meeting(request: OfficerRequest, pk: int) -> HttpResponse:
    rows = Meeting.objects.visible_to(request.user)
    found = get_object_or_404(
        rows.select_related("visit__delegate", "mission", "event", "officer"), pk=pk
    )
    parties = found.parties.select_related("company", "contact", "delegate", "officer", "partner")
    context = {
        "meeting": found,
        "chain": chain.links(found, request.user),
        "parties": parties.order_by("pk"),
        "follow_ups": sorted(
            found.follow_ups.visible_to(request.user).most_urgent_first(),
            key=lambda one: not one.is_open,
        ),
        "panels": chain.panels(found, request.user),
        "today": request.user.today(timezone.now()),
    }
    return render(request, "investors/meeting.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def log_meeting(request: OfficerRequest) -> HttpResponse:
    """Log a meeting; `?visit=`, `?mission=`, `?company=`, `?delegate=` say where we come from."""
    now = timezone.now()
    form = MeetingForm(request.POST or None, viewer=request.user, initial=_initial(request))
    promises = PromiseFormSet(request.POST or None, prefix="promise")
    if request.method == "POST" and form.is_valid() and promises.is_valid():
        promised = [
            meetings.Promised(**one.cleaned_data)
            for one in promises
            if one.cleaned_data.get("what")
        ]
        try:
            logged = meetings.log(officer=request.user, at=now, promises=promised, **form.meeting())
        except (meetings.NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The meeting is logged."))
            return redirect(logged.visit or logged)
    return render(request, "investors/log_meeting.html", {"form": form, "promises": promises})


@require_POST
@may_change
def visit_state(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a visit to another state; cancelling it cancels its meetings too."""
    found = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    to, because = request.POST.get("to", ""), request.POST.get("because", "")
    try:
        if to == Visit.State.CANCELLED:
            agenda.cancel_visit(visit=found, because=because)
        elif to in Visit.State.values:
            visits.change_state(visit=found, to=to)
    except visits.NotPossible as error:
        messages.error(request, str(error))
    return redirect(found)


@require_POST
@may_change
def mission_state(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a mission to another state."""
    found = get_object_or_404(Mission.objects.visible_to(request.user), pk=pk)
    to, because = request.POST.get("to", ""), request.POST.get("because", "")
    try:
        if to in Mission.State.values:
            missions.change_state(mission=found, to=to, by=request.user, because=because)
    except missions.NotPossible as error:
        messages.error(request, str(error))
    return redirect(found)


def _initial(request: OfficerRequest) -> dict[str, Any]:
    """What the page we come from already knows."""
    asked = {name: row_number(value) for name, value in request.GET.items()}
    initial: dict[str, Any] = {"day": request.user.today(timezone.now())}
    if asked.get("visit"):
        visit = Visit.objects.visible_to(request.user).filter(pk=asked["visit"]).first()
        if visit:
            initial |= {"visit": visit.pk, "delegates": [visit.delegate_id]}
            last = visit.ends_latest or visit.begins_latest
            if last and last < initial["day"]:
                initial["day"] = visit.begins_on
    if asked.get("mission"):
        initial["mission"] = asked["mission"]
    for name, field in (("company", "companies"), ("delegate", "delegates")):
        if asked.get(name):
            initial[field] = [asked[name]]
    return initial

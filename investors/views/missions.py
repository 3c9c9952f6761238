"""The business missions."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from investors import agenda, missions, next_mission, roster
from investors.lists import MISSIONS
from investors.models import Mission, MissionHost, MissionMember, MissionPartner
from investors.neighbours import MOST, latest, meetings_of_mission
from itpo.office.joined import names_of, tags_of
from itpo.office.listing import show_list
from itpo.office.pages import around, take_and_tell
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import NotPossible, following


@require_safe
def mission_list(request: OfficerRequest) -> HttpResponseBase:
    rows = Mission.objects.visible_to(request.user).prefetch_related("legs__country")
    return show_list(request, MISSIONS, rows, "investors/mission_list.html")


@require_safe
def mission(request: OfficerRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Mission.objects.visible_to(request.user)
        .select_related("owner", "copied_from")
        .annotate(
            **tags_of(Mission),
            partners_names=names_of(MissionPartner.objects.each_once(), "mission", "partner__name"),
        ),
        pk=pk,
    )
    moves = following(found, missions.MOVES)
    hosts = MissionHost.objects.select_related("agency", "delegate").order_by("role", "pk")
    legs = found.legs.select_related("country").prefetch_related(Prefetch("hosts", hosts))
    members = list(found.members.select_related("company", "contact").order_by("pk"))
    context = {
        "mission": found,
        "moves": [
            {"value": state.value, "label": missions.VERBS[state]}
            for state in moves
            if state != Mission.State.CANCELLED
        ],
        "may_be_cancelled": Mission.State.CANCELLED in moves,
        "legs": legs.order_by("begins_earliest", "pk"),
        "members": members,
        "counts": roster.count(members),
        "meetings": latest(meetings_of_mission(found, request.user)),
        "most": MOST,
        **around(found, request),
    }
    return render(request, "investors/mission.html", context)


@require_POST
@may_change
def mission_state(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a mission to another state; completing one leads past the meetings left open."""
    found = get_object_or_404(Mission.objects.visible_to(request.user), pk=pk)
    is_to_close = (
        request.POST.get("to") == Mission.State.COMPLETED
        and Mission.State.COMPLETED in following(found, missions.MOVES)
        and missions.still_planned(found).exists()
    )

    def take(to: str) -> object:
        if to == Mission.State.CANCELLED:
            because = request.POST.get("because", "")
            return agenda.cancel_mission(
                mission=found, because=because, at=timezone.now(), by=request.user
            )
        return missions.change_state(mission=found, to=to, by=request.user)

    closing = reverse("investors:mission-close", args=[found.pk])
    return take_and_tell(request, found, take, back=closing if is_to_close else None)


@require_POST
@may_change
def mission_copy(request: OfficerRequest, pk: int) -> HttpResponse:
    """Propose next year's mission, made from this one."""
    found = get_object_or_404(Mission.objects.visible_to(request.user), pk=pk)
    try:
        new = next_mission.copy(mission=found, by=request.user, at=timezone.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    messages.success(request, _("Copied. Of each day only the month was kept: set the days."))
    return redirect(new)


@require_POST
@may_change
def member_state(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say how far a company is on its way to travelling."""
    found = get_object_or_404(MissionMember.objects.visible_to(request.user), pk=pk)
    if request.POST.get("to") == MissionMember.State.WITHDRAWN:
        return redirect("investors:call-off", "member", found.pk)
    return take_and_tell(
        request, found, lambda to: missions.change_member(member=found, to=to, by=request.user)
    )

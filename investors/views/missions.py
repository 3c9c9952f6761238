"""The business missions."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from investors import agenda, missions
from investors.lists import MISSIONS
from investors.models import Mission, MissionMember
from investors.neighbours import MOST, latest, meetings_of_mission
from itpo.office.joined import tags_of
from itpo.office.listing import show_list
from itpo.office.pages import around, take_and_tell
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import following


@require_safe
def mission_list(request: OfficerRequest) -> HttpResponse:
    rows = Mission.objects.visible_to(request.user).prefetch_related("legs__country")
    return show_list(request, MISSIONS, rows, "investors/mission_list.html")


@require_safe
def mission(request: OfficerRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Mission.objects.visible_to(request.user)
        .select_related("owner")
        .annotate(**tags_of(Mission)),
        pk=pk,
    )
    members = found.members.select_related("company", "contact").order_by("pk")
    moves = following(found, missions.MOVES)
    context = {
        "mission": found,
        "moves": [state for state in moves if state != Mission.State.CANCELLED],
        "may_be_cancelled": Mission.State.CANCELLED in moves,
        "legs": found.legs.select_related("country").order_by("begins_earliest", "pk"),
        "members": [(one, following(one, missions.MEMBER_MOVES)) for one in members],
        "partners": found.partner_roles.select_related("partner").order_by("role", "pk"),
        "meetings": latest(meetings_of_mission(found, request.user)),
        "most": MOST,
        **around(found, request),
    }
    return render(request, "investors/mission.html", context)


@require_POST
@may_change
def mission_state(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a mission to another state."""
    found = get_object_or_404(Mission.objects.visible_to(request.user), pk=pk)

    def take(to: str) -> object:
        if to == Mission.State.CANCELLED:
            because = request.POST.get("because", "")
            return agenda.cancel_mission(
                mission=found, because=because, at=timezone.now(), by=request.user
            )
        return missions.change_state(mission=found, to=to, by=request.user)

    return take_and_tell(request, found, take)


@require_POST
@may_change
def member_state(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say how far a company is on its way to travelling."""
    found = get_object_or_404(
        MissionMember.objects.visible_to(request.user).select_related("mission"), pk=pk
    )
    if request.POST.get("to") == MissionMember.State.WITHDRAWN:
        return redirect("investors:call-off", "member", found.pk)
    return take_and_tell(
        request,
        found,
        lambda to: missions.change_member(member=found, to=to, by=request.user),
        back=found.mission,
    )

"""The papers of a mission and of each company on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from delegates import papers
from investors.models import Mission, MissionMember, MissionPaper
from investors.papers import rows
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.sheet_views import sheets_for
from itpo.office.states import NotPossible


@require_safe
def mission_papers(request: OfficerRequest, pk: int) -> HttpResponse:
    """The delegation list, the itinerary of each company, and what is printed anew each time."""
    found = Mission.objects.visible_to(request.user).select_related("office", "owner")
    mission = get_object_or_404(found.prefetch_related("legs__country"), pk=pk)
    issued = rows.issued(request.user, mission)
    facts = papers.gather(MissionPaper.Kind.DELEGATION, mission, "en")
    context = {
        "mission": mission,
        "rows": rows.of_a_mission(mission, facts, issued),
        "people": rows.in_order(facts),
        "companies": rows.of_its_companies(mission, issued),
        "may_change": request.user.may_change,
        **sheets_for(mission),
    }
    return render(request, "investors/mission_papers.html", context)


@require_safe
def member_papers(request: OfficerRequest, pk: int) -> HttpResponse:
    """The itinerary of one company, in each language, and whether it still agrees."""
    found = MissionMember.objects.visible_to(request.user)
    member = get_object_or_404(
        found.select_related("company", "mission__office", "mission__owner"), pk=pk
    )
    issued = [
        one
        for one in rows.issued(request.user, member.mission)
        if one.member and one.member.company_id == member.company_id
    ]
    context = {
        "member": member,
        "rows": rows.of_a_company(member, issued),
        "issued": issued,
        "may_change": request.user.may_change,
    }
    return render(request, "investors/member_papers.html", context)


@require_POST
@may_change
def issue_itineraries(request: OfficerRequest, pk: int) -> HttpResponse:
    """An itinerary in Japanese for every company that has none."""
    mission = get_object_or_404(Mission.objects.visible_to(request.user), pk=pk)
    at, made = timezone.now(), 0
    for member in rows.without_an_itinerary(mission):
        try:
            papers.issue(
                kind=MissionPaper.Kind.ITINERARY,
                about=member,
                language="ja",
                by=request.user,
                at=at,
            )
        except NotPossible as error:
            messages.error(request, f"{member.company}: {error}")
        else:
            made += 1
    said = ngettext("%(count)s itinerary is issued.", "%(count)s itineraries are issued.", made)
    messages.success(request, said % {"count": made})
    return redirect("investors:mission-papers", mission.pk)

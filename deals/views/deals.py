"""The deals."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from deals import figures
from deals.gates.shown import shown
from deals.lists import DEALS
from deals.models import Claim, Contribution, Deal
from itpo.office.joined import tags_of
from itpo.office.listing import show_list
from itpo.office.pages import around
from itpo.office.requests import OfficerRequest


@require_safe
def deal_list(request: OfficerRequest) -> HttpResponse:
    rows = Deal.objects.visible_to(request.user).with_names().with_next_step(request.user)
    return show_list(request, DEALS, rows, "deals/deal_list.html")


@require_safe
def deal(request: OfficerRequest, pk: int) -> HttpResponse:
    seen = Deal.objects.visible_to(request.user)
    found = get_object_or_404(
        seen.select_related("country", "owner", "parent").annotate(**tags_of(Deal)), pk=pk
    )
    claims = Claim.objects.visible_to(request.user).filter(deal=found)
    helped = Contribution.objects.visible_to(request.user).filter(deal=found).accepted()
    changes = list(found.stage_changes.select_related("changed_by").order_by("changed_at", "pk"))
    context = {
        "deal": found,
        "stages": figures.stages_of(found, changes),
        "changes": changes,
        "figures": figures.table(claims.select_related("recorded_by", "verified_by")),
        "contributions": helped.select_related(
            "visit__delegate", "mission", "meeting", "event", "accepted_by"
        ).order_by("pk"),
        "roles": found.company_roles.select_related("company").order_by("pk"),
        "family": seen.filter(figures.family_of(found)).order_by("pk"),
        "gate": shown(found),
        "may_revive": request.user.sees_restricted or found.owner_id == request.user.pk,
        **around(found, request),
    }
    return render(request, "deals/deal.html", context)

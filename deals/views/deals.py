"""The deals."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deals import confirmations, expansions, figures
from deals.beside import side_by_side
from deals.gates.shown import shown, with_gate
from deals.lists import DEALS
from deals.models import Claim, Contribution, Deal
from deals.recorders import with_recorder
from deals.transfers import institutions_in
from deals.transfers import transfers as transfers_of
from itpo.office.joined import tags_of
from itpo.office.listing import show_list
from itpo.office.pages import around
from itpo.office.requests import OfficerRequest


@require_safe
def deal_list(request: OfficerRequest) -> HttpResponseBase:
    rows = Deal.objects.visible_to(request.user).with_names().with_next_step(request.user)
    return show_list(request, DEALS, rows, "deals/deal_list.html")


@require_safe
def deal(request: OfficerRequest, pk: int) -> HttpResponse:
    seen = Deal.objects.visible_to(request.user)
    rows = seen.select_related("country", "owner", "parent").annotate(**tags_of(Deal))
    found = get_object_or_404(with_gate(rows), pk=pk)
    said = Claim.objects.visible_to(request.user).filter(deal=found)
    claims = list(with_recorder(said).select_related("verified_by", "institution"))
    transfers = transfers_of(institutions_in(claims), claims)
    beside = side_by_side(claims)
    helped = Contribution.objects.visible_to(request.user).filter(deal=found).helped()
    changes = list(found.stage_changes.select_related("changed_by").order_by("changed_at", "pk"))
    context = {
        "deal": found,
        "stages": figures.stages_of(found, changes),
        "changes": changes,
        "figures": figures.table(claims),
        "beside": beside,
        "has_conflicts": any(len(group.lines) > 1 or group.withdrawn for group in beside),
        "transfers": transfers,
        "is_transfer": bool(transfers) or found.kind == Deal.Kind.TECHNOLOGY_TRANSFER,
        "contributions": helped.with_things().in_order(),
        "roles": found.company_roles.select_related("company").order_by("pk"),
        "family": figures.family(found, request.user),
        "confirmations": confirmations.for_deal(found),
        "now": timezone.now(),
        "gate": shown(found),
        "sites": found.site_changes.select_related("recorded_by").order_by("pk")
        if found.has_sites
        else [],
        "may_expand": expansions.may_be_expanded(found),
        "may_revive": request.user.sees_restricted or found.owner_id == request.user.pk,
        **around(found, request),
    }
    return render(request, "deals/deal.html", context)

"""Technology transfers: every institution, and what was installed and taught there."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from deals.lists import TRANSFERS
from deals.models import Claim, Deal, Institution
from deals.transfers import each, transfers
from itpo.office.listing import show_list
from itpo.office.requests import OfficerRequest


@require_safe
def transfer_list(request: OfficerRequest) -> HttpResponseBase:
    seen = Institution.objects.visible_to(request.user)
    rows = seen.select_related("deal__country", "technology", "counterpart")
    return show_list(
        request,
        TRANSFERS,
        rows,
        "deals/transfer_list.html",
        beside=lambda shown: {"rows": each(shown, request.user)},
    )


@require_safe
def transfer(request: OfficerRequest, pk: int) -> HttpResponse:
    """The institutions of one deal, those without a figure too, and what counts of the whole."""
    found = get_object_or_404(Deal.objects.visible_to(request.user), pk=pk)
    rows = found.institutions.select_related("counterpart", "technology").order_by("name", "pk")
    said = Claim.objects.visible_to(request.user).filter(deal=found)
    context = {
        "deal": found,
        "transfers": transfers(rows, said),
        "may_change": request.user.may_change,
    }
    return render(request, "deals/transfer.html", context)

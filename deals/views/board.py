"""The deals on a board."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from deals.board import lanes, sums
from deals.lists import BOARD
from deals.models import Deal
from itpo.office.listing import narrowed
from itpo.office.requests import OfficerRequest


@require_safe
def board(request: OfficerRequest) -> HttpResponse:
    """Deals as cards by stage, searched and filtered as their list is."""
    asked, deals = narrowed(request, BOARD, Deal.objects.visible_to(request.user))
    today = request.user.today(timezone.now())
    shown = lanes(request, deals, today)
    context = {"list": asked, "lanes": shown, "has_cards": any(lane.cards for lane in shown)}
    return render(request, "deals/board.html", context)


@require_safe
def board_sums(request: OfficerRequest) -> HttpResponse:
    """What the deals of each stage add up to. The board fetches it once it stands."""
    asked, deals = narrowed(request, BOARD, Deal.objects.visible_to(request.user))
    context = {"list": asked, "stages": sums(request, deals)}
    return render(request, "deals/board_sums.html", context)

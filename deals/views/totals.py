"""What all deals add up to, by country, programme, mission, sector, theme or year."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from deals.converting import converter_for
from deals.models import Deal
from deals.rollup import hidden_from, rolled_up
from deals.totals.groups import GROUPINGS, groups_of
from deals.totals.tables import Tables
from itpo.office.fiscal_years import Basis
from itpo.office.paging import page_of
from itpo.office.requests import OfficerRequest

PER_PAGE = 20  # groups, each with several lines


@require_safe
def totals(request: OfficerRequest) -> HttpResponse:
    """Every figure once: planned, announced, actual and verified apart, and so the currencies."""
    by = request.GET.get("by", "")
    by = by if by in GROUPINGS else "country"
    asked = request.GET.get("years", "")
    basis = Basis(asked) if asked in Basis else Basis.JAPAN
    viewer = request.user
    deals = Deal.objects.visible_to(viewer)
    found = rolled_up(deals, by=by, basis=basis, with_days=True, with_whole=True)
    whole = found.pop("")
    groups = groups_of(found, by, basis, viewer)
    only = request.GET.get("of", "")
    if only:
        groups = [group for group in groups if group.query.get(by) == only]
    page = page_of(groups, request, PER_PAGE)
    every = [whole, *(group.figures for group in groups)]
    converter = converter_for((one for figures in every for one in figures.dated), viewer)
    tables = Tables(converter)
    context = {
        "by": by,
        "only": only,
        "basis": basis,
        "bases": Basis,
        "groupings": {key: one.label for key, one in GROUPINGS.items()},
        "heading": _("By %(what)s") % {"what": str(GROUPINGS[by].label).lower()},
        "whole": whole,
        "rows": tables.rows(whole, {}, hidden_from(viewer)),
        "groups": [(group, tables.rows(group.figures, group.query)) for group in page.rows],
        "page": page,
        "is_additive": all(group.figures.is_additive for group in page.rows),
        "rates": converter.steps,
        "anonymous": Deal.objects.anonymous_to(viewer),
    }
    return render(request, "deals/totals.html", context)

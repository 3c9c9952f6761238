"""What became of it: the report, its files, the evidence, and the life of one deal."""

from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from deals.contribution_list import CONTRIBUTIONS
from deals.impact import deal_lines, paper, report, workbook
from deals.impact import lineage as lineages
from deals.impact.forms import ImpactForm
from deals.impact.scope import Scope
from deals.models import Contribution, Deal
from itpo.office.downloads import download
from itpo.office.exporting import log
from itpo.office.exporting.workbook import XLSX
from itpo.office.listing import show_list
from itpo.office.paging import page_of
from itpo.office.requests import OfficerRequest


@require_safe
def impact(request: OfficerRequest) -> HttpResponse:
    """From delegates to verified results: of everything, a country, a programme or a theme."""
    form, scope = _asked(request)
    page = page_of(deal_lines.in_report(scope, request.user), request)
    context = {
        "form": form,
        "scope": scope,
        "report": report.of(scope, request.user),
        "deals": deal_lines.lines(page.rows),
        "page": page,
        "query": urlencode(scope.own_query),
    }
    return render(request, "deals/impact.html", context)


@require_safe
def impact_pdf(request: OfficerRequest) -> HttpResponseBase:
    """The report on paper, as its reader may see it."""
    _form, scope = _asked(request)
    now = timezone.now()
    pdf = paper.made(scope, request.user, at=now)
    name = f"Impact – {scope.name}"[:195] + ".pdf"
    return download(BytesIO(pdf), name=name, content_type="application/pdf")


@require_GET
def impact_xlsx(request: OfficerRequest) -> HttpResponseBase:
    """The report as a workbook, as its reader may see it. It has the lists, and is one."""
    if not request.user.may_export:
        raise PermissionDenied
    _form, scope = _asked(request)
    now, query = timezone.now(), urlencode(scope.own_query)
    begun = log.begin(by=request.user, page="deals:impact", query=query, kind="xlsx", at=now)
    made = workbook.made(scope, request.user, at=now)
    log.finish(log=begun, rows=made.deals)
    name = f"Impact – {scope.name}"[:195] + ".xlsx"
    return download(BytesIO(made.content), name=name, content_type=XLSX)


@require_safe
def contribution_list(request: OfficerRequest) -> HttpResponseBase:
    """What helped the deals, and on what evidence somebody accepted that."""
    rows = Contribution.objects.visible_to(request.user).accepted().with_day()
    named = rows.select_related("deal").with_things()
    return show_list(request, CONTRIBUTIONS, named, "deals/contribution_list.html")


@require_safe
def lineage(request: OfficerRequest, pk: int) -> HttpResponse:
    """Where a deal came from and what became of it, year by year."""
    seen: Any = Deal.objects.visible_to(request.user)
    deal = get_object_or_404(seen.with_names(), pk=pk)
    today = request.user.today(timezone.now())
    context = {"deal": deal, "line": lineages.of(deal, request.user, today)}
    return render(request, "deals/lineage.html", context)


def _asked(request: OfficerRequest) -> tuple[ImpactForm, Scope]:
    """What the address asks for. Without a question the form costs no query."""
    is_asked = bool({"country", "programme", "theme", "from", "to"} & set(request.GET))
    form = ImpactForm(request.GET if is_asked else None, viewer=request.user)
    return form, form.scope if is_asked else Scope()

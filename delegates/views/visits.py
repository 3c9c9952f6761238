"""The visits, and logging one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from delegates import checklists, visits
from delegates.forms import VisitForm
from delegates.lists import VISITS
from delegates.models import Attendance, Visit
from delegates.papers.rows import issued_about
from delegates.views.papers import issued_papers
from itpo.office.forms import add_refusal
from itpo.office.joined import names_of
from itpo.office.listing import show_list
from itpo.office.pages import around
from itpo.office.requests import OfficerRequest, may_change, row_number
from itpo.office.sameness.asking import ask
from itpo.office.states import NotPossible


@require_safe
def visit_list(request: OfficerRequest) -> HttpResponseBase:
    rows = Visit.objects.visible_to(request.user).with_people()
    return show_list(request, VISITS, rows, "delegates/visit_list.html")


@require_safe
def visit(request: OfficerRequest, pk: int) -> HttpResponse:
    rows = Visit.objects.visible_to(request.user).for_papers().select_related("application")
    present = Attendance.objects.filter(state=Attendance.State.PRESENT)
    rows = rows.annotate(trained_in=names_of(present, "visit", "session__topic"))
    found = get_object_or_404(rows, pk=pk)
    around_it = around(found, request)
    context = {
        "visit": found,
        "moves": visits.MOVES[Visit.State(found.state)],
        "checklist": checklists.lines(found, around_it["today"]),
        "papers": issued_about(found, issued_papers(request, visit=found)),
        **around_it,
    }
    return render(request, "delegates/visit.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def log_visit(request: OfficerRequest) -> HttpResponse:
    now = timezone.now()
    initial: dict[str, Any] = {"begins": request.user.today(now).isoformat()}
    for name in ("delegate", "programme", "country"):
        if known := row_number(request.GET.get(name, "")):
            initial[name] = known
    form = VisitForm(request.POST or None, viewer=request.user, initial=initial)
    asked = None
    if form.is_valid():
        asked = ask(request, request.user, *visits.to_be_made(form.visit()["delegate"]))
    if asked and not asked.to_show:
        try:
            logged = visits.log(officer=request.user, at=now, **form.visit())
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The visit is logged. Now its meetings?"))
            return redirect(logged)
    return render(request, "delegates/log_visit.html", {"form": form, "asked": asked})

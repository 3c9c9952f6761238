"""Delegates and their visits."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from delegates import visits
from delegates.forms import VisitForm
from delegates.models import Delegate, Visit
from itpo.office import chain
from itpo.office.forms import add_refusal
from itpo.office.listing import page_of, words_of
from itpo.office.requests import OfficerRequest, may_change, row_number


@require_safe
def delegate_list(request: OfficerRequest) -> HttpResponse:
    rows = Delegate.objects.visible_to(request.user).current().matching(words_of(request))
    page = page_of(rows.with_current_post().by_name(), request)
    return render(request, "delegates/delegate_list.html", {"page": page})


@require_safe
def delegate(request: OfficerRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Delegate.objects.visible_to(request.user).select_related("country"), pk=pk
    )
    own_visits = Visit.objects.visible_to(request.user).filter(delegate=found)
    context = {
        "delegate": found,
        "chain": chain.links(found, request.user),
        "postings": list(found.postings.select_related("agency__predecessor").newest_first()),
        "visits": own_visits.select_related("programme").newest_first()[:50],
        "follow_ups": list(found.follow_ups.visible_to(request.user).open().most_urgent_first()),
        "panels": chain.panels(found, request.user),
        "today": request.user.today(timezone.now()),
    }
    return render(request, "delegates/delegate.html", context)


@require_safe
def visit_list(request: OfficerRequest) -> HttpResponse:
    rows = Visit.objects.visible_to(request.user).with_people()
    if words := words_of(request):
        rows = rows.matching(words)
    page = page_of(rows.newest_first(), request)
    return render(request, "delegates/visit_list.html", {"page": page})


@require_safe
def visit(request: OfficerRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Visit.objects.visible_to(request.user).with_people(), pk=pk)
    context = {
        "visit": found,
        "chain": chain.links(found, request.user),
        "follow_ups": list(found.follow_ups.visible_to(request.user).open().most_urgent_first()),
        "panels": chain.panels(found, request.user),
        "moves": visits.MOVES[Visit.State(found.state)],
        "today": request.user.today(timezone.now()),
    }
    return render(request, "delegates/visit.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def log_visit(request: OfficerRequest) -> HttpResponse:
    now = timezone.now()
    initial: dict[str, Any] = {"begins": request.user.today(now).isoformat()}
    if known := row_number(request.GET.get("delegate", "")):
        initial["delegate"] = known
    form = VisitForm(request.POST or None, viewer=request.user, initial=initial)
    if form.is_valid():
        try:
            logged = visits.log(officer=request.user, at=now, **form.visit())
        except (visits.NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The visit is logged. Now its meetings?"))
            return redirect(logged)
    return render(request, "delegates/log_visit.html", {"form": form})

"""The delegates."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from delegates import alumni, life
from delegates.lists import DELEGATES
from delegates.models import Delegate, PostCheck, Visit
from itpo.office.listing import show_list
from itpo.office.pages import around
from itpo.office.requests import OfficerRequest


@require_safe
def delegate_list(request: OfficerRequest) -> HttpResponseBase:
    rows = Delegate.objects.visible_to(request.user).with_current_post()
    if request.GET.get("gone") != "yes":
        rows = rows.current()
    return show_list(request, DELEGATES, rows, "delegates/delegate_list.html")


@require_safe
def delegate(request: OfficerRequest, pk: int) -> HttpResponse:
    """A person for life: the posts they held, their visits, and what came of them."""
    found = get_object_or_404(
        Delegate.objects.visible_to(request.user).select_related("country", "merged_into"), pk=pk
    )
    if found.merged_into is not None:
        return redirect(found.merged_into)
    postings = list(found.postings.select_related("agency__predecessor").newest_first())
    visits = Visit.objects.visible_to(request.user).filter(delegate=found)
    shown = list(visits.select_related("programme").newest_first()[:50])
    checks = PostCheck.objects.visible_to(request.user).filter(delegate=found)
    asked = list(checks.order_by("-asked_at", "-pk")[:20])
    context = {
        "delegate": found,
        "to_enter": [one for one in asked if one.is_to_take_over],
        "confirmed_at": alumni.last_confirmed(asked),
        "asked_at": asked[0].asked_at if asked else None,
        "postings": postings,
        "visits": shown,
        **around(found, request),
    }
    moments = [one for panel in context["panels"] for one in panel["moments"]]
    context["line"] = life.by_year([*life.posts(postings), *life.visits(shown), *moments])
    return render(request, "delegates/delegate.html", context)

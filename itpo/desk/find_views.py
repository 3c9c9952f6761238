"""Find anyone or anything; and the places from which something is logged."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from itpo.office.finding import find, find_similar
from itpo.office.paging import words_of
from itpo.office.requests import OfficerRequest, may_change


@require_safe
def found(request: OfficerRequest) -> HttpResponse:
    """Whatever has the words, by kind; only the list of it for `?part=1`, as one types."""
    words = words_of(request)
    template = "desk/parts/found.html" if request.GET.get("part") else "desk/find.html"
    found = find(request.user, words)
    similar = [] if found else find_similar(request.user, words)
    groups = found or similar
    number = sum(len(group.hits) for group in groups)
    context = {"words": words, "groups": groups, "number": number, "only_similar": bool(similar)}
    return render(request, template, context)


@require_safe
@may_change
def log(request: OfficerRequest) -> HttpResponse:
    """What can be logged from anywhere; the same list opens with the key n."""
    return render(request, "desk/log.html")


@require_safe
def keys(request: OfficerRequest) -> HttpResponse:
    """Which keys do what; the same list opens with the key ?."""
    return render(request, "desk/keys.html")

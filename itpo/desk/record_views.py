"""Adding, changing and removing whatever has a form, and reading its history."""

from typing import Any

from django.apps import apps
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itpo.office import editing
from itpo.office.changes import changes_of
from itpo.office.requests import OfficerRequest, may_change

SHOWN = 30


@require_http_methods(["GET", "POST"])
@may_change
def add(request: OfficerRequest, model: str) -> HttpResponse:
    return editing.add(request, editing.kind_of(model))


@require_http_methods(["GET", "POST"])
@may_change
def change(request: OfficerRequest, model: str, pk: int) -> HttpResponse:
    return editing.change(request, editing.kind_of(model), pk)


@require_POST
@may_change
def remove(request: OfficerRequest, model: str, pk: int) -> HttpResponse:
    return editing.remove(request, editing.kind_of(model), pk)


@require_safe
def history(request: OfficerRequest, model: str, pk: int) -> HttpResponse:
    """What was changed of a record, by whom, newest first."""
    try:
        kind: Any = apps.get_model(model)
    except (LookupError, ValueError):
        raise Http404 from None
    if not hasattr(kind, "history") or not hasattr(kind, "get_absolute_url"):
        raise Http404
    thing = get_object_or_404(kind.objects.visible_to(request.user), pk=pk)
    changes = changes_of(thing, request.user, number=SHOWN)
    return render(request, "desk/history.html", {"thing": thing, "changes": changes})

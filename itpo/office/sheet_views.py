"""Printing sheets: what there is of a record, and one of them."""

from datetime import date
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from itpo.office.downloads import download
from itpo.office.requests import OfficerRequest
from itpo.office.sheets import Asked, make, model_of, page_of, sheets_of
from itpo.office.states import NotPossible


def sheets_for(thing: Model) -> dict[str, Any]:
    """What a page with a record's sheets is given. Asks the database nothing."""
    return {
        "sheets": sheets_of(type(thing)),
        "sheets_of": thing,
        "sheets_label": thing._meta.label_lower,
    }


@require_safe
def sheets(request: OfficerRequest, label: str, pk: int) -> HttpResponse:
    """Everything that can be printed of a record."""
    thing = _thing(request, label, pk)
    return render(request, "office/sheets.html", {"thing": thing, **sheets_for(thing)})


@require_safe
def sheet(
    request: OfficerRequest, label: str, pk: int, kind: str, language: str
) -> HttpResponseBase:
    """One sheet, made now, as its reader may see it; of one day with `?day=`."""
    thing = _thing(request, label, pk)
    made = sheets_of(type(thing)).get(kind)
    if made is None or language not in made.titles:
        raise Http404
    asked = Asked(thing, request.user, language, _day(request.GET.get("day", "")))
    try:
        pdf = make(kind, asked, at=timezone.now())
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect(page_of(thing))
    name = f"{made.titles[language]} – {thing}"[:195] + ".pdf"
    return download(BytesIO(pdf), name=name, content_type="application/pdf")


def _thing(request: OfficerRequest, label: str, pk: int) -> Any:
    model: Any = model_of(label)
    if model is None:
        raise Http404
    return get_object_or_404(model.objects.visible_to(request.user).select_related("office"), pk=pk)


def _day(typed: str) -> date | None:
    """The day asked for; None for all. Raises Http404 where there is no such day."""
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise Http404 from error

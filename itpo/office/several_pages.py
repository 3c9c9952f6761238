"""Doing the same with several rows: choosing what, looking at what would change, and doing it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from itpo.office import chain
from itpo.office.forms import laid_out
from itpo.office.known_lists import normalised, pages
from itpo.office.paging import query_of
from itpo.office.requests import OfficerRequest, may_change, row_number
from itpo.office.several import MOST, Action, Done, Line, carry_out, previewed

PREFIX = "to"  # of the fields of an action: a filter of the list may be called the same
NAMED = 20  # of the refused


def begin(request: OfficerRequest, listing: Any, rows: Any) -> HttpResponse:
    """What is to be done with the chosen rows of a list; and, once that is said, the preview."""
    action = _action(listing, request.GET.get("do", ""))
    back = query_of(request, without=["do", "row", "all", *_fields(action)]).removesuffix("?")
    if not request.GET.get("all"):
        rows = rows.filter(pk__in=_numbers(request.GET.getlist("row")))
    found = list(action.fetched(rows)[: MOST + 1])
    if not 0 < len(found) <= MOST:
        too_many = _("At most %(most)d at once: narrow the list.") % {"most": MOST}
        messages.error(request, too_many if found else _("Choose rows first."))
        return redirect(f"{request.path}{back}")
    fields = _fields(action)
    is_said = not fields or any(name in request.GET for name in fields)
    form = action.form(request.GET if is_said else None, viewer=request.user, prefix=PREFIX)
    lines = _previewed(request, found, action, form) if form.is_valid() else []
    context = {
        "list": listing,
        "action": action,
        "form": form,
        "helper": laid_out(*form.fields),
        "found": [(row, chain.in_words(row)) for row in found],
        "lines": lines,
        "possible": [line for line in lines if not line.why_not],
        "asked": [(n, v) for n, v in _pairs(request) if n not in _fields(action)],
        "said": [(n, v) for n, v in _pairs(request) if n in _fields(action)],
        "query": normalised(back),
        "back": f"{request.path}{back}",
    }
    return render(request, "office/several.html", context)


def _previewed(request: OfficerRequest, rows: list[Any], action: Action, form: Any) -> list[Line]:
    return previewed(rows, action, form.cleaned_data, by=request.user, at=timezone.now())


@require_POST
@may_change
def several(request: OfficerRequest) -> HttpResponse:
    """Do what was shown beforehand."""
    listing = pages.get(request.POST.get("list", ""))
    if listing is None or listing.model is None:
        raise Http404
    action = _action(listing, request.POST.get("do", ""))
    back = f"{reverse(listing.page)}?{normalised(request.POST.get('asked', ''))}"
    form = action.form(request.POST, viewer=request.user, prefix=PREFIX)
    numbers = _numbers(request.POST.getlist("row"))
    if not form.is_valid() or not 0 < len(numbers) <= MOST:
        messages.error(request, _("This page was out of date. Choose the rows once more."))
        return redirect(back)
    done = carry_out(
        rows=listing.model.objects.visible_to(request.user),
        numbers=numbers,
        action=action,
        said=form.cleaned_data,
        by=request.user,
        at=timezone.now(),
    )
    _tell(request, action, done)
    return redirect(back)


def _tell(request: OfficerRequest, action: Action, done: Done) -> None:
    if done.rows:
        said = ngettext(
            "%(what)s: done with %(count)s row.",
            "%(what)s: done with %(count)s rows.",
            done.rows,
        )
        messages.success(request, said % {"what": action.label, "count": done.rows})
    for name, why in done.refused[:NAMED]:
        messages.error(request, _("Not done: %(name)s. %(why)s") % {"name": name, "why": why})
    more = len(done.refused) - NAMED
    if more > 0:
        messages.error(request, _("Not done with %(count)d more.") % {"count": more})


def _action(listing: Any, name: str) -> Action:
    found: Action | None = next((one for one in listing.several if one.name == name), None)
    if found is None:
        raise Http404
    return found


def _fields(action: Action) -> set[str]:
    return {f"{PREFIX}-{name}" for name in action.form.base_fields}


def _numbers(typed: list[str]) -> list[int]:
    return [number for one in typed if (number := row_number(one)) is not None]


def _pairs(request: OfficerRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.GET.lists() for value in values]

"""Records that may be one: the pairs, two side by side, merging them and taking that back."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itpo.desk.merge_rows import Merged, Pair, fields_beside, moving, with_records
from itpo.office import merging
from itpo.office.merging import undoing
from itpo.office.merging.rules import mergeables
from itpo.office.models import Merge, SuspectedPair
from itpo.office.paging import page_of
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.sameness import pairs
from itpo.office.sameness.looking import with_names
from itpo.office.states import NotPossible

LATELY = 50  # merges that can be taken back
SURE = "sure"  # what the buttons send: an empty form decides nothing


@require_safe
def duplicates(request: OfficerRequest) -> HttpResponse:
    """The pairs of one kind, the most reasons first; and what was merged lately."""
    open_pairs = SuspectedPair.objects.visible_to(request.user).open()
    counted = open_pairs.order_by().values_list("model").annotate(Count("pk"))
    many = {one: number for one, number in counted if one in mergeables}
    first = next((one for one in mergeables if many.get(one)), next(iter(mergeables)))
    label = request.GET.get("kind") or first
    model = _kind(label)
    page = page_of(open_pairs.filter(model=label).strongest_first(), request)
    merges = Merge.objects.visible_to(request.user).standing().with_steps().filter(model=label)
    lately = list(merges.select_related("by").order_by("-at", "-pk")[:LATELY])
    numbers = {pk for one in page.rows for pk in (one.first, one.second)}
    numbers |= {pk for one in lately for pk in (one.winner, one.loser)}
    records = with_names(model, request.user).in_bulk(numbers)
    context = {
        "label": label,
        "kinds": [
            (one, capfirst(str(kind._meta.verbose_name_plural)), many.get(one, 0))
            for one, kind in mergeables.items()
        ],
        "page": page,
        "pairs": with_records(Pair, page.rows, records),
        "lately": with_records(Merged, lately, records),
        "days": undoing.KEPT_FOR.days,
    }
    return render(request, "desk/duplicates.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def merge(request: OfficerRequest, model: str, one: int, other: int) -> HttpResponse:
    """Two records side by side, and what would move; the older one stays."""
    kind = _kind(model)
    found = with_names(kind, request.user).in_bulk([one, other])
    if len(found) < 2:
        raise Http404
    for each in found.values():
        if each.merged_into_id is not None:
            return redirect(each.merged_into)
    # One out of use does not take in one that is in use.
    winner, loser = sorted(found.values(), key=lambda each: (bool(each.archived_at), each.pk))
    refusal = ""
    if SURE in request.POST:
        names = [field.name for field in merging.fields_of(kind)]
        taken = [name for name in names if request.POST.get(f"of-{name}") == str(loser.pk)]
        try:
            done = merging.merge(
                winner=winner, loser=loser, taken=taken, by=request.user, at=timezone.now()
            )
        except NotPossible as error:
            refusal = str(error)
        else:
            pairs.after_a_merge(done)
            winner.refresh_from_db()
            messages.success(
                request,
                _("Merged “%(loser)s” into “%(winner)s”. It can be taken back under Duplicates.")
                % {"loser": loser, "winner": winner},
            )
            return redirect(winner)
    else:
        taken = merging.usually_taken(winner, loser)
    context = {
        "label": model,
        "winner": winner,
        "loser": loser,
        "fields": fields_beside(winner, loser, taken, request.user),
        "moving": moving(loser, request.user),
        "refusal": refusal,
        "days": undoing.KEPT_FOR.days,
    }
    return render(request, "desk/merge.html", context)


@require_POST
@may_change
def tell_apart(request: OfficerRequest, model: str, one: int, other: int) -> HttpResponse:
    """They are two: they are not suspected again."""
    if len(with_names(_kind(model), request.user).in_bulk([one, other])) < 2:
        raise Http404
    if SURE in request.POST:
        pairs.tell_apart(label=model, one=one, others=[other], by=request.user, at=timezone.now())
        messages.success(request, _("They are two. They are not listed here again."))
    return _to_the_list(model)


@require_POST
@may_change
def undo(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a merge back."""
    done = get_object_or_404(Merge.objects.visible_to(request.user), pk=pk)
    if SURE not in request.POST:
        return _to_the_list(done.model)
    try:
        undoing.undo(merge=done, by=request.user, at=timezone.now())
    except NotPossible as error:
        messages.error(request, str(error))
        return _to_the_list(done.model)
    pairs.look_again(done.model, [done.winner, done.loser])
    messages.success(request, _("Taken back: they are two records again."))
    found: Any = mergeables[done.model]._default_manager.get(pk=done.loser)
    return redirect(found)


def _kind(label: str) -> type[Model]:
    if label not in mergeables:
        raise Http404
    return mergeables[label]


def _to_the_list(label: str) -> HttpResponse:
    response = redirect("desk:duplicates")
    response["Location"] += f"?kind={label}"
    return response

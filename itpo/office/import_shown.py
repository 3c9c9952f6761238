"""What the page of an import shows: the rows by what becomes of them, a page at a time."""

from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from itpo.office.importing import stored
from itpo.office.importing.errors_file import REFUSED
from itpo.office.importing.undoing import InTheWay
from itpo.office.models import ImportRun
from itpo.office.paging import page_of, query_of
from itpo.office.requests import OfficerRequest

FIRST = 3  # rows of a file that are shown beside its columns
PER_PAGE = 50

# What becomes of rows, in the order in which one looks at them: before, and after.
BEFORE = {
    "undecided": _("To decide"),
    "refused": _("Refused"),
    "created": _("New"),
    "updated": _("Changed"),
    "unchanged": _("Unchanged"),
    "left out": _("Left out"),
}


def first_rows(run: ImportRun) -> list[Any]:
    return [cells for _number, cells in stored.cells_from_json(run.cells[:FIRST])]


def shown(run: ImportRun, request: OfficerRequest) -> dict[str, Any]:
    """The counts, and the rows of one fate: `?rows=`, or the first there are."""
    fates = [(fate, label, run.counts.get(fate, 0)) for fate, label in BEFORE.items()]
    there = [fate for fate, _label, count in fates if count]
    asked = request.GET.get("rows", "")
    here = asked if asked in there else next(iter(there), "")
    plans = [plan for plan in run.plans if plan["fate"] == here]
    page = page_of(plans, request, PER_PAGE)
    return {
        "run": run,
        "tabs": [(*one, _address(request, one[0]), one[0] == here) for one in fates if one[2]],
        "here": here,
        "rows": _linked(page.rows, run, request),
        "page": page,
        "has_errors": any(run.counts.get(fate) for fate in REFUSED) and bool(run.cells),
        "in_the_way": in_the_way(run, request),
        "takes_in": run.counts.get("created", 0) + run.counts.get("updated", 0),
    }


def in_the_way(run: ImportRun, request: OfficerRequest) -> list[InTheWay]:
    """What stands in the way of taking it back: for who asked, who may see it by that name."""
    is_theirs = run.undone_by_id == request.user.pk
    return [InTheWay(*one) for one in run.in_the_way] if is_theirs else []


def _address(request: HttpRequest, fate: str) -> str:
    return query_of(request, without=["page"], rows=fate)


def _linked(plans: list[Any], run: ImportRun, request: OfficerRequest) -> list[dict[str, Any]]:
    """The rows with what was decided of them and, once written, the records they are."""
    numbers = [plan["row"] for plan in plans]
    written: dict[int, list[tuple[str, int]]] = {}
    for row, model, record in run.records.filter(row__in=numbers).values_list(
        "row", "model", "record"
    ):
        written.setdefault(row, []).append((model, record))
    records = _records({one for several in written.values() for one in several}, request)
    return [
        {
            **plan,
            "decided": run.decisions.get(str(plan["row"]), ""),
            "records": [records[one] for one in written.get(plan["row"], ()) if one in records],
        }
        for plan in plans
    ]


def _records(wanted: set[tuple[str, int]], request: OfficerRequest) -> dict[tuple[str, int], Any]:
    """The records that have a page of their own, as far as one may see them: a query a table."""
    found = {}
    for label in {model for model, _record in wanted}:
        rows: Any = apps.get_model(label)._default_manager
        if not hasattr(rows, "visible_to") or not hasattr(rows.model, "get_absolute_url"):
            continue
        numbers = [record for model, record in wanted if model == label]
        for one in rows.visible_to(request.user).filter(pk__in=numbers):
            found[label, one.pk] = one
    return found

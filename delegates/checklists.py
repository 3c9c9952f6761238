"""The checklist before a visit: laid out from the office's steps, and ticked off."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from delegates.models import ChecklistItem, ChecklistStep, Paper, Visit
from delegates.models.visits import VisitQuerySet
from delegates.usual_steps import USUAL
from itpo.office.history import sign
from itpo.office.models import Milestone, Office, User
from itpo.office.states import NotPossible

SOON = timedelta(days=7)


@transaction.atomic
def the_usual(*, office: Office, by: User | None = None) -> list[ChecklistStep]:
    """Give an office the usual steps for every country, unless it has such a list already."""
    Office.objects.select_for_update().get(pk=office.pk)
    if ChecklistStep.objects.filter(office=office, country=None).exists():
        return []
    steps = [ChecklistStep(office=office, **step._asdict()) for step in USUAL]
    for step in steps:
        sign(step, by)
        step.save()
    return steps


@transaction.atomic
def usual_for_new_offices(*, at: datetime) -> int:
    """Give each office the usual steps once; never again, whatever it makes of them."""
    given = 0
    for office in Office.objects.order_by("pk"):
        name = f"usual checklist {office.pk}"
        _row, is_new = Milestone.objects.get_or_create(name=name, defaults={"at": at})
        if is_new:
            the_usual(office=office)
            given += 1
    return given


@transaction.atomic
def lay_out(*, visit: Visit, by: User | None) -> list[ChecklistItem]:
    """Copy the steps that apply onto a visit's checklist; those that are there already stay."""
    visit = (
        Visit.objects.select_for_update(of=("self",)).select_related("delegate").get(pk=visit.pk)
    )
    there = set(visit.checklist.values_list("text", flat=True))
    items = [_item(step, visit) for step in steps_for(visit) if step.text not in there]
    for item in items:
        sign(item, by)
        item.save()
    return items


def steps_for(visit: Visit) -> list[ChecklistStep]:
    """The steps of the delegate's country, or else those for every country."""
    steps = ChecklistStep.objects.filter(office=visit.office_id).in_order()
    own = list(steps.filter(country=visit.delegate.country_id))
    alone = visit.programme_id is None
    # A list of applicants is asked for when several come.
    return [
        step
        for step in own or steps.filter(country=None)
        if not (alone and step.paper == Paper.Kind.APPLICANTS)
    ]


def tick(*, item: ChecklistItem, by: User, at: datetime) -> ChecklistItem:
    """Tick an item off. Raises NotPossible where it is done, or not needed."""
    return _write(item, by, _ticked(by, at))


def untick(*, item: ChecklistItem, by: User) -> ChecklistItem:
    """Take back that an item is done."""
    return _write(item, by, {"done_at": None, "done_by": None})


def need(*, item: ChecklistItem, is_needed: bool, by: User) -> ChecklistItem:
    """Say that an item is not needed for this visit, or that it is after all."""
    return _write(item, by, {"is_needed": is_needed, "done_at": None, "done_by": None})


def tick_paper(*, visits: VisitQuerySet, kind: str, by: User, at: datetime) -> None:
    """Tick off what is done once a paper is issued."""
    items = ChecklistItem.objects.filter(visit__in=visits, paper=kind).missing()
    for item in items.select_for_update(of=("self",)).order_by("pk"):
        _save(item, by, _ticked(by, at))


class Line(NamedTuple):
    """One item as a page shows it, with the day it is due and how it stands."""

    item: ChecklistItem
    due_on: date | None
    standing: str  # done, spared, late, soon, open


def lines(visit: Visit, today: date) -> list[Line]:
    """The checklist of a visit; what is due first comes first, and the inviter's papers."""
    items = visit.checklist.select_related("done_by").in_order()
    return [_line(item, visit, today) for item in items]


def _line(item: ChecklistItem, visit: Visit, today: date) -> Line:
    due_on = item.due_on(visit)
    if not item.is_needed:
        standing = "spared"
    elif item.done_at:
        standing = "done"
    elif due_on is None or due_on > today + SOON:
        standing = "open"
    else:
        standing = "late" if due_on < today else "soon"
    return Line(item, due_on, standing)


def _ticked(by: User, at: datetime) -> dict[str, Any]:
    return {"done_at": at, "done_by": by}


@transaction.atomic
def _write(item: ChecklistItem, by: User, columns: dict[str, Any]) -> ChecklistItem:
    locked = ChecklistItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if columns["done_at"] and locked.done_at:
        raise NotPossible(_("Somebody has ticked it off already."))
    if columns["done_at"] and not locked.is_needed:
        raise NotPossible(_("It is marked as not needed. Say first that it is needed."))
    return _save(locked, by, columns)


def _save(item: ChecklistItem, by: User, columns: dict[str, Any]) -> ChecklistItem:
    for name, value in columns.items():
        setattr(item, name, value)
    sign(item, by)
    item.save(update_fields=list(columns))
    return item


def _item(step: ChecklistStep, visit: Visit) -> ChecklistItem:
    columns = ("text", "text_fr", "text_ja", "by_whom", "days_before", "paper")
    return ChecklistItem(visit=visit, **{name: getattr(step, name) for name in columns})

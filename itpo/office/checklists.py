"""Checklists: laid out from an office's steps, counted back from a day, and ticked off."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from itpo.office.history import sign
from itpo.office.models import Milestone, Office, User
from itpo.office.models.checklists import ToDo, ToDoItem
from itpo.office.states import NotPossible

SOON = timedelta(days=7)

AnyToDo = TypeVar("AnyToDo", bound=ToDo)
AnyItem = TypeVar("AnyItem", bound=ToDoItem)


@transaction.atomic
def begin_with(
    *, steps: Any, usual: Iterable[Mapping[str, Any]], office: Office, by: User | None
) -> list[Any]:
    """Give an office the usual steps, unless the rows in `steps` are there already."""
    Office.objects.select_for_update().get(pk=office.pk)
    if steps.exists():
        return []
    return add([steps.model(office=office, **columns) for columns in usual], by)


@transaction.atomic
def give_once(*, name: str, give: Callable[[Office], object], at: datetime) -> int:
    """Give each office something once; never again, whatever it makes of it. Say to how many."""
    new = [
        office
        for office in Office.objects.order_by("pk")
        if Milestone.objects.get_or_create(name=f"{name} {office.pk}", defaults={"at": at})[1]
    ]
    for office in new:
        give(office)
    return len(new)


def add(rows: list[AnyToDo], by: User | None) -> list[AnyToDo]:
    """Save new steps or items, signed."""
    for row in rows:
        sign(row, by)
        row.save()
    return rows


def take(*, item: ToDoItem, to: str, by: User, at: datetime) -> None:
    """Do what a button says: done, open, needed or spared. Raises NotPossible."""
    if to == "done":
        tick(item=item, by=by, at=at)
    elif to == "open":
        untick(item=item, by=by)
    elif to in {"needed", "spared"}:
        need(item=item, is_needed=to == "needed", by=by)


def tick(*, item: AnyItem, by: User, at: datetime) -> AnyItem:
    """Tick an item off. Raises NotPossible where it is done, or not needed."""
    return _write(item, by, _ticked(by, at))


def untick(*, item: AnyItem, by: User) -> AnyItem:
    """Take back that an item is done."""
    return _write(item, by, {"done_at": None, "done_by": None})


def need(*, item: AnyItem, is_needed: bool, by: User) -> AnyItem:
    """Say that an item is not needed this time, or that it is after all."""
    return _write(item, by, {"is_needed": is_needed, "done_at": None, "done_by": None})


def tick_all(*, items: Any, by: User, at: datetime) -> None:
    """Tick off all that is missing among some items."""
    for item in items.missing().select_for_update(of=("self",)).order_by("pk"):
        _save(item, by, _ticked(by, at))


class Line(NamedTuple):
    """One item as a page shows it, with the day it is due and how it stands."""

    item: Any
    due_on: date | None
    standing: str  # done, spared, late, soon, open


def lines(items: Any, begins_on: date | None, today: date) -> list[Line]:
    """Some items in order; what is due first comes first, and what the office sees to."""
    return [_line(item, begins_on, today) for item in items.select_related("done_by").in_order()]


def _line(item: ToDoItem, begins_on: date | None, today: date) -> Line:
    due_on = item.due_on(begins_on)
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
def _write(item: AnyItem, by: User, columns: dict[str, Any]) -> AnyItem:
    rows: Any = type(item)._default_manager
    locked: AnyItem = rows.select_for_update(of=("self",)).get(pk=item.pk)
    if columns["done_at"] and locked.done_at:
        raise NotPossible(_("Somebody has ticked it off already."))
    if columns["done_at"] and not locked.is_needed:
        raise NotPossible(_("It is marked as not needed. Say first that it is needed."))
    return _save(locked, by, columns)


def _save(item: AnyItem, by: User, columns: dict[str, Any]) -> AnyItem:
    for name, value in columns.items():
        setattr(item, name, value)
    sign(item, by)
    item.save(update_fields=list(columns))
    return item

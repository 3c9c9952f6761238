"""Doing the same with several rows of a list: first shown row by row, then done or refused."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from itpo.office import chain, follow_ups
from itpo.office.models import User
from itpo.office.picking import PickingForm
from itpo.office.states import NotPossible

MOST = 500  # rows at once
REFUSALS = (NotPossible, follow_ups.NotPossible)
# What the action's form says; and `by` whom, `at` which moment.
Said = dict[str, Any]


@dataclass(frozen=True)
class Action:
    """What can be done with several rows, and how it is shown beforehand.

    `after` runs no query of its own and raises NotPossible where it knows that it cannot be;
    what only the verb finds out is refused when it is done.
    """

    name: str
    label: str | Promise
    form: type[PickingForm]
    before: Callable[[Any], str]
    after: Callable[[Any, Said], str]
    act: Callable[[Any, Said, User, datetime], object]
    fetched: Callable[[Any], Any] = lambda rows: rows  # with what before and after need
    # The columns that lead to what the verb locks before the row itself.
    locked_first: tuple[str, ...] = ()


class Line(NamedTuple):
    """One row as it is and as it would be; or why it cannot be."""

    row: Any
    name: str
    before: str
    after: str
    why_not: str


class Done(NamedTuple):
    """How many rows it was done with, and which were refused, with the reason."""

    rows: int
    refused: list[tuple[str, str]]


def previewed(
    rows: Iterable[Any], action: Action, said: Said, *, by: User, at: datetime
) -> list[Line]:
    """What would become of each row. Writes nothing."""
    said = {**said, "by": by, "at": at}
    return [_line(row, action, said) for row in rows]


def _line(row: Any, action: Action, said: Said) -> Line:
    name, before = chain.in_words(row), action.before(row)
    try:
        after = action.after(row, said)
        if after == before:
            raise NotPossible(_("It is so already."))
    except REFUSALS as refusal:
        return Line(row, name, before, "", str(refusal))
    return Line(row, name, before, after, "")


@transaction.atomic
def carry_out(
    *, rows: Any, numbers: Sequence[int], action: Action, said: Said, by: User, at: datetime
) -> Done:
    """Do it with each of the rows that can be, in one transaction; name the others.

    `rows` are those that `by` may see; they are locked and looked at again, since somebody else
    may have been quicker.
    """
    said = {**said, "by": by, "at": at}
    for column in action.locked_first:
        _lock_behind(rows.filter(pk__in=numbers), column)
    locked = rows.filter(pk__in=numbers).select_for_update(of=("self",)).order_by("pk")
    numbers = [row.pk for row in locked]
    done, refused = 0, []
    for row in action.fetched(rows.filter(pk__in=numbers)).order_by("pk"):
        line = _line(row, action, said)
        why_not = line.why_not or _act(row, action, said, by, at)
        if why_not:
            refused.append((line.name, why_not))
        else:
            done += 1
    return Done(done, refused)


def _lock_behind(rows: Any, column: str) -> None:
    """What a column of the rows leads to, in one order."""
    whole: Any = rows.model._meta.get_field(column).related_model
    behind = whole._default_manager.filter(pk__in=rows.order_by().values(column))
    list(behind.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _act(row: Any, action: Action, said: Said, by: User, at: datetime) -> str:
    """Do it with one row, all of it or nothing; say why where it is refused."""
    try:
        with transaction.atomic():
            action.act(row, said, by, at)
    except REFUSALS as refusal:
        return str(refusal)
    return ""

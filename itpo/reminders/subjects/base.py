"""What the engine has to know of a subject: which rows, whose, counted from which days."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple, TypeAlias

from django.db.models import CharField, F, Model, Q, Value
from django.db.models.expressions import Combinable

from itpo.office.models import Office, User
from itpo.office.models.rules import Anchor, Condition, Tells
from itpo.office.reasons import Reason

# Rows of a subject: a queryset of its model, with what was added to each.
Rows: TypeAlias = Any


class Person(NamedTuple):
    """Somebody a rule writes to about one thing. `key` tells them apart from the others.

    Without an address, or without the page their text leads to, they cannot be written to.
    """

    cause: int
    key: str
    name: str
    email: str
    language: str
    link: Callable[[], tuple[str, str]] | None = None  # its address, and the token in it


@dataclass(frozen=True)
class About:
    """One subject of rules, as the engine reads it.

    `rows` are those that may call for something, and `why_gone` says of any other why it does
    not. An anchor takes an office's rows to those whose day is known and adds it as `anchor_day`;
    a condition leaves those of which it holds. `countries` are those of one thing, and `abroad`
    says to the database where their codes stand. What `recurs` is asked for anew once its day has
    moved on; what is dear to look for is looked at `every` so often only.
    """

    model: type[Model]
    rows: Callable[[], Rows]
    of_office: Callable[[Rows, Office], Rows]
    anchors: Mapping[Anchor, Callable[[Rows, Office], Rows]]
    owned: Callable[[Rows], Rows]
    owners: Callable[[list[Any], Office], dict[int, User | None]]
    why_gone: Callable[[Any], Reason | None]
    conditions: Mapping[Condition, Callable[[Rows], Rows]] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    fetched: tuple[str, ...] = ()
    countries: Callable[[Any], Collection[str]] = lambda thing: ()
    abroad: Combinable = Value(None, output_field=CharField())  # noqa: RUF009 – never changed
    days: Callable[[Any], tuple[str, str]] = lambda thing: ("", "")
    people: Mapping[Tells, Callable[[list[Any]], list[Person]]] = field(default_factory=dict)
    recurs: bool = False
    every: timedelta = timedelta(0)


def of_office(path: str) -> Callable[[Rows, Office], Rows]:
    return lambda rows, office: rows.filter(**{path: office.pk})


def on(column: str) -> Callable[[Rows, Office], Rows]:
    """Counted from a day that a column holds."""
    return lambda rows, office: rows.filter(**{f"{column}__isnull": False}).annotate(
        anchor_day=F(column)
    )


def to_the_day(end: str) -> Callable[[Rows, Office], Rows]:
    """Counted from one end of a period, where it is known to the day."""
    return lambda rows, office: rows.filter(**{f"{end}_latest": F(f"{end}_earliest")}).annotate(
        anchor_day=F(f"{end}_earliest")
    )


def owned_by(*paths: str) -> Callable[[Rows], Rows]:
    """The rows that have an owner, along any of these paths."""
    found = Q()
    for path in paths:
        found |= Q(**{f"{path}__isnull": False})
    return lambda rows: rows.filter(found)


def owner_of(*paths: str) -> Callable[[list[Any], Office], dict[int, User | None]]:
    """The first owner of each along these paths; what is on the way may be missing."""

    def along(thing: Any, path: str) -> Any:
        for name in path.split("__"):
            thing = getattr(thing, name) if thing is not None else None
        return thing

    def owners(things: list[Any], office: Office) -> dict[int, User | None]:
        found = {one.pk: [along(one, path) for path in paths] for one in things}
        return {pk: next(filter(None, those), None) for pk, those in found.items()}

    return owners

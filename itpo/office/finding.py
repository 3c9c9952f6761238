"""Find anything: each app says what of its own can be found, and one query looks everywhere."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, F, Model, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.functional import Promise

from itpo.office.visibility import Viewer

EACH = 6  # how many of a kind are shown at once


@dataclass(frozen=True)
class Findable:
    """How the rows of a model are found, and what the reader sees of one."""

    model: type[Model]
    heading: str | Promise
    rows: Callable[[Viewer, str], QuerySet[Any]]
    label: str | Combinable
    hint: str | Combinable
    url_name: str
    list_name: str
    say: Callable[[str], str]
    say_hint: Callable[[str], str]


class Hit(NamedTuple):
    """One record that was found."""

    label: str
    hint: str
    url: str


class Group(NamedTuple):
    """What was found of one kind; `more` leads to all of them, where there may be more."""

    heading: str | Promise
    hits: list[Hit]
    more: str


findables: list[Findable] = []


def findable(
    model: type[Model],
    heading: str | Promise,
    *,
    best_first: Callable[[Any], QuerySet[Any]],
    label: str | Combinable,
    hint: str | Combinable = Value(""),  # noqa: B008 - an expression is never changed
    url_name: str,
    list_name: str,
    say: Callable[[str], str] = str,
    say_hint: Callable[[str], str] = str,
) -> None:
    """Have rows of a model found by their words, as far as the viewer sees them.

    `best_first` puts them in order. `label` and `hint` are columns or expressions: the rows
    themselves are not fetched. `say` and `say_hint` put them as the reader sees them.
    """

    def rows(viewer: Viewer, words: str) -> QuerySet[Any]:
        every: Any = model._default_manager
        return best_first(every.visible_to(viewer).matching(words))

    findables.append(
        Findable(model, heading, rows, label, hint, url_name, list_name, say, say_hint)
    )


def find(viewer: Viewer, words: str) -> list[Group]:
    """What has every word, by kind, a few of each, in one query. Nothing without words."""
    if not words:
        return []
    parts = [
        one.model._default_manager.filter(pk__in=one.rows(viewer, words).values("pk")[:EACH])
        .order_by()
        .annotate(
            of_kind=Value(place),
            found_as=_text(one.label),
            found_beside=_text(one.hint),
        )
        .values_list("of_kind", "pk", "found_as", "found_beside")
        for place, one in enumerate(findables)
    ]
    found: dict[int, list[Hit]] = {}
    for place, pk, called, beside in parts[0].union(*parts[1:], all=True):
        one = findables[place]
        hit = Hit(one.say(called), one.say_hint(beside), reverse(one.url_name, args=[pk]))
        found.setdefault(place, []).append(hit)
    return [
        Group(
            findables[place].heading,
            sorted(hits),
            f"{reverse(findables[place].list_name)}?q=" if len(hits) == EACH else "",
        )
        for place, hits in sorted(found.items())
    ]


def _text(what: str | Combinable) -> Combinable:
    expression = F(what) if isinstance(what, str) else what
    return Coalesce(Cast(expression, CharField()), Value(""))

"""Where each of several words stands at all: nobody need look for it anywhere else."""

from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Model, Q, QuerySet, Value
from django.db.models.constants import LOOKUP_SEP

from itpo.office.visibility import having
from itpo.office.words import Shape, stand_in


class Place(NamedTuple):
    """A column of a table, whatever rows of other tables lead to it."""

    model: type[Model]
    column: str


# Of each word, the columns in which it may stand, as a model calls them.
Columns = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=100)
def place_of(model: Any, column: str) -> Place:
    *relations, last = column.split(LOOKUP_SEP)
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    return Place(model, last)


def standing(shape: Shape, places: list[Place]) -> QuerySet[Any]:
    """The number of each word with that of each place in which it stands. PostgreSQL only."""
    parts = [
        _rows(place, having(place.column, term))
        .annotate(of_word=Value(word), at_place=Value(number))
        .values_list("of_word", "at_place")[:1]
        for word, term in enumerate(stand_in(shape).terms)
        for number, place in enumerate(places)
    ]
    every: QuerySet[Any] = parts[0].union(*parts[1:], all=True)
    return every


def _rows(place: Place, condition: Q) -> QuerySet[Any]:
    return place.model._base_manager.order_by().filter(condition)

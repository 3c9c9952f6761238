"""Who may see what. Every list, page, picker, count and mail asks here.

A viewer is a user, or the holder of a personal link. A link shows its holder only what the
portal hands out by name, never a queryset of records.
"""

from functools import reduce
from itertools import product
from math import prod
from operator import and_, or_, sub
from typing import Any, Protocol, Self

from django.contrib.admin.utils import lookup_spawns_duplicates
from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connections, models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import Combinable

from itpo.office.words import Term, Wanted, phrases, terms

FOLDED = "folded"
MOST_WAYS = 9
CANDIDATES = 100  # of which the best few are shown
# How a name stands that is just what is looked for, that begins so, that has such a word.
NEAR = ("| {} |", "| {}", " {}")


class Viewer(Protocol):
    """Whoever looks: a User, a PersonalLink, or nobody (AnonymousUser)."""

    @property
    def sees_records(self) -> bool:
        """Whether they may see records at all."""
        ...

    @property
    def sees_restricted(self) -> bool:
        """Whether they may see what is restricted to its owner and the managers."""
        ...

    @property
    def is_superuser(self) -> bool: ...

    @property
    def office_id(self) -> int | None: ...

    @property
    def pk(self) -> Any: ...


class SearchableQuerySet(models.QuerySet[Any]):
    """Rows that can be searched for words. `searched` names the columns that are looked at.

    In columns of folded words, each is found however it is written; in others as it is typed.
    """

    searched: tuple[str, ...] = ()

    def in_one_place(self, sought: Wanted) -> Self:
        """The rows that have every word in one place: their own, or one thing that belongs to them.

        For who shows the best few: of very many, only the nearest.
        """
        every = [
            reduce(and_, (having(column, term) for term in sought.terms))
            for column in self.searched
        ]
        return self._nearest([self.filter(way) for way in [*_names(sought.phrases), *every]])

    def here_and_there(self, sought: Wanted, columns: tuple[tuple[str, ...], ...]) -> Self:
        """The rows that have words in several places; of very many, some, if ways are few.

        `columns` are those in which each word may stand, several of them. What `in_one_place`
        finds is not looked for again.
        """
        of_each = [
            [(column, way) for column in known for way in _ways(column, term)]
            for term, known in zip(sought.terms, columns, strict=True)
        ]
        if prod(map(len, of_each)) > MOST_WAYS:
            return self._having_all(sought.terms)
        # One after the other, so that each word may stand in another of what belongs to a row.
        return self._nearest(
            [
                reduce(_narrowed, [way for _column, way in found], self)
                for found in product(*of_each)
                if are_several(self.model, {column for column, _way in found})
            ]
        )

    def _nearest(self, parts: list[Self]) -> Self:
        """The first rows of these, one after the other; all of them on SQLite."""
        first, *others = [part.order_by().values("pk") for part in parts]
        if not connections[self.db].features.supports_slicing_ordering_in_compound:
            return self.filter(pk__in=first.union(*others))
        cut = [part[:CANDIDATES] for part in others]
        # Part after part, until there are enough: what is nearest comes first.
        return self.filter(pk__in=first[:CANDIDATES].union(*cut, all=True)[:CANDIDATES])

    def matching(self, words: str) -> Self:
        """The rows that have every word, in whatever way; none where nothing can be looked for."""
        looked_for = terms(words)
        if not looked_for and words.strip():
            return self.none()
        return self._having_all(looked_for)

    def _having_all(self, looked_for: list[Term]) -> Self:
        found = self
        for term in looked_for:
            found = found.filter(self._having(term))
        return found

    def best_first(self, words: str) -> Self:
        """What is called just that, then what begins so, then has such a word; then as before."""
        if FOLDED not in self.searched or not words:
            return self
        return self.order_by(nearness(phrases(words)), *self.query.order_by)

    def resembling(self, long: list[str]) -> Self:
        """The rows that have every one of some long words, but for a slip. PostgreSQL only."""
        found = self
        for word in long:
            # As something selected, so that the plan is made without comparing it to a sample.
            asked = Func(Value(word), template="(SELECT %(expressions)s)")
            found = found.filter(TrigramWordSimilar(F(FOLDED), asked))
        return self.filter(pk__in=found.order_by().values("pk")[:CANDIDATES])

    def _having(self, term: Term) -> Q:
        ways = [way for column in self.searched for way in _ways(column, term)]
        if all(LOOKUP_SEP not in column for column in self.searched):
            return reduce(or_, ways)
        rows = self.model._base_manager.order_by()
        # A union rather than an OR over a join: so each column's own index can be used.
        first, *others = [rows.filter(way).values("pk") for way in ways]
        return Q(pk__in=first.union(*others))


def _narrowed(rows: Any, way: Q) -> Any:
    return rows.filter(way)


def nearness(named: list[str]) -> Case:
    """0 for a row that is called just that; 1 beginning so; 2 with such a word; 3 for others."""
    ranks = [
        When(_has(text, named, "contains"), then=Value(rank))
        for rank, text in enumerate(NEAR if named else [])
    ]
    return Case(*ranks, default=Value(len(ranks)), output_field=models.IntegerField())


def _names(named: list[str]) -> list[Q]:
    """How the nearest rows are found, rank by rank."""
    exact, begun, within = NEAR
    found = [
        _has(exact, named, "named"),
        _has(begun, named, "named"),
        _has(within, named, "contains"),
    ]
    return found if named else []


def _has(text: str, named: list[str], lookup: str) -> Q:
    return reduce(or_, (Q((f"{FOLDED}__{lookup}", text.format(one))) for one in named), Q())


def unlikeness(long: list[str]) -> Combinable:
    """How far a row is from having some words: the higher, the less like them."""
    likeness = (TrigramWordSimilarity(word, FOLDED) for word in long)
    return reduce(sub, likeness, Value(0.0))


def are_several(model: type[models.Model], columns: set[str]) -> bool:
    """Whether words in these columns may stand in several things that belong to a row."""
    return len(columns) > 1 or any(
        lookup_spawns_duplicates(model._meta, column) for column in columns
    )


def having(column: str, term: Term) -> Q:
    """Whether a column has a term, in whatever way."""
    return reduce(or_, _ways(column, term))


def _ways(column: str, term: Term) -> list[Q]:
    """In which ways a column may have a term."""
    if column.endswith(FOLDED):
        return [
            reduce(and_, (Q(**{f"{column}__contains": text}) for text in way)) for way in term.ways
        ]
    return [Q(**{f"{column}__icontains": term.typed})]


class SharedQuerySet(SearchableQuerySet):
    """Records all offices share: countries, agencies, companies, people."""

    def visible_to(self, viewer: Viewer) -> Self:
        return self.all() if getattr(viewer, "sees_records", False) else self.none()


class OwnedQuerySet(SearchableQuerySet):
    """Records of one office.

    `office_path` leads to the office. A record may be restricted to its owner and the
    managers: `restricted_path` and `owner_path` say how to know. `confided_path` leads to the one
    person who sees it besides, where there is one.
    """

    office_path = "office"
    restricted_path = ""
    owner_path = ""
    confided_path = ""

    def visible_to(self, viewer: Viewer) -> Self:
        if not getattr(viewer, "sees_records", False):
            return self.none()
        if viewer.is_superuser:
            return self.all()
        if viewer.office_id is None:
            return self.none()  # or they would see what belongs to no office
        mine = self.filter(**{self.office_path: viewer.office_id})
        if not self.restricted_path or viewer.sees_restricted:
            return mine
        seen = Q(**{self.restricted_path: False}) | Q(**{self.owner_path: viewer.pk})
        if self.confided_path:
            seen |= Q(**{self.confided_path: viewer.pk})
        return mine.filter(seen)

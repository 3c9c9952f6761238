"""Who may see what. Every list, page, picker, count and mail asks here.

A viewer is a user, or the holder of a personal link. A link shows its holder only what the
portal hands out by name, never a queryset of records.
"""

from functools import reduce
from itertools import product
from math import prod
from operator import and_, or_, sub
from typing import Any, Protocol, Self

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connections, models
from django.db.models import Case, F, Q, Value, When
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import Combinable

from itpo.office.words import Term, Wanted, long_words, phrases, terms

FOLDED = "folded"
MOST_WAYS = 16
CANDIDATES = 500  # of which the best few are shown


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

    def a_few_matching(self, sought: Wanted) -> Self:
        """The same for who shows the best few: of a word that very many have, not all are read."""
        looked_for = sought.terms
        can_cut = connections[self.db].features.supports_slicing_ordering_in_compound
        if FOLDED not in self.searched or not can_cut or len(looked_for) > 2:
            return self._having_all(looked_for)
        of_each = [
            [way for column in self.searched for way in _ways(column, term)] for term in looked_for
        ]
        if len(looked_for) == 1:
            names = [text.format(one) for text in ("| {} |", "| {}") for one in sought.phrases]
            ways = [*(Q(folded__contains=name) for name in names), *of_each[0]]
        elif self._leads_to_one() and prod(map(len, of_each)) <= MOST_WAYS:
            # Each word here or there: so the rarer of the two leads, wherever it stands.
            ways = [one & other for one, other in product(*of_each)]
        else:
            return self._having_all(looked_for)
        rows = self.model._base_manager.order_by()
        first, *others = [rows.filter(way).values("pk")[:CANDIDATES] for way in ways]
        return self.filter(pk__in=first.union(*others))

    def _leads_to_one(self) -> bool:
        """Whether each column is the row's own or of one row that it points at."""
        steps = [column.split(LOOKUP_SEP)[:-1] for column in self.searched]
        fields = [self.model._meta.get_field(step[0]) for step in steps if step]
        return all(len(step) < 2 for step in steps) and all(one.many_to_one for one in fields)

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

    def resembling(self, words: str) -> Self:
        """The rows that have every word but for a slip of the hand. PostgreSQL only."""
        long = long_words(words)
        if not long or FOLDED not in self.searched:
            return self.none()
        found = self
        for word in long:
            found = found.filter(TrigramWordSimilar(F(FOLDED), word))
        # Like a frequent word are very many, and how much so takes long to tell.
        return self.filter(pk__in=found.order_by().values("pk")[:CANDIDATES])

    def _having(self, term: Term) -> Q:
        ways = [way for column in self.searched for way in _ways(column, term)]
        if all(LOOKUP_SEP not in column for column in self.searched):
            return reduce(or_, ways)
        rows = self.model._base_manager.order_by()
        # A union rather than an OR over a join: so each column's own index can be used.
        first, *others = [rows.filter(way).values("pk") for way in ways]
        return Q(pk__in=first.union(*others))


def nearness(named: list[str]) -> Case:
    """0 for a row that is called just that; 1 beginning so; 2 with such a word; 3 for others."""

    def has(text: str) -> Q:
        return reduce(or_, (Q(folded__contains=text.format(one)) for one in named), Q())

    ranks = [
        When(condition, then=Value(rank))
        for rank, text in enumerate(["| {} |", "| {}", " {}"])
        if (condition := has(text))
    ]
    return Case(*ranks, default=Value(len(ranks)), output_field=models.IntegerField())


def unlikeness(words: str) -> Combinable:
    """How far a row is from having the words: the higher, the less like them."""
    likeness = (TrigramWordSimilarity(word, FOLDED) for word in long_words(words))
    return reduce(sub, likeness, Value(0.0))


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

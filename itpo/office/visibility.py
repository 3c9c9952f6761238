"""Who may see what. Every list, page, picker, count and mail asks here.

A viewer is a user, or the holder of a personal link. A link shows its holder only what the
portal hands out by name, never a queryset of records.
"""

from typing import Any, Protocol, Self

from django.db import models
from django.db.models import Q


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
    """Rows that can be searched for words. `searched` names the columns that are looked at."""

    searched: tuple[str, ...] = ()

    def ways(self, word: str) -> Q:
        """In which ways a row has one word."""
        found = Q()
        for path in self.searched:
            found |= Q(**{f"{path}__icontains": word})
        return found

    def matching(self, words: str) -> Self:
        """The rows that have every word, in whatever way."""
        found = self
        for word in words.split():
            found = found.filter(self.ways(word))
        return found


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

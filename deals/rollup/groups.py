"""By what figures are grouped, and which deals belong to which group."""

from collections.abc import Callable
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value

from deals.models import Contribution, Deal

NONE = "none"  # the key of what belongs to no group
YEAR = "year"  # a figure's, not a deal's

# Rows of deal and key. A deal may have several where sums by it do not add up to the whole.
Members = Callable[[Any], "QuerySet[Any, Any]"]


def _all(deals: Any) -> Any:
    return deals.values_list("pk", Value("", CharField()))


def _own(column: str) -> Members:
    return lambda deals: deals.values_list("pk", column)


TAGS: dict[str, Any] = {"sector": Deal.sectors.through, "theme": Deal.themes.through}


def _tagged(by: str) -> Members:
    def rows(deals: Any) -> Any:
        tagged = TAGS[by].objects.filter(deal__in=deals.values("pk"))
        return tagged.values_list("deal", by)

    return rows


def _helped_by(*paths: str) -> Members:
    def rows(deals: Any) -> Any:
        """Of deals, what helped them: each thing once a deal, however often it did."""
        of_deals = Contribution.objects.helped().filter(deal__in=deals.values("pk"))
        first, *others = (
            of_deals.filter(**{f"{path}__isnull": False}).values_list("deal", path)
            for path in paths
        )
        return first.union(*others)

    return rows


# What leads from a contribution to what helped.
HELPED = {
    "mission": ("mission", "meeting__mission"),
    "programme": ("visit__programme", "meeting__visit__programme"),
}


BY: dict[str, Members] = {
    "": _all,
    "stage": _own("stage"),
    "country": _own("country"),
    "owner": _own("owner"),
    "sector": _tagged("sector"),
    "theme": _tagged("theme"),
    "mission": _helped_by(*HELPED["mission"]),
    "programme": _helped_by(*HELPED["programme"]),
    YEAR: _all,
}
# A deal may be in several sectors and themes, and several missions and programmes may have helped.
NOT_ADDITIVE = frozenset({"sector", "theme", "mission", "programme"})


def of_group(by: str, thing: Any) -> Q:
    """Which deals belong to a country, sector, theme, mission or programme; or, by None, to none.

    The same as `BY` says the other way round.
    """
    if by in HELPED:
        paths = HELPED[by]
        asked = {f"{path}__isnull": False for path in paths}
        if thing is not None:
            asked = dict.fromkeys(paths, thing)
        found = Q(
            pk__in=Contribution.objects.helped().filter(Q(**asked, _connector=Q.OR)).values("deal")
        )
        return ~found if thing is None else found
    if by in TAGS:
        tagged = TAGS[by].objects.all()
        if thing is None:
            return ~Q(pk__in=tagged.values("deal"))
        return Q(pk__in=tagged.filter(**{by: thing}).values("deal"))
    return Q(**{by: thing})

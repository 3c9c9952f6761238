"""By what figures are grouped, and which deals belong to which group."""

from collections.abc import Callable
from typing import Any

from django.db.models import CharField, QuerySet, Value

from deals.models import Contribution, Deal

NONE = "none"  # the key of what belongs to no group
YEAR = "year"  # a figure's, not a deal's

# Rows of deal and key. A deal may have several where sums by it do not add up to the whole.
Members = Callable[[Any], "QuerySet[Any, Any]"]


def _all(deals: Any) -> Any:
    return deals.values_list("pk", Value("", CharField()))


def _own(column: str) -> Members:
    return lambda deals: deals.values_list("pk", column)


def _sectors(deals: Any) -> Any:
    return Deal.sectors.through.objects.filter(deal__in=deals.values("pk")).values_list(
        "deal", "sector"
    )


def _themes(deals: Any) -> Any:
    return Deal.themes.through.objects.filter(deal__in=deals.values("pk")).values_list(
        "deal", "theme"
    )


def helped_by(deals: Any, *paths: str) -> Any:
    """Of deals, what helped them: each thing once a deal, however often it did.

    Only what a person has accepted as having had some strength.
    """
    helped = Contribution.objects.accepted().exclude(strength=Contribution.Strength.NONE)
    of_deals = helped.filter(deal__in=deals.values("pk"))
    first, *others = (
        of_deals.filter(**{f"{path}__isnull": False}).values_list("deal", path) for path in paths
    )
    return first.union(*others)


def _missions(deals: Any) -> Any:
    return helped_by(deals, "mission", "meeting__mission")


def _programmes(deals: Any) -> Any:
    return helped_by(deals, "visit__programme", "meeting__visit__programme")


BY: dict[str, Members] = {
    "": _all,
    "stage": _own("stage"),
    "country": _own("country"),
    "owner": _own("owner"),
    "sector": _sectors,
    "theme": _themes,
    "mission": _missions,
    "programme": _programmes,
    YEAR: _all,
}
# A deal may be in several sectors and themes, and several missions and programmes may have helped.
NOT_ADDITIVE = frozenset({"sector", "theme", "mission", "programme"})

"""How the list of figures is narrowed to those behind a number of the totals."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from deals.models import Claim, Deal
from deals.narrowing import OfDealFilters
from deals.rollup import Column, counted_in
from deals.rollup.groups import YEAR, of_group
from deals.totals.groups import GROUPINGS
from itpo.office.listing import PickFilter, YearFilter


def figures_of(by: str) -> Any:
    """The figures of the deals that belong to something, as the totals group them."""

    def find(thing: Any) -> Any:
        deals = Deal.objects.filter(of_group(by, thing))
        return Claim.objects.filter(deal__in=deals.values("pk")).values("pk")

    return find


class CountedFilters(OfDealFilters):
    """What is added in a column of the totals, and in which of their groups."""

    sector = PickFilter("sectors", label=_("Sector of the deal"), through=figures_of("sector"))
    mission = PickFilter(
        "missions", label=_("Deals helped by the mission"), through=figures_of("mission")
    )
    without = ChoiceFilter(
        label=_("Where it is not known"),
        choices=[(key, one.none) for key, one in GROUPINGS.items()],
        method="by_nothing",
    )
    year = YearFilter("as_of_latest", label=_("Dated in"))
    counted = ChoiceFilter(
        label=_("Added in the totals as"), choices=Column.choices, method="by_counting"
    )

    def by_nothing(self, rows: Any, name: str, value: str) -> Any:
        if value == YEAR:
            return rows.filter(as_of_latest=None)
        return rows.filter(deal__in=Deal.objects.filter(of_group(value, None)).values("pk"))

    def by_counting(self, rows: Any, name: str, value: str) -> Any:
        return counted_in(value, Deal.objects.visible_to(self.request.user), rows)

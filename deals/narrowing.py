"""How deals, and what is said of them, are narrowed in lists and in the impact report alike."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from deals import days
from deals.models import Contribution, Deal, Stage
from deals.models.deals import ENDED
from delegates.models import Programme
from itpo.office.listing import DayFilter, ListFilters, PickFilter

DECIDED = (Stage.CONCLUDED, Stage.OPERATIONAL)
YES_OR_NO = [("yes", _("Yes")), ("no", _("No"))]


def helped_by_programme(programme: Programme) -> Any:
    """The deals that a visit within a programme, or a meeting during one, helped."""
    ways = Q(visit__programme=programme) | Q(meeting__visit__programme=programme)
    return Contribution.objects.helped().filter(ways).values("deal")


class DealDayFilter(DayFilter):
    """By the day of a deal (deals/days.py); `to_deal` leads to it."""

    def __init__(self, narrow: str, *, to_deal: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.narrow_by, self.to_deal = getattr(days, narrow), to_deal

    def filter(self, qs: Any, value: Any) -> Any:
        if value is None:
            return qs
        if not self.to_deal:
            return self.narrow_by(qs, value)
        deals = self.narrow_by(Deal.objects.all(), value)
        return qs.filter(**{f"{self.to_deal}__in": deals.values("pk")})


class ResultFilters(ListFilters):
    """What the impact report asks of deals."""

    helped = ChoiceFilter(
        label=_("With a contribution of ours"), choices=YES_OR_NO, method="by_help"
    )
    reached = ChoiceFilter(label=_("Has reached"), choices=Stage.choices, method="by_stage_reached")
    ended = ChoiceFilter(label=_("Lost or given up"), choices=[("yes", _("Yes"))], method="by_end")
    since = DealDayFilter("perhaps_from", label=_("Decided on or after"))
    until = DealDayFilter("perhaps_until", label=_("Decided on or before"))

    def by_help(self, rows: Any, name: str, value: str) -> Any:
        seen = Contribution.objects.visible_to(self.request.user).helped()
        helped = Exists(seen.filter(deal=OuterRef("pk")))
        return rows.filter(helped) if value == "yes" else rows.exclude(helped)

    def by_stage_reached(self, rows: Any, name: str, value: str) -> Any:
        order = Stage.values
        return rows.filter(stage__in=order[order.index(value) :])

    def by_end(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(status__in=ENDED)


class OfDealFilters(ListFilters):
    """What is said of deals, by the deals it is about."""

    country = PickFilter("countries", "deal__country", label=_("Country of the deal"))
    programme = PickFilter(
        "programmes",
        label=_("Deals helped by the programme"),
        method="by_programme",
    )
    theme = PickFilter("themes", label=_("Theme of the deal"), method="by_theme")
    since = DealDayFilter("perhaps_from", to_deal="deal", label=_("Decided on or after"))
    until = DealDayFilter("perhaps_until", to_deal="deal", label=_("Decided on or before"))

    def by_programme(self, rows: Any, name: str, value: Any) -> Any:
        return rows.filter(deal__in=helped_by_programme(value))

    def by_theme(self, rows: Any, name: str, value: Any) -> Any:
        return rows.filter(deal__in=value.deals.values("pk"))


def after_the_decision(rows: Any) -> Any:
    """Said to have influenced a decision that, as the dates stand now, came before it."""
    return rows.out_of_order()


def undated(rows: Any) -> Any:
    """Said to have influenced a decision, and nobody knows whether it came before it."""
    unknown = Q(day=None) | Q(deal__decided_latest=None)
    bound = rows.exclude(role=Contribution.Role.IMPLEMENTATION)
    return bound.with_day().filter(unknown, deal__stage__in=DECIDED)

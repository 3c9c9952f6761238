"""The day by which a deal belongs to a year.

That is when the investor decided; where nobody knows, when the stage it is in was reached.
"""

from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from deals.models import StageChange


def with_day(deals: Any) -> Any:
    """Adds `day_from` and `day_to`, between which a deal's day lies; none where nobody knows."""
    reached = StageChange.objects.filter(deal=OuterRef("pk"), to_stage=OuterRef("stage"))
    last = reached.exclude(happened_earliest=None).order_by("-changed_at", "-pk")
    return deals.annotate(
        day_from=Coalesce(
            "decided_earliest", Subquery(last.values("happened_earliest")[:1]), "stage_since"
        ),
        day_to=Coalesce(
            "decided_latest", Subquery(last.values("happened_latest")[:1]), "stage_since"
        ),
    )


def perhaps_from(deals: Any, first: date) -> Any:
    """Those whose day may be that day or a later one."""
    reached = Q(pk__in=_reached().filter(happened_latest__gte=first).values("deal"))
    return deals.filter(
        Q(decided_latest__gte=first) | _UNDECIDED & (reached | _since(stage_since__gte=first))
    )


def perhaps_until(deals: Any, last: date) -> Any:
    """Those whose day may be that day or an earlier one."""
    reached = Q(pk__in=_reached().filter(happened_earliest__lte=last).values("deal"))
    return deals.filter(
        Q(decided_earliest__lte=last) | _UNDECIDED & (reached | _since(stage_since__lte=last))
    )


_UNDECIDED = Q(decided_earliest=None)


def _reached() -> Any:
    """The dated moves into the stage a deal is in. Said in sets: asked row by row it takes long."""
    moves = StageChange.objects.filter(to_stage=F("deal__stage"))
    return moves.exclude(happened_earliest=None)


def _since(**days: Any) -> Q:
    """Where no move says it, the day the deal itself has."""
    return Q(**days) & ~Q(pk__in=_reached().values("deal"))

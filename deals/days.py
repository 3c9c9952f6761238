"""The day by which a deal belongs to a year.

That is when the investor decided; where nobody knows, when the stage it is in was reached.
"""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
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
    return with_day(deals).filter(day_to__gte=first)


def perhaps_until(deals: Any, last: date) -> Any:
    """Those whose day may be that day or an earlier one."""
    return with_day(deals).filter(day_from__lte=last)

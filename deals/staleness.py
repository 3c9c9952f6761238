"""Silent deals: since when nobody has heard of them, and which are silent for too long.

Every deal has a rhythm of its own, or its office's.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from deals.models import Deal
from itpo.office.compiled import StandIns, ask


def silent_since(numbers: Iterable[int]) -> dict[int, date]:
    """The last day something was written down about deals with these numbers. One query."""
    rows = Deal.objects.filter(pk__in=list(numbers)).order_by().with_silent_since()
    return dict(rows.values_list("pk", "silent_since"))


def stale_since(numbers: Iterable[int], today: date) -> dict[int, date]:
    """Which of several deals are silent for longer than their rhythm, and since when. One query.

    It is built once: building it took longer than asking it.
    """
    stand_ins = StandIns()
    deals, day = stand_ins.for_numbers(numbers), stand_ins.for_day(today)

    def build() -> QuerySet[Any, Any]:
        some = Deal.objects.filter(pk__in=deals).order_by()
        return some.stale(day).values_list("pk", "silent_since")

    shape = ("stale", len(deals), timezone.get_current_timezone_name())
    rows: Any = ask(shape, stand_ins, build)
    return dict(rows)

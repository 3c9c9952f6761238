"""Silent deals: since when nobody has heard of them, and which are silent for too long.

Every deal has a rhythm of its own, or its office's.
"""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from deals.models import Deal
from itpo.office.compiled import StandIns, ask


def silent_since(deals: Iterable[Deal]) -> dict[int, date]:
    """The last day something was written down about each deal, by its number. One query."""
    numbers = [deal.pk for deal in deals]
    rows = Deal.objects.filter(pk__in=numbers).order_by().with_silent_since()
    return dict(rows.values_list("pk", "silent_since"))


def stale_since(deals: Iterable[Deal], today: date) -> dict[int, date]:
    """Which of several deals are silent for longer than their rhythm, and since when. One query.

    It is built once: building it took longer than asking it.
    """
    stand_ins = StandIns()
    numbers, day = stand_ins.for_numbers(deal.pk for deal in deals), stand_ins.for_day(today)
    rows = ask(
        ("stale", len(numbers), timezone.get_current_timezone_name()),
        stand_ins,
        lambda: (
            Deal.objects.filter(pk__in=numbers)
            .order_by()
            .stale(day)
            .values_list("pk", "silent_since")
        ),
    )
    # SQLite's days are texts.
    return {pk: date.fromisoformat(str(since)) for pk, since in rows}

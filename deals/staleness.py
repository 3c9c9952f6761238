"""Silent deals: since when nobody has heard of them, and which are silent for too long.

Every deal has a rhythm of its own, or its office's.
"""

from collections.abc import Iterable
from datetime import date

from deals.models import Deal


def silent_since(deals: Iterable[Deal]) -> dict[int, date]:
    """The last day something was written down about each deal, by its number. One query."""
    numbers = [deal.pk for deal in deals]
    rows = Deal.objects.filter(pk__in=numbers).order_by().with_silent_since()
    return dict(rows.values_list("pk", "silent_since"))


def stale_among(deals: Iterable[Deal], today: date) -> set[int]:
    """Which of several deals are silent for longer than their rhythm, by number. One query."""
    numbers = [deal.pk for deal in deals]
    return set(
        Deal.objects.filter(pk__in=numbers).order_by().stale(today).values_list("pk", flat=True)
    )

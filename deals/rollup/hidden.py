"""Confidential deals in the sums of those who may not see them.

Their figures enter one number only: the office's whole total of a metric, column and currency,
never one that is broken down or narrowed, whose parts would tell. And they enter it only where at
least three such deals have a figure and none of them is more than half of what they add. What
this does not keep from anybody stands in docs/design.md.
"""

from decimal import Decimal
from typing import NamedTuple

from deals.models import Deal
from deals.rollup.statement import RULE, ask, running, said
from deals.rollup.sums import exact
from itpo.office.visibility import Viewer

AT_LEAST = 3  # deals
AT_MOST = Decimal("0.5")  # of what they add, the largest

# Only figures that stand alone: none that lies inside another, be it seen or not, and none inside
# which somebody sees another, for taking that one out again would tell.
STATEMENT = """,
  around_seen (deal) AS (
    SELECT inside.whole FROM inside
      JOIN figure ON figure.claim = inside.claim AND figure.col = inside.col
      JOIN seen ON seen.deal = figure.deal
  ),
  of_deal (deal, metric, col, currency, value) AS (
    SELECT deal, metric, col, currency, sum(value) FROM added
    WHERE value > 0 AND deal NOT IN (SELECT deal FROM seen)
      AND deal NOT IN (SELECT deal FROM around_seen)
    GROUP BY deal, metric, col, currency
  )
SELECT metric, col, currency, count(*), sum(value), max(value)
FROM of_deal GROUP BY metric, col, currency
"""


class Hidden(NamedTuple):
    """What confidential deals add to one sum."""

    value: Decimal
    deals: int


def hidden_from(viewer: Viewer) -> dict[tuple[str, str, str], Hidden]:
    """What the office's confidential deals add to its whole sums, for who may not see them.

    By metric, column and currency; where adding it would tell too much it is not there. One query,
    none for who sees every deal.
    """
    if not getattr(viewer, "sees_records", False) or viewer.sees_restricted:
        return {}
    if viewer.is_superuser or viewer.office_id is None:
        return {}
    deals = Deal.objects.filter(office=viewer.office_id)
    seen = running(Deal.objects.visible_to(viewer)).values_list("pk")
    return {
        (metric, column, currency): Hidden(exact(value), int(number))
        for metric, column, currency, number, value, largest in ask(
            {**said(deals), "seen (deal)": seen}, RULE + STATEMENT
        )
        if number >= AT_LEAST and exact(largest) <= exact(value) * AT_MOST
    }

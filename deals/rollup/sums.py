"""Adding up: one statement for any number of deals."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from deals.rollup.groups import BY, NONE, NOT_ADDITIVE, YEAR
from deals.rollup.statement import RULE, ask, running, said
from itpo.office.fiscal_years import Basis

CENT = Decimal("0.01")


class Dated(NamedTuple):
    """The money of one group, metric, column and currency that is of one day.

    `on` is the latest day the figures may be of; None where that is not known.
    """

    metric: str
    column: str
    currency: str
    on: date | None
    value: Decimal
    number: int  # of figures


@dataclass
class Figures:
    """What a group of deals adds up to.

    `values` by metric and column, and then by currency, which is blank for what is no money.
    What is not there is not known: that is not zero.
    """

    values: dict[tuple[str, str], dict[str, Decimal]] = field(default_factory=dict)
    deals: int = 0  # neither lost nor given up; by year, those with a figure of it
    left_out: int = 0  # figures that lie inside a larger one
    is_additive: bool = True  # whether the groups add up to the whole
    dated: list[Dated] = field(default_factory=list)

    def of(self, metric: str, column: str) -> dict[str, Decimal]:
        """The sums of one metric and column, by currency in the order of its letters."""
        return dict(sorted(self.values.get((metric, column), {}).items()))


# In the place of {members} stand the rows of `figure` or `added` with the key of their group.
GROUPED = """,
  keyed (key, claim, deal, metric, col, currency, value, as_of) AS (
    SELECT {key}, added.claim, added.deal, added.metric, added.col, added.currency, added.value,
      added.as_of
    FROM added {join_added}
  )
SELECT 'deals', {deal_key}, '', '', '', NULL, count(DISTINCT {deals}.deal), 0
  FROM {deals} {join_deals} GROUP BY {deal_key}
UNION ALL
SELECT 'left out', {out_key}, '', '', '', NULL, count(*), 0
  FROM left_out JOIN figure ON figure.claim = left_out.claim AND figure.col = left_out.col
  {join_figure} GROUP BY {out_key}
UNION ALL
SELECT 'sum', CAST(key AS text), metric, col, currency, NULL, sum(value), count(*)
  FROM keyed GROUP BY key, metric, col, currency
"""
DATED = """UNION ALL
SELECT 'dated', CAST(key AS text), metric, col, currency, CAST(as_of AS text), sum(value),
    count(*)
  FROM keyed WHERE currency <> '' GROUP BY key, metric, col, currency, as_of
"""
# The whole beside its groups, from the same figures: its key is blank.
WHOLE = """UNION ALL
SELECT 'deals', '', '', '', '', NULL, count(*), 0 FROM counted
UNION ALL
SELECT 'left out', '', '', '', '', NULL, count(*), 0 FROM left_out
UNION ALL
SELECT 'sum', '', metric, col, currency, NULL, sum(value), count(*)
  FROM added GROUP BY metric, col, currency
"""
WHOLE_DATED = """UNION ALL
SELECT 'dated', '', metric, col, currency, CAST(as_of AS text), sum(value), count(*)
  FROM added WHERE currency <> '' GROUP BY metric, col, currency, as_of
"""
BY_MEMBERSHIP = {
    "key": "member.key",
    "join_added": "LEFT JOIN member ON member.deal = added.deal",
    "deals": "counted",
    "deal_key": "CAST(member.key AS text)",
    "join_deals": "LEFT JOIN member ON member.deal = counted.deal",
    "out_key": "CAST(member.key AS text)",
    "join_figure": "LEFT JOIN member ON member.deal = figure.deal",
}
BY_YEAR = {
    "key": "added.year",
    "join_added": "",
    "deals": "figure",
    "deal_key": "CAST(figure.year AS text)",
    "join_deals": "",
    "out_key": "CAST(figure.year AS text)",
    "join_figure": "",
}


def rolled_up(
    deals: Any,
    *,
    by: str = "",
    basis: Basis = Basis.JAPAN,
    with_days: bool = False,
    with_whole: bool = False,
) -> dict[str, Figures]:
    """What deals add up to, by the keys of their groups, see `groups.BY`. One query.

    Keys are values of a column or numbers of rows, as text; "none" is the group of those in none,
    and "" the whole, which stands beside its groups `with_whole`.
    `deals` are what their reader sees. `basis` is which years figures are grouped by; `with_days`
    gives `Figures.dated` besides, from which money is converted.
    """
    tables = {
        **said(deals, basis),
        "counted (deal)": running(deals).values_list("pk"),
        "member (deal, key)": BY[by](running(deals)),
    }
    rest = GROUPED.format(**(BY_YEAR if by == YEAR else BY_MEMBERSHIP))
    rest += DATED if with_days else ""
    if by and with_whole:
        rest += WHOLE + (WHOLE_DATED if with_days else "")
    found: dict[str, Figures] = defaultdict(lambda: Figures(is_additive=by not in NOT_ADDITIVE))
    if not by or with_whole:
        found[""] = Figures()  # there is one whole, be it empty
    for what, key, metric, column, currency, on, number, count in ask(tables, RULE + rest):
        group = found[NONE if key is None else key]
        if what == "deals":
            group.deals = int(number)
        elif what == "left out":
            group.left_out = int(number)
        else:
            value = exact(number)
            if what == "sum":
                group.values.setdefault((metric, column), {})[currency] = value
            else:
                day = date.fromisoformat(on) if on else None
                group.dated.append(Dated(metric, column, currency, day, value, int(count)))
    return dict(found)


def exact(number: Any) -> Decimal:
    """A sum to the cent: SQLite adds up in binary fractions."""
    return Decimal(str(number)).quantize(CENT)

"""The figures of a report: what is planned, announced, real and verified, apart in every way."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from deals.impact.scope import Scope
from deals.models import Claim
from deals.rollup import Column, Figures

ALWAYS = (Claim.Metric.JOBS, Claim.Metric.CAPITAL)


class Amount(NamedTuple):
    """One sum. Money has its currency; what is no money has none."""

    value: Decimal
    currency: str

    @property
    def shown(self) -> str:
        return amount_shown(self.value, self.currency)


class Cell(NamedTuple):
    """The sums of one metric and column, and where the claims behind them are listed."""

    column: Column
    amounts: list[Amount]
    url: str


class Line(NamedTuple):
    """One metric with its four columns."""

    metric: Claim.Metric
    cells: list[Cell]


def lines(found: Figures, scope: Scope) -> list[Line]:
    """A line for each metric that is known at all; jobs and capital always."""
    known = {metric for metric, _column in found.values}
    return [
        Line(metric, list(_cells(found, metric, scope)))
        for metric in Claim.Metric
        if metric in known or metric in ALWAYS
    ]


def _cells(found: Figures, metric: Claim.Metric, scope: Scope) -> Iterator[Cell]:
    for column in Column:
        sums = found.of(metric, column)
        phase = Claim.Phase.ACTUAL if column == Column.VERIFIED else column
        asked: dict[str, Any] = {"about": "deal", "metric": str(metric), "phase": str(phase)}
        if column == Column.VERIFIED:
            asked["checked"] = "yes"
        yield Cell(
            column,
            [Amount(value, currency) for currency, value in sums.items()],
            scope.list_of("deals:claims", **asked) if sums else "",
        )


def amount_shown(value: Decimal, currency: str) -> str:
    """A sum as a page shows it: 2,886,000,000 MAD; 10,000."""
    return f"{value:,.2f}".removesuffix(".00") + (f" {currency}" if currency else "")

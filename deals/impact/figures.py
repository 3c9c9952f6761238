"""The figures of a report: what is planned, announced, real and verified, apart in every way."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from deals.converting import Converted, Converter, HiddenSums, Sum, summed
from deals.impact.scope import Scope
from deals.models import Claim
from deals.rollup import Column, Figures

ALWAYS = (Claim.Metric.JOBS, Claim.Metric.CAPITAL)


class Cell(NamedTuple):
    """The sums of one metric and column, and where the claims behind them are listed."""

    column: Column
    sums: list[Sum]
    url: str
    converted: Converted


class Line(NamedTuple):
    """One metric with its four columns."""

    metric: Claim.Metric
    cells: list[Cell]


def lines(found: Figures, hidden: HiddenSums, scope: Scope, converter: Converter) -> list[Line]:
    """A line for each metric that is known at all; jobs and capital always."""
    known = {metric for metric, *_others in [*found.values, *hidden]}
    return [
        Line(metric, list(_cells(found, hidden, metric, scope, converter)))
        for metric in Claim.Metric
        if metric in known or metric in ALWAYS
    ]


def _cells(
    found: Figures, hidden: HiddenSums, metric: Claim.Metric, scope: Scope, converter: Converter
) -> Iterator[Cell]:
    for column in Column:
        sums = summed(found, hidden, metric, column)
        phase = Claim.Phase.ACTUAL if column == Column.VERIFIED else column
        asked: dict[str, Any] = {"about": "deal", "metric": str(metric), "phase": str(phase)}
        if column == Column.VERIFIED:
            asked["checked"] = "yes"
        is_seen = any(one.is_seen for one in sums)
        yield Cell(
            column,
            sums,
            scope.list_of("deals:claims", **asked) if is_seen else "",
            converter.of(found, sums, metric, column),
        )

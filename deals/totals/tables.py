"""The lines of a group's table: each metric, and in each column what is known of it."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise

from deals.converting import Converted, Converter, HiddenSums, summed
from deals.models import Claim
from deals.rollup import Column, Figures

ALWAYS = (Claim.Metric.JOBS, Claim.Metric.CAPITAL)  # first, and shown where nothing is known
NOTHING: HiddenSums = {}


class Line(NamedTuple):
    """One number, what it leads to, and what is said below it."""

    words: str
    url: str
    note: str


class Cell(NamedTuple):
    """What a column says of one metric. Without a line it is not known."""

    label: str | Promise
    lines: list[Line]
    converted: Converted


class Row(NamedTuple):
    label: str | Promise
    cells: list[Cell]


class Tables(NamedTuple):
    """Writes tables, with money converted besides."""

    converter: Converter

    def rows(
        self, figures: Figures, query: Mapping[str, str], hidden: HiddenSums = NOTHING
    ) -> list[Row]:
        """The lines of a group: jobs and capital first, then whatever else is known of it."""
        known = {metric for metric, _column in figures.values} | {one for one, *_ in hidden}
        shown = [*ALWAYS, *(one for one in Claim.Metric if one in known and one not in ALWAYS)]
        return [
            Row(one.label, [self._cell(figures, one, column, query, hidden) for column in Column])
            for one in shown
        ]

    def _cell(
        self,
        figures: Figures,
        metric: Claim.Metric,
        column: Column,
        query: Mapping[str, str],
        hidden: HiddenSums,
    ) -> Cell:
        sums = summed(figures, hidden, metric, column)
        address = _list_of(_asked(metric, column, query)) if sums else ""
        return Cell(
            column.label,
            [Line(one.shown, address if one.is_seen else "", one.note) for one in sums],
            self.converter.of(figures, sums, metric, column),
        )


def _list_of(asked: Mapping[str, str]) -> str:
    return f"{reverse('deals:claims')}?{urlencode(asked)}"


def _asked(metric: str, column: str, query: Mapping[str, str]) -> dict[str, str]:
    return {"counted": column, "metric": metric, **query}

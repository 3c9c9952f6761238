"""The lines of a group's table: each metric, and in each column what is known of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deals.models import Claim
from deals.money import Rates, Step, rounded
from deals.rollup import MONEY, Column, Dated, Figures, Hidden
from itpo.office.partial_dates import day_shown

ALWAYS = (Claim.Metric.JOBS, Claim.Metric.CAPITAL)  # first, and shown where nothing is known
MISSING_SHOWN = 5

HiddenSums = Mapping[tuple[str, str, str], Hidden]


class Line(NamedTuple):
    """One number, what it leads to, and what is said below it."""

    words: str
    url: str
    note: str


@dataclass
class Cell:
    """What a column says of one metric. Without a line it is not known."""

    label: str | Promise
    lines: list[Line] = field(default_factory=list)
    converted: str = ""
    missing: str = ""


class Row(NamedTuple):
    label: str | Promise
    cells: list[Cell]


@dataclass
class Tables:
    """Writes tables in the currency of the office's reports, and remembers the rates it used."""

    rates: Rates
    used: dict[tuple[str, str, object], Step] = field(default_factory=dict)

    def rows(
        self, figures: Figures, query: Mapping[str, str], hidden: HiddenSums | None = None
    ) -> list[Row]:
        """The lines of a group: jobs and capital first, then whatever else is known of it."""
        hidden = hidden or {}
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
        cell = Cell(column.label)
        sums = dict(figures.of(metric, column))
        beside = {
            currency: more
            for (of_metric, of_column, currency), more in hidden.items()
            if (of_metric, of_column) == (metric, column)
        }
        address = f"{reverse('deals:claims')}?{urlencode(_asked(metric, column, query))}"
        for currency in sorted(sums.keys() | beside.keys()):
            more = beside.get(currency)
            value = sums.get(currency, Decimal(0)) + (more.value if more else Decimal(0))
            note = _with(more.deals) if more else ""
            url = address if currency in sums else ""
            cell.lines.append(Line(f"{said(value)} {currency}".strip(), url, note))
        if metric in MONEY and not beside:
            self._convert(
                cell, [one for one in figures.dated if (one.metric, one.column) == (metric, column)]
            )
        elif metric in MONEY:
            cell.missing = _("not converted: the days of confidential figures are not told")
        return cell

    def _convert(self, cell: Cell, dated: list[Dated]) -> None:
        """Say what it is in the office's currency: all of it, or what is missing for that."""
        if not any(one.currency != self.rates.to for one in dated):
            return
        whole, missing = Decimal(0), []
        for one in dated:
            rate = self.rates.rate(one.currency, one.on)
            if rate is None:
                missing.append(one)
                continue
            whole += rate.of(one.value)
            for step in rate.steps:
                self.used[(*step.pair, step.known.on)] = step
        if missing:
            cell.missing = _missing(missing, sum(one.number for one in dated))
        else:
            cell.converted = f"≈ {said(rounded(whole))} {self.rates.to}"

    @property
    def steps(self) -> list[Step]:
        """The rates that were used, by currency and day."""
        return [step for _key, step in sorted(self.used.items(), key=lambda one: str(one[0]))]


def tables_for(groups: Iterable[Figures], currency: str) -> Tables:
    """Tables in a currency, with the rates these groups need. One query at most."""
    dated = [one for figures in groups for one in figures.dated]
    return Tables(
        Rates.between({one.currency for one in dated}, currency, {one.on for one in dated})
    )


def said(value: Decimal) -> str:
    """A number as every page has it."""
    return f"{value:,.2f}".removesuffix(".00")


def _asked(metric: str, column: str, query: Mapping[str, str]) -> dict[str, str]:
    return {"counted": column, "metric": metric, **query}


def _with(deals: int) -> str:
    said_of = ngettext("with %(n)s confidential deal", "with %(n)s confidential deals", deals)
    return said_of % {"n": deals}


def _missing(missing: list[Dated], number: int) -> str:
    """How many figures have a rate, and which currencies on which days have none."""
    lacking = sum(one.number for one in missing)
    sentence = _("rate missing: %(done)s of %(all)s figures converted; missing: %(what)s")
    return sentence % {
        "done": number - lacking,
        "all": number,
        "what": ", ".join(_first(sorted(set(_places(missing))))),
    }


def _places(missing: list[Dated]) -> Iterator[str]:
    for one in missing:
        yield f"{one.currency} {day_shown(one.on) if one.on else _('not dated')}"


def _first(places: list[str]) -> Iterator[str]:
    yield from places[:MISSING_SHOWN]
    more = len(places) - MISSING_SHOWN
    if more > 0:
        yield _("and %(n)s more") % {"n": more}

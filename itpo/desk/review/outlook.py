"""What is expected, how deals pass through the stages, and what they were lost to, as tables."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deals.models import Claim, Stage
from deals.review.conversion import Conversion, Passage
from deals.review.forecast import Expected, Forecast
from deals.review.lost import Lost
from itpo.desk.review.filters import country_of, expected_when
from itpo.desk.review.markup import Linked, Number, head_row, lines, link, table_row
from itpo.desk.review.tables import Address, Table, said

Metric, Phase = Claim.Metric, Claim.Phase
SHOWN = [
    (metric, phase)
    for metric in (Metric.JOBS, Metric.CAPITAL)
    for phase in (Phase.PLANNED, Phase.ANNOUNCED)
]


def by_quarter(found: Forecast, today: date, address: Address) -> Table:
    """The open deals and their figures by when their next stage is expected."""
    heads = [
        _("Open deals"),
        _("Planned jobs"),
        _("Announced jobs"),
        _("Planned capital"),
        _("Announced capital"),
    ]

    def line(key: str, label: str | Promise, one: Expected) -> SafeString:
        url = address(expected=key)
        figures = [_figures(one.of(*column), url) for column in SHOWN]
        head = link(url, label) if one.deals else label
        return table_row(head, [Linked(one.deals, url), *figures], heads)

    return Table(
        caption=_("Jobs and capital of open deals, by when their next stage is expected"),
        head=head_row([_("Next stage expected"), *map(Number, heads)]),
        lines=[
            line(key, label, found.spans.get(key, Expected()))
            for key, label in expected_when(today)
        ],
    )


def _figures(by_currency: Mapping[str, Decimal], url: str) -> Number:
    """One below the other by currency, each leading to the deals it is of."""
    shown = [f"{said(value)} {currency}".strip() for currency, value in by_currency.items()]
    return Number(lines(link(url, one) for one in shown))


def by_passage(found: Conversion, address: Address) -> Table:
    """Of the deals that came to each stage, what became of them and how long it took."""
    heads = [
        _("Came to it"),
        _("Went on"),
        _("Still there"),
        _("Ended there"),
        _("Days until then (median)"),
        _("Days not known"),
    ]

    def line(stage: Stage, one: Passage) -> SafeString:
        last = stage == list(Stage)[-1]
        cells: list[Any] = [
            Number(str(one.came)),
            Number("–" if last else _share(one.went_on, one.came)),
            Number(str(one.still_there)),
            Number(_share(one.ended, one.came)),
            Number("–" if last else _middle(one)),
            Number("–" if last else str(one.untimed)),
        ]
        return table_row(link(address(stage=stage.value), stage.label), cells, heads)

    return Table(
        caption=_("What became of the deals that came to each stage"),
        head=head_row([_("Stage"), *map(Number, heads)]),
        lines=[line(stage, found.stages.get(stage.value, Passage())) for stage in Stage],
    )


def _share(number: int, of: int) -> str:
    """A number, and how much of the whole it is; of none there is nothing to say."""
    return f"{number} ({round(100 * number / of)}\u00a0%)" if number else "0"


def _middle(one: Passage) -> str:
    if one.median_days is None:
        return ""
    days = f"{one.median_days:.1f}".removesuffix(".0")
    return _("%(days)s (of %(count)d)") % {"days": days, "count": one.timed}


def by_loss(found: list[Lost], address: Address) -> Table:
    """Which countries deals were lost to, and why."""
    heads = [_("Why"), _("Deals")]
    return Table(
        caption=_("What deals were lost to"),
        head=head_row([_("Country"), heads[0], Number(heads[1])]),
        lines=[
            table_row(
                country_of(one),
                [one.because, Linked(one.number, address(lost=one.key))],
                heads,
            )
            for one in found
        ],
    )

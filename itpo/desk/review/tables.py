"""The numbers of the review as its tables and pictures say them, each put into words once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from deals.models import Stage, Status
from deals.models.deals import OPEN, RUNNING
from deals.review import rows
from deals.review.sums import PLANNED, VERIFIED, Counted, Sums
from itpo.desk.review.markup import Linked, Number, head_row, lines, link, table_row

Address = Callable[..., str]
MOST_LINES = 15  # of a table by owner, country or sector
SHOWN = (Status.ONGOING, Status.DELAYED, Status.DORMANT)


@dataclass(frozen=True)
class Table:
    """A table: its caption and head, its lines, a line for all of them, and how many more."""

    caption: str
    head: SafeString
    lines: list[SafeString]
    total: SafeString | str = ""
    more: int = 0


def by_stage(found: Counted, address: Address) -> Table:
    """A line for every stage, also those without a deal, and one for all of them."""
    heads = [*(str(status.label) for status in SHOWN), *_figure_heads()]

    def line(label: str | Promise, sums: Sums, **where: str) -> SafeString:
        counts = [
            Linked(sums.by_status.get(status.value, 0), address(**where, status=status.value))
            for status in SHOWN
        ]
        head = link(address(**where, status=RUNNING), label)
        return table_row(head, [*counts, *_figures(sums)], heads)

    return Table(
        caption=_("Deals, jobs and capital at each stage"),
        head=head_row([_("Stage"), *map(Number, heads)]),
        lines=[
            line(stage.label, found.stages.get(stage.value, Sums()), stage=stage.value)
            for stage in Stage
        ],
        total=line(_("All stages"), found.total),
    )


def breakdown(
    caption: str,
    head: str,
    name: str,
    sums: Mapping[str, Sums],
    names: Mapping[str, str],
    otherwise: str,
    address: Address,
) -> Table:
    """The deals by owner, country or sector, those with the most open deals first."""
    heads = [_("Open deals"), _("Overdue"), _("Nothing planned"), *_figure_heads()]
    ranked = sorted(
        ((key, one) for key, one in sums.items() if one.open or one.figures or one.late),
        key=lambda pair: (-pair[1].open, names.get(pair[0], "")),
    )
    named = [pair for pair in ranked if pair[0] != rows.NOBODY]
    nobody = [pair for pair in ranked if pair[0] == rows.NOBODY]

    def line(key: str, one: Sums) -> SafeString:
        label = otherwise if key == rows.NOBODY else names.get(key) or _("not known")
        counts = [
            Linked(one.open, address(**{name: key, "status": OPEN})),
            Linked(one.late, address(**{name: key, "next": "late"})),
            Linked(one.unplanned, address(**{name: key, "next": "none"})),
        ]
        return table_row(link(address(**{name: key}), label), [*counts, *_figures(one)], heads)

    return Table(
        caption=caption,
        head=head_row([head, *map(Number, heads)]),
        lines=[line(key, one) for key, one in [*named[:MOST_LINES], *nobody]],
        more=max(len(named) - MOST_LINES, 0),
    )


def _figure_heads() -> list[str]:
    return [_("Planned jobs"), _("Verified jobs"), _("Planned capital"), _("Verified capital")]


def _figures(sums: Sums) -> list[Any]:
    jobs = [Number(said(sums.jobs(phase))) for phase in (PLANNED, VERIFIED)]
    capital = [
        Number(lines(f"{said(value)} {currency}" for currency, value in by_currency.items()))
        for by_currency in (sums.capital(PLANNED), sums.capital(VERIFIED))
    ]
    return [*jobs, *capital]


def said(value: Decimal | None) -> str:
    """A figure in words; blank where it is not known."""
    return "" if value is None else f"{value:,.2f}".removesuffix(".00")


# --- the pictures ---

LEFT, WIDEST, BAR, GAP = 92, 210, 16, 12


@dataclass(frozen=True)
class Bar:
    """A piece of a bar."""

    css_class: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Row:
    """One stage in a picture: its name, its bars, and what is written behind them."""

    label: str | Promise
    y: int
    bars: list[Bar]
    notes: list[tuple[int, int, str]]


@dataclass(frozen=True)
class Picture:
    """Bars for each stage, in units of the picture."""

    title: str
    rows: list[Row]
    height: int


def picture_of_deals(found: Counted) -> Picture:
    """How many deals stand at each stage, by how they are doing."""
    most = max((sums.running for sums in found.stages.values()), default=0)
    shown = []
    for place, stage in enumerate(Stage):
        y, x = place * (BAR + GAP) + 4, LEFT
        sums = found.stages.get(stage.value, Sums())
        bars = []
        for status in SHOWN:
            width = _width(sums.by_status.get(status.value, 0), most)
            if width:
                bars.append(Bar(status.value, x, y, width, BAR))
                x += width
        note = (x + 6, y + BAR - 3, str(sums.running))
        shown.append(Row(stage.label, y + BAR - 3, bars, [note]))
    return Picture(_("Deals by stage"), shown, len(shown) * (BAR + GAP))


def picture_of_jobs(found: Counted) -> Picture:
    """The planned and the verified jobs of each stage: two bars, never one on top of the other."""
    figures = [sums.jobs(phase) for sums in found.stages.values() for phase in (PLANNED, VERIFIED)]
    most = max((figure for figure in figures if figure is not None), default=Decimal(0))
    shown = []
    for place, stage in enumerate(Stage):
        y = place * 2 * BAR + place * GAP + 4
        sums = found.stages.get(stage.value, Sums())
        bars, notes = [], []
        for at, (phase, css_class) in enumerate(((PLANNED, "planned"), (VERIFIED, "verified"))):
            figure, top = sums.jobs(phase), y + at * BAR
            width = _width(figure or 0, most)
            if width:
                bars.append(Bar(css_class, LEFT, top, width, BAR - 4))
            words = _("not known") if figure is None else said(figure)
            notes.append((LEFT + width + 6, top + BAR - 5, words))
        shown.append(Row(stage.label, y + BAR + 3, bars, notes))
    return Picture(_("Jobs by stage"), shown, len(shown) * (2 * BAR + GAP))


def _width(number: Decimal | int, most: Decimal | int) -> int:
    """How long a bar is; whatever there is can be seen."""
    return max(int(WIDEST * number / most), 2) if number and most else 0

"""The numbers of the review as its tables and pictures say them, each put into words once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from deals.models import Stage, Status
from deals.review import rows
from deals.review.sums import PLANNED, VERIFIED, Counted, Sums

Address = Callable[..., str]
MOST_LINES = 15  # of a table by owner, country or sector
RUNNING = (Status.ONGOING, Status.DELAYED, Status.DORMANT)
UNKNOWN = ""  # the template says that it is not known


@dataclass(frozen=True)
class Line:
    """One line: what it is about, where that leads, its counts, and its figures in words."""

    label: str | Promise
    url: str
    counts: list[tuple[int, str]]
    jobs: list[str]  # planned, verified
    capital: list[list[str]]  # planned, verified; one each currency


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


def by_stage(found: Counted, address: Address) -> tuple[list[Line], Line]:
    """A line for every stage, also those without a deal, and one for all of them."""
    lines = [
        _line(stage.label, found.stages.get(stage.value, Sums()), address, stage=stage.value)
        for stage in Stage
    ]
    return lines, _line(_("All stages"), found.total, address)


def _line(label: str | Promise, sums: Sums, address: Address, **where: str) -> Line:
    counts = [
        (sums.by_status.get(status.value, 0), address(**where, status=status.value))
        for status in RUNNING
    ]
    url = address(**where, status=rows.RUNNING)
    return Line(label, url, counts, _jobs(sums), _capital(sums))


@dataclass(frozen=True)
class Breakdown:
    """The deals by owner, country or sector; the fullest lines, and how many more there are."""

    caption: str
    head: str
    lines: list[Line]
    more: int


def breakdown(
    caption: str,
    head: str,
    name: str,
    sums: Mapping[str, Sums],
    names: Mapping[str, str],
    otherwise: str,
    address: Address,
) -> Breakdown:
    ranked = sorted(
        ((key, one) for key, one in sums.items() if one.open or one.figures or one.late),
        key=lambda pair: (pair[0] == rows.NOBODY, -pair[1].open, names.get(pair[0], "")),
    )
    nobody = [pair for pair in ranked if pair[0] == rows.NOBODY]
    named = [pair for pair in ranked if pair[0] != rows.NOBODY]
    lines = [
        Line(
            label=otherwise if key == rows.NOBODY else names.get(key) or _("not known"),
            url=address(**{name: key}),
            counts=[
                (one.open, address(**{name: key, "status": rows.OPEN})),
                (one.late, address(**{name: key, "next": "late"})),
                (one.unplanned, address(**{name: key, "next": "none"})),
            ],
            jobs=_jobs(one),
            capital=_capital(one),
        )
        for key, one in [*named[:MOST_LINES], *nobody]
    ]
    return Breakdown(caption, head, lines, max(len(named) - MOST_LINES, 0))


def _jobs(sums: Sums) -> list[str]:
    return [_said(sums.jobs(phase)) for phase in (PLANNED, VERIFIED)]


def _capital(sums: Sums) -> list[list[str]]:
    return [
        [f"{_said(value)} {currency}" for currency, value in sums.capital(phase).items()]
        for phase in (PLANNED, VERIFIED)
    ]


def _said(value: Decimal | None) -> str:
    return UNKNOWN if value is None else f"{value:,.2f}".removesuffix(".00")


# --- the pictures ---

LEFT, WIDEST, BAR, GAP = 92, 210, 16, 12


def picture_of_deals(found: Counted) -> Picture:
    """How many deals stand at each stage, by how they are doing."""
    most = max((sums.running for sums in found.stages.values()), default=0)
    shown = []
    for place, stage in enumerate(Stage):
        y, x = place * (BAR + GAP) + 4, LEFT
        sums = found.stages.get(stage.value, Sums())
        bars = []
        for status in RUNNING:
            width = _width(sums.by_status.get(status.value, 0), most)
            if width:
                bars.append(Bar(status.value, x, y, width, BAR))
                x += width
        note = (x + 6, y + BAR - 4, str(sums.running))
        shown.append(Row(stage.label, y + BAR - 4, bars, [note]))
    return Picture(_("Deals by stage"), shown, len(shown) * (BAR + GAP))


def picture_of_jobs(found: Counted) -> Picture:
    """The planned and the verified jobs of each stage: two bars, never one on top of the other."""
    figures = [sums.jobs(phase) for sums in found.stages.values() for phase in (PLANNED, VERIFIED)]
    most = max((figure for figure in figures if figure is not None), default=Decimal(0))
    half, shown = BAR // 2 + 2, []
    for place, stage in enumerate(Stage):
        y = place * (2 * half + GAP) + 4
        sums = found.stages.get(stage.value, Sums())
        bars, notes = [], []
        for at, (phase, css_class) in enumerate(((PLANNED, "planned"), (VERIFIED, "verified"))):
            figure, top = sums.jobs(phase), y + at * half
            width = _width(figure or 0, most)
            bars += [Bar(css_class, LEFT, top, width, half - 1)] if width else []
            said = _("not known") if figure is None else _said(figure)
            notes.append((LEFT + width + 6, top + half - 2, said))
        shown.append(Row(stage.label, y + half + 3, bars, notes))
    return Picture(_("Jobs by stage"), shown, len(shown) * (2 * half + GAP))


def _width(number: Decimal | int, most: Decimal | int) -> int:
    """How long a bar is; whatever there is can be seen."""
    return max(int(WIDEST * number / most), 2) if number and most else 0

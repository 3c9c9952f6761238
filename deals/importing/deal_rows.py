"""One row of the list of deals, understood."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from deals.importing import values
from deals.importing.claims import Figure
from deals.importing.currencies import CURRENCIES
from deals.importing.recognising import Key, row_key
from deals.models import Claim
from delegates.importing.countries import Place, read_place
from itpo.office import partial_dates
from itpo.office.folding import fold, half_width
from itpo.office.importing.reading import Line
from itpo.office.importing.report import RowRefused
from itpo.office.named import apart

COLUMNS = (
    "ref",
    "title",
    "company",
    "country",
    "iso2",
    "sector",
    "year",
    "jobs",
    "value_amount",
    "value_currency",
    "figure_kind",
    "as_of",
    "part_of",
    "outcome_type",
    "status",
    "itpo_link",
    "source_url",
    "notes",
)
PHASES = {
    "": Claim.Phase.ANNOUNCED,
    "announced": Claim.Phase.ANNOUNCED,
    "planned": Claim.Phase.PLANNED,
    "plan": Claim.Phase.PLANNED,
    "projected": Claim.Phase.PLANNED,
    "actual": Claim.Phase.ACTUAL,
    "real": Claim.Phase.ACTUAL,
}
# A slash parts companies, but not the letters of A/S or c/o.
BETWEEN_COMPANIES = re.compile(r"[;；／\n]|\s/\s|(?<!\b\w)/(?!\w\b)")


@dataclass(frozen=True)
class DealRow:
    """What one row says. Words are as typed; blank is what it does not say."""

    number: int
    ref: str
    title: str
    companies: tuple[str, ...]
    place: Place
    sectors: str
    year: str
    figures: tuple[Figure, ...]
    part_of: str
    kind_typed: str
    status_typed: str
    our_part: str
    source_url: str
    notes: str
    record: int | None = None  # the number of its record, where it says so

    @property
    def key(self) -> Key:
        start = partial_dates.edtf_of(self.year)
        return deal_key(
            self.kind_typed, self.ref, self.place.key, start, self.source_url, self.record
        )


def deal_key(kind_typed: str, ref: str, *rest: Any) -> Key:
    """With a reference, whatever kind it is said to be."""
    return row_key("" if ref else fold(kind_typed), ref, *rest)


def understand(line: Line) -> DealRow:
    """Read every cell of a row. Raises RowRefused with the first that cannot be taken."""
    title = values.text(line, "title", 200)
    if not title:
        raise RowRefused("title", _("A deal needs a title."))
    return DealRow(
        number=line.number,
        ref=values.text(line, "ref", 60),
        title=title,
        companies=tuple(_companies(line)),
        # A row with its number may say what somebody has typed here, whatever that is.
        place=read_place(
            values.text(line, "country", 200), line["iso2"], as_typed=line.record is not None
        ),
        sectors=line["sector"],
        year=values.day(line, "year"),
        figures=tuple(_figures(line)),
        part_of=values.text(line, "part_of", 60),
        kind_typed=values.text(line, "outcome_type", 200),
        status_typed=values.text(line, "status", 200),
        our_part=line["itpo_link"],
        source_url=values.source(line, "source_url"),
        notes=line["notes"],
        record=line.record.pk if line.record else None,
    )


def _companies(line: Line) -> Iterable[str]:
    """The names as typed, each once; a dash is none."""
    for name in filter(fold, apart(line["company"], BETWEEN_COMPANIES)):
        if len(name) > 200:
            raise RowRefused("company", _("The text is longer than 200 characters."))
        yield name


def _figures(line: Line) -> Iterable[Figure]:
    """What the row publishes: jobs and capital. Blank is no figure, neither zero nor secret."""
    phase = PHASES.get(fold(line["figure_kind"]))
    if phase is None:
        raise RowRefused(
            "figure_kind",
            _("Write planned, announced or actual, not “%(text)s”.")
            % {"text": line["figure_kind"]},
        )
    as_of, source_url = values.day(line, "as_of"), values.source(line, "source_url")
    jobs, capital = values.count(line, "jobs"), values.amount(line, "value_amount")
    currency = _currency(line, capital)
    if jobs is not None:
        yield Figure(Claim.Metric.JOBS, jobs, source_url, phase, as_of=as_of)
    if capital is not None:
        yield Figure(Claim.Metric.CAPITAL, capital, source_url, phase, currency, as_of)


def _currency(line: Line, capital: Decimal | None) -> str:
    currency = half_width(line["value_currency"]).strip().upper()
    if currency and currency not in CURRENCIES:
        raise RowRefused(
            "value_currency", _("“%(text)s” is no currency.") % {"text": line["value_currency"]}
        )
    if capital is not None and not currency:
        raise RowRefused("value_currency", _("The amount has no currency."))
    return currency

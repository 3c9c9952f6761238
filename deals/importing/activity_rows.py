"""One row of the list of activities, understood."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from django.utils.translation import gettext as _

from deals.importing import values
from deals.importing.claims import Figure
from deals.importing.recognising import Key, row_key
from deals.models import Claim
from delegates.importing.countries import Place, read_place
from itpo.office import partial_dates
from itpo.office.folding import fold
from itpo.office.importing.reading import Line
from itpo.office.importing.report import RowRefused

COLUMNS = (
    "ref",
    "kind",
    "country",
    "iso2",
    "start",
    "end",
    "host_org",
    "sectors",
    "companies_met",
    "source_url",
    "counterpart_org",
    "participants",
    "companies_on_mission",
    "direction",
    "itpo_linked",
    "notes",
)


class Kind(Enum):
    """What a row makes."""

    PROGRAMME = "programme"
    MISSION = "mission"
    EVENT = "event"


TABLES = {
    Kind.PROGRAMME: "delegates.programme",
    Kind.MISSION: "investors.mission",
    Kind.EVENT: "investors.event",
}
KINDS = {
    "delegate programme": Kind.PROGRAMME,
    "delegates programme": Kind.PROGRAMME,
    "programme": Kind.PROGRAMME,
    "business mission": Kind.MISSION,
    "mission": Kind.MISSION,
    "seminar": Kind.EVENT,
    "webinar": Kind.EVENT,
    "event": Kind.EVENT,
    "fair": Kind.EVENT,
    "technology tour": Kind.EVENT,
    "tour": Kind.EVENT,
}

# The columns of figures, what each counts, and how a reader is told.
COUNTED = {
    "participants": (Claim.Metric.PEOPLE, "participants"),
    "companies_on_mission": (Claim.Metric.COMPANIES, "companies on the mission"),
    "companies_met": (Claim.Metric.COMPANIES, "companies met"),
}


@dataclass(frozen=True)
class ActivityRow:
    """What one row says. Words are as typed; None is what it does not say."""

    number: int
    kind: Kind
    kind_typed: str
    ref: str
    place: Place
    start: str
    end: str
    organisers: str
    counterparts: str
    sectors: str
    direction: str
    counts: tuple[tuple[str, Decimal], ...]
    is_ours: bool | None
    source_url: str
    notes: str
    record: int | None = None  # the number of its record, where it says so

    @property
    def key(self) -> Key:
        start = partial_dates.edtf_of(self.start)
        return row_key(
            self.kind.value, self.ref, self.place.key, start, self.source_url, self.record
        )


def understand(line: Line) -> ActivityRow:
    """Read every cell of a row. Raises RowRefused with the first that cannot be taken."""
    kind = KINDS.get(fold(line["kind"]))
    if kind is None:
        raise RowRefused("kind", _("Unknown kind “%(kind)s”.") % {"kind": line["kind"]})
    start, end = values.day(line, "start"), values.day(line, "end")
    values.check_order(start, end, "end")
    return ActivityRow(
        number=line.number,
        kind=kind,
        kind_typed=line["kind"],
        ref=values.text(line, "ref", 200),
        # A row with its number may say what somebody has typed here, whatever that is.
        place=read_place(
            values.text(line, "country", 200), line["iso2"], as_typed=line.record is not None
        ),
        start=start,
        end=end,
        organisers=line["host_org"],
        counterparts=line["counterpart_org"],
        sectors=line["sectors"],
        direction=values.text(line, "direction", 60),
        counts=tuple(_counts(line)),
        is_ours=values.yes_or_no(line, "itpo_linked"),
        source_url=values.source(line, "source_url"),
        notes=line["notes"],
        record=_record(line, kind),
    )


def _record(line: Line, kind: Kind) -> int | None:
    if line.record is None:
        return None
    if line.record.table != TABLES[kind]:
        raise RowRefused("kind", _("The number in this row is that of another kind."))
    return line.record.pk


def _counts(line: Line) -> Iterable[tuple[str, Decimal]]:
    for column in COUNTED:
        number = values.count(line, column)
        if number is not None:
            yield column, number


def figures(rows: Iterable[ActivityRow]) -> list[Figure]:
    """The figures that rows about one thing publish: one per figure and source."""
    words: dict[tuple[Claim.Metric, Decimal, str], set[str]] = {}
    for row in rows:
        for column, number in row.counts:
            metric, counted = COUNTED[column]
            words.setdefault((metric, number, row.source_url), set()).add(counted)
    return [
        Figure(metric, number, source_url, words=", ".join(sorted(counted)))
        for (metric, number, source_url), counted in sorted(words.items())
    ]

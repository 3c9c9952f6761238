"""The rows that tell of one thing, and what they say of it together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from deals.importing import spans, words
from deals.importing.activity_rows import ActivityRow, Kind
from deals.importing.recognising import Key
from deals.importing.tags import Tags
from delegates.models import HostCountry
from itpo.office.importing.keeping import Draft, create
from itpo.office.importing.report import Outcome, Report, RowRefused
from itpo.office.models import Office, User
from itpo.office.models.reference import PartnerRole

PARTNER_COLUMNS = {
    "organisers": PartnerRole.ORGANISER,
    "counterparts": PartnerRole.COUNTERPART,
}


@dataclass(frozen=True)
class Run:
    """One import: for which office, seen from which day, with what is looked up once."""

    office: Office
    today: date
    countries: dict[str, HostCountry]
    tags: Tags
    report: Report
    by: User | None = None
    list_wins: bool = False


@dataclass(frozen=True)
class Group:
    """The rows of one key: the legs of a mission, the countries of a programme."""

    key: Key
    rows: Sequence[ActivityRow]

    @property
    def ref(self) -> str:
        return next((row.ref for row in self.rows if row.ref), "")

    @property
    def start(self) -> str:
        return spans.first(row.start for row in self.rows)

    @property
    def end(self) -> str:
        return spans.last(row.end for row in self.rows)

    @property
    def is_ours(self) -> bool | None:
        """Ours where one row says so; None where none says anything."""
        said = {row.is_ours for row in self.rows if row.is_ours is not None}
        return any(said) if said else None

    @property
    def source_url(self) -> str:
        """The source of all rows; of several the first by spelling: each figure has its own."""
        return min((row.source_url for row in self.rows if row.source_url), default="")

    @property
    def direction(self) -> str:
        return min((row.direction for row in self.rows if row.direction), default="")

    @property
    def codes(self) -> set[str]:
        return {row.place.code for row in self.rows if row.place.code}

    @property
    def regions(self) -> str:
        """The words for what is no country, or one by a name nobody knows, as typed."""
        return "; ".join(sorted({row.place.words for row in self.rows if row.place.words}))[:200]

    def together(self, column: str) -> str:
        """What the rows say in a column, each once."""
        return words.lines([getattr(row, column) for row in self.rows])

    def when(self, today: date) -> spans.When:
        return spans.when(self.start, self.end, today)


def grouped(rows: Iterable[ActivityRow], taken: dict[str, Kind], report: Report) -> list[Group]:
    """The rows by what they tell of. A row whose ref is that of another kind is refused."""
    kinds = dict(taken)
    groups: dict[Key, list[ActivityRow]] = {}
    for row in rows:
        if row.ref and kinds.setdefault(row.ref, row.kind) is not row.kind:
            reason = _("“%(ref)s” is of another kind already: %(kind)s.") % {
                "ref": row.ref,
                "kind": kinds[row.ref].value,
            }
            report.refuse(row.number, RowRefused("kind", reason))
        else:
            groups.setdefault(row.key, []).append(row)
    return [Group(key, members) for key, members in groups.items()]


def regions(said: str, known: Any) -> str:
    """The regions that rows say, as they stand here if they are the same."""
    stands = known.region_typed if known else ""
    return stands if _each(stands) == _each(said) else said


def _each(regions: str) -> set[str]:
    return {region.strip() for region in regions.split("; ")} - {""}


def tag(draft: Draft[Any], group: Group, run: Run) -> None:
    """Give a record the sectors its words name, when those words were written."""
    if draft.wrote("sectors_typed"):
        draft.record.sectors.add(*sorted(run.tags.sectors(group.together("sectors"))))


def partners(draft: Draft[Any], group: Group, run: Run) -> set[tuple[PartnerRole, int]]:
    """The partners that the words just written name, each in its role."""
    return {
        (role, pk)
        for column, role in PARTNER_COLUMNS.items()
        if draft.wrote(f"{column}_typed")
        for pk in run.tags.partners(group.together(column))
    }


def let_take_part(
    model: Any, name: str, record: Model, found: set[tuple[PartnerRole, int]], run: Run
) -> None:
    """Have partners take part in something, each in its role; who does already stays."""
    if not found:
        return
    known = set(model.objects.filter(**{name: record}).values_list("role", "partner_id"))
    new = [(role, pk) for role, pk in sorted(found) if (role.value, pk) not in known]
    create([model(role=role, partner_id=pk, **{name: record}) for role, pk in new], by=run.by)


def conclude(draft: Draft[Any], group: Group, run: Run, *, added: bool) -> None:
    """Count the rows of a group. Something added to what was there is an update."""
    if added and draft.outcome is Outcome.UNCHANGED:
        draft.outcome = Outcome.UPDATED
    run.report.tell(draft.outcome, [row.number for row in group.rows], draft)

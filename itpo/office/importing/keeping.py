"""Writing what a file says, and keeping what somebody changed in the CRM since."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import EmailField, Model, TextField

from itpo.office import partial_dates
from itpo.office.fields import PartialDateField
from itpo.office.history import sign
from itpo.office.importing.cells import composed
from itpo.office.importing.remembering import REASON, in_portions
from itpo.office.importing.report import Outcome
from itpo.office.importing.versions import AT_ONCE, keep_versions
from itpo.office.models import User

M = TypeVar("M", bound=Model)
BLANK = ("", None)
# Fields that only make sense together: where somebody changed one, all stay.
TOGETHER = [
    {"begins", "ends"},
    {"parent_id", "parent_relation"},
    {"day", "starts_at", "ends_at"},
]


@dataclass
class Draft(Generic[M]):
    """One record as the file describes it. Blank and None say nothing and change nothing.

    `derived` are the fields that no cell says, but that follow from others, such as a name: they
    never take the place of what somebody wrote.
    """

    record: M
    said: dict[str, Any]
    reason: str
    derived: frozenset[str] = frozenset()
    outcome: Outcome = Outcome.UNCHANGED
    written: set[str] = field(default_factory=set)
    changed: list[tuple[str, Any, Any]] = field(default_factory=list)  # field, before, after
    kept: set[str] = field(default_factory=set)  # what differs and somebody changed here: it stays

    def wrote(self, *fields: str) -> bool:
        """Whether one of the fields was written now."""
        return bool(self.written.intersection(fields))

    def differing(self) -> set[str]:
        return {
            name
            for name, value in self.said.items()
            if value not in BLANK and not same(self.record, name, value)
        }


def write(drafts: Sequence[Draft[M]], *, by: User | None = None, list_wins: bool = False) -> None:
    """Save what is new, and of the rest what the file changes and nobody else did.

    `list_wins`: also what somebody else did.
    """
    new = [draft for draft in drafts if draft.record.pk is None]
    for draft in new:
        said = {name: value for name, value in draft.said.items() if value not in BLANK}
        draft.changed = [(name, "", value) for name, value in said.items()]
        _fill(draft, set(said))
        draft.outcome = Outcome.CREATED
    create([draft.record for draft in new], by=by)
    differing = [draft for draft in drafts if draft.differing()]
    past = Past([one.record for one in differing if not list_wins or one.differing() & one.derived])
    for draft in differing:
        wanted = draft.differing()
        asked = wanted & draft.derived if list_wins else wanted
        fields = (wanted - asked) | past.open_fields(draft.record, asked)
        draft.kept = wanted - fields - draft.derived
        if fields:
            draft.changed = [
                (name, getattr(draft.record, name), draft.said[name]) for name in sorted(fields)
            ]
            _fill(draft, fields)
            sign(draft.record, by)
            draft.record.save(update_fields=sorted(fields))
            draft.outcome = Outcome.UPDATED


def create(records: Sequence[Model], by: User | None = None) -> None:
    """Save new records in a few statements, with their history."""
    if records:
        type(records[0])._default_manager.bulk_create(records, batch_size=AT_ONCE)
        keep_versions(records, "+", by, REASON)


def change(
    records: Sequence[Model], names: Collection[str], by: User | None = None, reason: str = REASON
) -> None:
    """Save some fields of records in a few statements, with what is derived and their history."""
    if not records:
        return
    model = type(records[0])
    written = [
        one
        for one in model._meta.concrete_fields
        if one.name in names or not (one.editable or one.primary_key)
    ]
    for record in records:
        for one in written:
            one.pre_save(record, add=False)
    if written:
        names = [one.name for one in written]
        model._default_manager.bulk_update(records, names, batch_size=AT_ONCE)
    keep_versions(records, "~", by, reason)


def _fill(draft: Draft[M], fields: set[str]) -> None:
    record: Any = draft.record
    for name in fields:
        setattr(record, name, draft.said[name])
    record._change_reason = draft.reason
    draft.written |= fields


def same(record: Model, name: str, value: Any) -> bool:
    """Whether a record has a value already: dates by what they mean, addresses in any case.

    However an accent is put on its letter, nobody sees it; nor how a line ends, or, in a text of
    one line, what is between its words.
    """
    stands, one = getattr(record, name), record._meta.get_field(name)
    if isinstance(one, PartialDateField):
        return partial_dates.edtf_of(stands) == partial_dates.edtf_of(value)
    if isinstance(one, EmailField):
        return str(stands).casefold() == str(value).casefold()
    if isinstance(stands, str) and isinstance(value, str):
        split = str.splitlines if isinstance(one, TextField) else str.split
        return split(composed(stands.strip())) == split(composed(value.strip()))
    return bool(stands == value)


class Past:
    """Who last set each field of some records: read once, and only when something differs."""

    def __init__(self, records: Sequence[Model]) -> None:
        self._rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        for some in in_portions([record.pk for record in records]):
            history: Any = type(records[0]).history  # type: ignore[attr-defined]
            for row in history.filter(id__in=some).order_by("-history_id").values():
                self._rows[row["id"]].append(row)

    def open_fields(self, record: Model, names: Iterable[str]) -> set[str]:
        """Those of the fields that an import may write."""
        wanted = set(names)
        for group in TOGETHER:
            if wanted & group and not all(self._is_open(record, name) for name in group):
                wanted -= group
        return {name for name in wanted if self._is_open(record, name)}

    def _is_open(self, record: Model, name: str) -> bool:
        """An import set what stands there, or it has been blank from the first."""
        stands = getattr(record, name)
        setter = None
        for row in self._rows[record.pk]:
            if row[name] != stands:
                break
            setter = row
        if setter is None:
            return stands in BLANK
        by_import = (setter["history_change_reason"] or "").startswith(REASON)
        return by_import or (stands in BLANK and setter["history_type"] == "+")

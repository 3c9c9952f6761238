"""Kinds of lists of which one row is one record: what becomes of a row, and writing it, in bulk.

A kind reads its rows into `Told`s, finds which records they are (`Matches`), and has the rest
done here: what an officer decided, two rows that are one, what differs, and what somebody has
changed in the CRM since an import wrote it, which stays.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import ForeignKey, Model, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from itpo.office.importing.keeping import BLANK, Past, change, create, same
from itpo.office.importing.kinds import (
    Asked,
    Candidate,
    Decision,
    Difference,
    Fate,
    Plan,
    Row,
    Written,
)
from itpo.office.importing.remembering import in_portions, reason_of, remembered_ids

M = TypeVar("M", bound=Model)
PORTION = 500


@dataclass
class Told(Generic[M]):
    """What one row says of its record."""

    row: Row
    name: str
    key: tuple[str, ...]  # what it is recognised by again; two rows of one key are one record
    said: dict[str, Any]  # by the model's fields; a record referred to may be new itself
    said_of_new: dict[str, Any] = field(default_factory=dict)  # only if it has to be made
    beside: list[Model] = field(default_factory=list)  # further new records it needs
    # What of a record that exists changes otherwise, unless the list is said to be right.
    stays: frozenset[str] = frozenset()

    def needed(self) -> list[Model]:
        """The new records it refers to, after what stays as it is was taken out of what it says."""
        return [one for one in self.beside if any(one is value for value in self.said.values())]

    def reason(self, model: type[Model]) -> str:
        return reason_of(model._meta.label_lower, *self.key)


@dataclass
class Matches(Generic[M]):
    """Which records the rows are, by the rows' numbers: surely, or perhaps and why."""

    sure: dict[int, M] = field(default_factory=dict)
    perhaps: dict[int, list[tuple[M, str]]] = field(default_factory=dict)

    def may_be(self, row: int, record: M, because: str) -> None:
        known = self.perhaps.setdefault(row, [])
        if record not in [one for one, _because in known]:
            known.append((record, because))

    def meant(self, row: int, asked: Asked) -> M | None:
        """The record a row is about: surely, or as an officer has said."""
        if row in self.sure:
            return self.sure[row]
        decision = asked.decisions.get(row)
        chosen = decision.record if decision else None
        return next((one for one, _why in self.perhaps.get(row, []) if one.pk == chosen), None)


class Wording:
    """How the fields of a table and their values are called, looked up once for many rows."""

    def __init__(self, model: type[Model]) -> None:
        fields = model._meta.concrete_fields
        self.label = {one.name: capfirst(str(one.verbose_name)) for one in fields}
        self._choices = {one.name: dict(one.flatchoices) for one in fields if one.choices}

    def difference(self, record: Model, name: str, after: Any) -> Difference:
        before = "" if record.pk is None else self._said(name, getattr(record, name))
        return Difference(self.label[name], before, self._said(name, after))

    def _said(self, name: str, value: Any) -> str:
        if value in BLANK:
            return ""
        if isinstance(value, datetime):
            return f"{timezone.localtime(value):%Y-%m-%d %H:%M %Z}"
        return str(self._choices[name].get(value, value)) if name in self._choices else str(value)


def recall(told: Iterable[Told[M]], matches: Matches[M], records: QuerySet[M]) -> None:
    """Add what an earlier import made of rows that are not recognised otherwise."""
    model = records.model
    open_rows = {one.reason(model): one for one in told if one.row.number not in matches.sure}
    ids = _survivors(model, remembered_ids(model, open_rows))
    taken = {record.pk for record in matches.sure.values()}
    found = {
        one.pk: one
        for some in in_portions(set(ids.values()))
        for one in records.filter(pk__in=some)
    }
    for reason, pk in ids.items():
        if pk in found and pk not in taken:
            matches.sure[open_rows[reason].row.number] = found[pk]
            taken.add(pk)


def _survivors(model: type[Model], ids: dict[str, int]) -> dict[str, int]:
    """The records, as what those have become that were merged into others."""
    if not ids or not any(one.name == "merged_into" for one in model._meta.fields):
        return ids
    rows: Any = model._default_manager
    into = dict(rows.exclude(merged_into=None).values_list("pk", "merged_into"))
    survivors = {}
    for reason, pk in ids.items():
        while pk in into:
            pk = into[pk]
        survivors[reason] = pk
    return survivors


def plan_records(
    rows: Sequence[Row],
    told: Mapping[int, Told[M]],
    matches: Matches[M],
    blank: Callable[[], M],
    asked: Asked,
) -> list[Plan]:
    """What becomes of each row. A row of `rows` that `told` has not is refused."""
    plans = [_decided(row, told.get(row.number), matches, asked) for row in rows]
    _refuse_doubles(plans)
    open_plans = [plan for plan in plans if plan.work is not None]
    wording = Wording(type(blank()))
    _compare([plan for plan in open_plans if plan.record is not None], wording, asked)
    for plan in open_plans:
        if plan.record is None:
            plan.record = blank()
            said = {**plan.work.said_of_new, **plan.work.said}
            filled = [(name, value) for name, value in said.items() if value not in BLANK]
            plan.differences = [wording.difference(plan.record, *one) for one in filled]
        plan.beside = [f"{capfirst(one._meta.verbose_name)}: {one}" for one in plan.work.needed()]
    return plans


def _decided(row: Row, told: Told[M] | None, matches: Matches[M], asked: Asked) -> Plan:
    """Which record a row is, after what an officer has said of it; `work` is set if it is known."""
    if told is None or row.problems:
        return Plan(row, Fate.REFUSED, told.name if told else "")
    if sure := matches.sure.get(row.number):
        return Plan(row, Fate.UNCHANGED, told.name, sure, work=told)
    perhaps = matches.perhaps.get(row.number, [])
    candidates = [Candidate(one.pk, str(one), because) for one, because in perhaps]
    plan = Plan(row, Fate.CREATED, told.name, candidates=candidates, work=told)
    if not perhaps:
        return plan
    decision = asked.decisions.get(row.number)
    if decision == Decision():
        plan.fate, plan.work = Fate.LEFT_OUT, None
    elif decision is None or not decision.is_new:
        plan.record = matches.meant(row.number, asked)
        plan.fate = Fate.UNCHANGED if plan.record else Fate.UNDECIDED
        plan.work = told if plan.record else None
    return plan


def _refuse_doubles(plans: Iterable[Plan]) -> None:
    """Refuse a row that is what a row before it is."""
    first: dict[Any, int] = {}
    for plan in plans:
        if plan.work is None:
            continue
        who = ("record", plan.record.pk) if plan.record is not None else ("key", plan.work.key)
        number = first.setdefault(who, plan.row.number)
        if number != plan.row.number:
            sentence = _("Row %(row)s is about the same: %(name)s.")
            plan.row.refuse("", sentence % {"row": number, "name": plan.name})
            plan.fate, plan.work, plan.record = Fate.REFUSED, None, None


def _compare(plans: Sequence[Plan], wording: Wording, asked: Asked) -> None:
    """Say what differs, apart from what somebody changed here since: that stays."""
    differing = {id(plan): _differing(plan) for plan in plans}
    changing = [] if asked.list_wins else [plan.record for plan in plans if differing[id(plan)]]
    past = Past(changing)
    for plan in plans:
        names = differing[id(plan)]
        attnames = {plan.record._meta.get_field(name).attname: name for name in names}
        allowed = attnames if asked.list_wins else past.open_fields(plan.record, attnames)
        written = {attnames[one] for one in allowed}
        if not asked.list_wins:
            written -= plan.work.stays
        plan.kept = [wording.label[name] for name in names if name not in written]
        plan.work.said = {name: plan.work.said[name] for name in names if name in written}
        said = plan.work.said.items()
        plan.differences = [wording.difference(plan.record, *one) for one in said]
        plan.name = plan.name or str(plan.record)
        plan.fate = Fate.UPDATED if written else Fate.UNCHANGED


def _differing(plan: Plan) -> list[str]:
    said = plan.work.said.items()
    return [
        name for name, value in said if value not in BLANK and not _same(plan.record, name, value)
    ]


def _same(record: Model, name: str, value: Any) -> bool:
    one = record._meta.get_field(name)
    if isinstance(one, ForeignKey):
        return value.pk is not None and getattr(record, one.attname) == value.pk
    return same(record, name, value)


def write_records(plans: Sequence[Plan], asked: Asked) -> list[Written]:
    """Write what `plan_records` has planned, a portion at a time. What rows need beside is made."""
    open_plans = [plan for plan in plans if plan.fate in (Fate.CREATED, Fate.UPDATED)]
    written = _make_beside(open_plans, asked)
    done = len(plans) - len(open_plans)
    for some in in_portions(open_plans, PORTION):
        for plan in some:
            _fill(plan)
        made = [plan for plan in some if plan.fate is Fate.CREATED]
        create([plan.record for plan in made], by=asked.by)
        changed = [plan for plan in some if plan.fate is Fate.UPDATED]
        names = {name for plan in changed for name in plan.work.said}
        change([plan.record for plan in changed], names, by=asked.by)
        written += [
            Written(plan.row.number, plan.record, plan.fate is Fate.CREATED) for plan in some
        ]
        done += len(some)
        asked.progress(done)
    return written


def _make_beside(plans: Iterable[Plan], asked: Asked) -> list[Written]:
    """Make the new records that rows refer to; several rows may refer to one."""
    first: dict[int, tuple[int, Model]] = {}
    for plan in plans:
        for one in plan.work.needed():
            first.setdefault(id(one), (plan.row.number, one))
    new = list(first.values())
    by_model: dict[type[Model], list[Model]] = {}
    for _row, one in new:
        by_model.setdefault(type(one), []).append(one)
    for records in by_model.values():
        create(records, by=asked.by)
    return [Written(row, one, is_new=True) for row, one in new]


def _fill(plan: Plan) -> None:
    record, told = plan.record, plan.work
    said = {**told.said_of_new, **told.said} if plan.fate is Fate.CREATED else told.said
    for name, value in said.items():
        if value not in BLANK:
            setattr(record, name, value)
    record._change_reason = told.reason(type(record))

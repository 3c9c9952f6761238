"""Who changed what: the history of a record, in words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from itpo.office import partial_dates
from itpo.office.visibility import Viewer

MADE = "+"  # how simple_history marks a record's first version
LONGEST = 300  # characters of a text; the whole of it stands on the record's page


@dataclass(frozen=True)
class FieldChange:
    """One field of a record: its column, what it is called, what stood there and what stands."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One change of a record: when, by whom, which fields, and why where that was kept."""

    at: datetime
    by: str
    is_first: bool
    fields: list[FieldChange]
    because: str = ""


def latest_version(thing: Any) -> int:
    """The number of a record's latest version; 0 where none was kept."""
    return int(thing.history.order_by("-history_id").values_list("pk", flat=True).first() or 0)


def several_at(version: Any) -> dict[str, list[Any]]:
    """What a version referred to in its fields for several: the numbers, by field."""
    return {
        field.name: [
            getattr(row, f"{field.m2m_reverse_field_name()}_id")
            for row in getattr(version, field.name).all()
        ]
        for field in type(version)._history_m2m_fields
    }


def changes_of(thing: Any, viewer: Viewer, *, number: int, start: int = 0) -> list[Change]:
    """Some changes of a record, newest first. A fixed number of queries for any number of them."""
    versions = list(
        thing.history.select_related("history_user").order_by("-history_id")[
            start : start + number + 1
        ]
    )
    pairs = [
        (version, versions[at + 1] if at + 1 < len(versions) else None)
        for at, version in enumerate(versions[:number])
    ]
    return _told(pairs, thing, viewer)


def changes_since(thing: Any, version: int, viewer: Viewer) -> list[Change]:
    """What others changed after a version, as one change from then to now; the latest names who."""
    versions = list(
        thing.history.filter(pk__gte=version).select_related("history_user").order_by("history_id")
    )
    if len(versions) < 2 or versions[0].pk != version:
        return []
    return _told([(versions[-1], versions[0])], thing, viewer)


def _told(pairs: Sequence[tuple[Any, Any]], thing: Model, viewer: Viewer) -> list[Change]:
    versions = {one.pk: one for pair in pairs for one in pair if one is not None}
    values = _values(list(versions.values()), thing)
    deltas = [
        (new, old, _differences(values[new.pk], values[old.pk]) if old is not None else [])
        for new, old in pairs
    ]
    names = _names([one for _new, _old, delta in deltas for one in delta], viewer)
    return [
        Change(
            at=new.history_date,
            by=str(new.history_user or _("a rule or an import")),
            is_first=old is None and new.history_type == MADE,
            fields=[
                FieldChange(
                    name=field.name,
                    label=capfirst(str(field.verbose_name)),
                    before=_said(field, before, names),
                    after=_said(field, after, names),
                )
                for field, before, after in delta
            ],
            because=new.history_change_reason or "",
        )
        for new, old, delta in deltas
    ]


def side_by_side(
    one: Any, other: Any, fields: Iterable[Any], viewer: Viewer
) -> list[tuple[Any, str, str]]:
    """What two records say in each of some fields, in words, as far as the viewer may see it."""
    both = [(each, getattr(one, each.attname), getattr(other, each.attname)) for each in fields]
    names = _names(both, viewer)
    return [
        (field, _said(field, first, names), _said(field, second, names))
        for field, first, second in both
    ]


def _values(versions: list[Any], thing: Model) -> dict[int, dict[Any, Any]]:
    """What each version says in each field a reader knows; the machinery's own are left out."""
    history: Any = type(thing).history.model  # type: ignore[attr-defined]
    columns = [field for field in thing._meta.concrete_fields if field.editable]
    values: dict[int, dict[Any, Any]] = {
        version.pk: {
            field: getattr(version, field.attname)
            for field in columns
            if hasattr(version, field.attname)
        }
        for version in versions
    }
    for field in history._history_m2m_fields if versions else ():
        link: Any = getattr(versions[0], field.name).model
        referred = field.m2m_reverse_field_name()
        for version in versions:
            values[version.pk][field] = []
        rows = link.objects.filter(history__in=list(values)).order_by(referred)
        for version_pk, pk in rows.values_list("history", f"{referred}_id"):
            values[version_pk][field].append(pk)
    return values


def _differences(new: dict[Any, Any], old: dict[Any, Any]) -> list[tuple[Any, Any, Any]]:
    return [(field, old[field], value) for field, value in new.items() if old[field] != value]


def _names(differences: Iterable[tuple[Any, Any, Any]], viewer: Viewer) -> dict[Any, str]:
    """What records referred to are called, as far as the viewer may see them: a query a table."""
    wanted: dict[type[Model], set[Any]] = defaultdict(set)
    for field, before, after in differences:
        if field.is_relation:
            wanted[field.related_model] |= {*_numbers(field, before), *_numbers(field, after)}
    names = {}
    for model, numbers in wanted.items():
        rows: Any = model._default_manager
        seen = rows.visible_to(viewer) if hasattr(rows, "visible_to") else rows.all()
        for row in seen.filter(pk__in=numbers):
            names[model, row.pk] = str(row)
    return names


def _numbers(field: Any, value: Any) -> list[Any]:
    """The numbers of what a field refers to: of one record, or of several."""
    if isinstance(field, ForeignKey):
        return [] if value is None else [value]
    return list(value)


def _said(field: Any, value: Any, names: dict[Any, str]) -> str:
    if field.is_relation:
        known = [
            names.get((field.related_model, number), _("restricted"))
            for number in _numbers(field, value)
        ]
        return ", ".join(known) or _("nothing")
    if value in (None, ""):
        return _("nothing")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "j M Y H:i")
    if isinstance(value, date):
        return partial_dates.day_shown(value)
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"

"""Taking a whole import back, as long as nothing it wrote was changed or is used.

What it made is deleted, with its history kept; what it changed gets its earlier values back. If
one record stands in the way nothing is taken back, and it is told of each what does.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models import CASCADE, Model
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from itpo.office.changes import several_at
from itpo.office.importing.keeping import change
from itpo.office.importing.remembering import in_portions
from itpo.office.importing.versions import keep_versions, latest_versions
from itpo.office.models import ImportedRecord, ImportRun, User
from itpo.office.states import NotPossible

REASON = "import undone"
PORTION = 500

# The records of a run, by their tables and numbers.
Records: TypeAlias = dict[type[Model], dict[int, ImportedRecord]]
# Those that are still there, as they stand.
Standing: TypeAlias = Mapping[type[Model], Mapping[int, Any]]


class InTheWay(NamedTuple):
    """Why one record cannot be taken back."""

    row: int
    what: str  # as far as the reader may see it
    why: str


class NotUndone(NotPossible):
    """Something stands in the way of taking an import back: what, record by record."""

    def __init__(self, in_the_way: Sequence[InTheWay]) -> None:
        super().__init__(_("Nothing was taken back: some of it was changed or is used since."))
        self.in_the_way = list(in_the_way)


def undo(run: ImportRun, at: datetime, _tell: Callable[[int], None]) -> dict[str, Any]:
    """Take back all an import did, by who asked for it. Returns what the run keeps.

    Raises NotUndone: then nothing may stay.
    """
    by, written = run.undone_by or run.by, _written(run)
    standing = {model: _locked(model, records) for model, records in written.items()}
    if found := [*_changed(written, standing, by), *_used(written, standing, by)]:
        raise NotUndone(sorted(found, key=lambda one: one.row))
    for model, records in written.items():
        _set_back(model, [one for one in records.values() if not one.is_new], standing[model], by)
    _delete(written, standing, by)
    return {"undone_at": at}


def _written(run: ImportRun) -> Records:
    by_model: Records = defaultdict(dict)
    for one in run.records.order_by("row", "pk"):
        by_model[apps.get_model(one.model)][one.record] = one
    return by_model


def _new(records: Mapping[int, ImportedRecord]) -> list[int]:
    return [pk for pk, one in records.items() if one.is_new]


def _locked(model: type[Model], numbers: Iterable[int]) -> dict[int, Any]:
    rows = model._default_manager.select_for_update().order_by("pk")
    return {one.pk: one for some in in_portions(numbers) for one in rows.filter(pk__in=some)}


def _changed(written: Records, standing: Standing, by: User) -> Iterator[InTheWay]:
    """What has another version by now than right after the import."""
    for model, records in written.items():
        if not hasattr(model, "history"):
            continue  # lines of a log, which nobody changes
        latest = latest_versions(model, records)
        later = {pk: latest[pk] for pk, one in records.items() if latest.get(pk) != one.version}
        history: Any = model.history
        versions = history.select_related("history_user").in_bulk(later.values())
        seen = _seen(model, later, by)
        for pk, version in later.items():
            name = _called(model, seen.get(pk))
            yield InTheWay(records[pk].row, name, _who(versions[version], pk in standing[model]))


def _who(version: Any, is_there: bool) -> str:
    said = (
        _("Changed by %(who)s on %(when)s.") if is_there else _("Deleted by %(who)s on %(when)s.")
    )
    day = formats.date_format(timezone.localtime(version.history_date), "j M Y H:i")
    return said % {"who": version.history_user or _("a rule or an import"), "when": day}


def _seen(model: type[Model], numbers: Iterable[int], by: User) -> dict[int, Model]:
    """Those of some records that somebody may see."""
    rows: Any = model._default_manager
    rows = rows.visible_to(by) if hasattr(rows, "visible_to") else rows.all()
    return {one.pk: one for some in in_portions(numbers) for one in rows.filter(pk__in=some)}


def _called(model: type[Model], record: Model | None) -> str:
    """What a record is, and its name as far as it may be seen; a part is called as its whole."""
    for one in model._meta.concrete_fields if record is not None else ():
        is_part = getattr(one.remote_field, "on_delete", None) is CASCADE
        if is_part and (whole := getattr(record, one.name)) is not None:
            return _called(type(whole), whole)
    kind = capfirst(model._meta.verbose_name)
    return f"{kind}: {record}" if record is not None else _("%(kind)s, restricted") % {"kind": kind}


def _used(written: Records, standing: Standing, by: User) -> Iterator[InTheWay]:
    """What the import made and something that it did not make refers to."""
    for model, records in written.items():
        new = [pk for pk in _new(records) if pk in standing[model]]
        for user_model, pairs in _references(model, new):
            ours = set(_new(written.get(user_model, {})))
            users = {used: user for user, used in pairs if user not in ours}
            seen = _seen(user_model, users.values(), by)
            used_seen = _seen(model, users, by)
            for used, user in users.items():
                why = _("Used: %(what)s.") % {"what": _called(user_model, seen.get(user))}
                name = _called(model, used_seen.get(used))
                yield InTheWay(records[used].row, name, why)


def _references(
    model: type[Model], numbers: Sequence[int]
) -> Iterator[tuple[type[Model], list[tuple[int, int]]]]:
    """Who refers to some records: of each table the pairs of who and to which."""
    relations: Any = model._meta.get_fields(include_hidden=True)
    for relation in relations:
        if not relation.auto_created or relation.concrete or not relation.is_relation:
            continue
        user: Any = relation.related_model
        if user._meta.auto_created or hasattr(user, "history_type") or _of_history(user):
            continue  # what several fields are kept in, and histories, which stay
        if relation.many_to_many and not relation.through._meta.auto_created:
            continue  # the rows between refer to it themselves
        yield user, _pairs(user, relation.field.name, numbers)
    history: Any = getattr(model, "history", None)
    tracked = {one.name for one in history.model._history_m2m_fields} if history else set()
    for one in model._meta.many_to_many:
        if one.name not in tracked:
            back = [(other, mine) for mine, other in _pairs(model, "pk", numbers, one.name)]
            yield one.related_model, back


def _of_history(model: Any) -> bool:
    """Whether a table keeps what a history knows of a field for several."""
    return hasattr(model, "m2m_history_id")


def _pairs(
    model: type[Model], name: str, numbers: Sequence[int], other: str = "pk"
) -> list[tuple[int, int]]:
    rows = model._base_manager.exclude(**{other: None})
    first, second = ("pk", name) if other == "pk" else ("pk", other)
    return [
        pair
        for some in in_portions(numbers)
        for pair in rows.filter(**{f"{name}__in": some}).values_list(first, second)
    ]


def _set_back(
    model: type[Model], records: Sequence[ImportedRecord], standing: Mapping[int, Any], by: User
) -> None:
    """Give what the import changed the values back that it had before."""
    for some in in_portions(records, PORTION):
        history: Any = model.history.model  # type: ignore[attr-defined]
        earlier = history.objects.in_bulk([_before(history, one) for one in some])
        changed: set[str] = set()
        rows = [standing[one.record] for one in some]
        for one, row in zip(some, rows, strict=True):
            then = earlier[_before(history, one)]
            for column in model._meta.concrete_fields:
                if hasattr(then, column.attname):
                    value = getattr(then, column.attname)
                    if getattr(row, column.attname) != value:
                        changed.add(column.name)
                        setattr(row, column.attname, value)
            for name, numbers in several_at(then).items():
                getattr(row, name).set(numbers)
        change(rows, changed, by=by, reason=REASON)
        _hand_back(model, {one.record: _before(history, one) for one in some})


def _hand_back(model: type[Model], restored: Mapping[int, int]) -> None:
    """Let the import that left a version which is restored now be taken back as well."""
    latest = latest_versions(model, restored)
    known = ImportedRecord.objects.filter(model=model._meta.label_lower, record__in=restored)
    left = [one for one in known if one.version == restored[one.record]]
    for one in left:
        one.version = latest[one.record]
    ImportedRecord.objects.bulk_update(left, ["version"])


def _before(history: Any, one: ImportedRecord) -> int:
    """The version an imported record had before."""
    if one.before is None:
        earlier = history.objects.filter(id=one.record, pk__lt=one.version).order_by("-pk")
        one.before = earlier.values_list("pk", flat=True).first()
    return int(one.before or one.version)


def _delete(written: Records, standing: Standing, by: User) -> None:
    """Delete what was made: first what refers, then what it referred to."""
    models = [model for model, records in written.items() if _new(records)]
    while models:
        model = next(one for one in models if not any(_refers(other, one) for other in models))
        models.remove(model)
        left = set(_new(written[model]))
        while left:
            inner = set(_referred_among(model, left))
            _delete_all(model, [standing[model][pk] for pk in sorted(left - inner)], by)
            left = inner


def _refers(model: type[Model], other: type[Model]) -> bool:
    return model is not other and any(
        one.related_model is other for one in model._meta.concrete_fields
    )


def _referred_among(model: type[Model], numbers: Set[int]) -> Iterator[int]:
    """Those of some records that another of them refers to: the whole of a part."""
    for one in model._meta.concrete_fields:
        if one.related_model is model:
            for some in in_portions(numbers):
                rows = model._base_manager.filter(pk__in=some).exclude(**{one.name: None})
                yield from numbers & set(rows.values_list(one.attname, flat=True))


def _delete_all(model: type[Model], records: Sequence[Model], by: User) -> None:
    """Delete records in a few statements, with a last version in their history.

    Nothing refers to them: that was looked for, and they are locked.
    """
    if hasattr(model, "history"):
        keep_versions(records, "-", by, REASON)
    for some in in_portions(one.pk for one in records):
        for one in model._meta.many_to_many:
            between: Any = one.remote_field.through
            if between._meta.auto_created:
                mine = between._base_manager.filter(**{f"{one.m2m_field_name()}__in": some})
                mine._raw_delete(DEFAULT_DB_ALIAS)
        rows_of: Any = model._base_manager.filter(pk__in=some)
        rows_of._raw_delete(DEFAULT_DB_ALIAS)

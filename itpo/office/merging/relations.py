"""What points to the records of a table, whatever app it belongs to."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import DO_NOTHING, Model, Q, UniqueConstraint

from itpo.office.merging.rules import same_rows


def pointing(model: type[Model]) -> list[Any]:
    """Every foreign key to a table: of its own rows, of other apps, of links between tables.

    A history says what was then: its rows stay as they are.
    """
    relations: Any = model._meta.get_fields(include_hidden=True)
    return [
        relation.field
        for relation in relations
        if relation.auto_created
        and not relation.concrete
        and not relation.many_to_many
        and relation.on_delete is not DO_NOTHING
    ]


def rivals(field: Any, kept: Any, rows: Iterable[Any]) -> dict[Any, Any]:
    """By number: the row of `kept` that says the same already, where both cannot stand."""
    numbers = [row.pk for row in rows]
    found: dict[Any, Any] = {}
    for names, condition, with_blanks in one_each(field):
        those = field.model._base_manager.filter(condition).order_by("pk")
        there = {_said(row, names): row for row in those.filter(**{field.attname: kept.pk})}
        if not there:
            continue
        for row in those.filter(pk__in=numbers):
            said = _said(row, names)
            if said in there and there[said].pk != row.pk and (with_blanks or None not in said):
                found.setdefault(row.pk, there[said])
    return found


def _said(row: Any, names: list[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)


def one_each(field: Any) -> Iterator[tuple[list[str], Q, bool]]:
    """The sets of columns of which, with this one, there may be one row only."""
    meta = field.model._meta
    if field.unique:
        yield [], Q(), False
    for names in meta.unique_together:
        if field.name in names:
            yield _others(meta, field, names), Q(), False
    for constraint in meta.constraints:
        if isinstance(constraint, UniqueConstraint) and field.name in constraint.fields:
            yield _others(meta, field, constraint.fields), constraint.condition or Q(), False
    for names in same_rows.get(field.model, []):
        if field.name in names:
            yield _others(meta, field, names), Q(), True


def _others(meta: Any, field: Any, names: Iterable[str]) -> list[str]:
    return [meta.get_field(name).attname for name in names if name != field.name]

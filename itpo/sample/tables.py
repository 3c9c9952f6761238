"""The tables rows of the sample may stand in, and how their rows name each other."""

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

from django.apps import apps
from django.db.models import ManyToManyField, Model, Q

from itpo.office.models import Milestone, SampleRecord

Table: TypeAlias = type[Model]
Row: TypeAlias = tuple[Table, Any]  # a table and a primary key
Rows: TypeAlias = dict[Table, set[Any]]  # primary keys, table by table

# Django's own tables hold nothing of the sample's but what its users leave behind when they work
# (see traces.py); and the sample's own book is not a part of it.
NOT_OURS = {"admin", "auth", "contenttypes", "sessions"}


@cache
def tables() -> list[Table]:
    """Every table of the product: history and many-to-many tables too."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in NOT_OURS
        and model._meta.managed
        and not model._meta.proxy
        and model not in {Milestone, SampleRecord}
    ]


@cache
def histories() -> dict[Table, Table]:
    """Each history table with the table it is the history of."""
    return {
        table: tracked
        for table in tables()
        if (tracked := getattr(table, "instance_type", None)) and hasattr(table, "history_type")
    }


@cache
def histories_of_links() -> list[Table]:
    """The tables that keep which many-to-many links a row had at a time in its history."""
    return [table for table in tables() if hasattr(table, "m2m_history_id")]


@cache
def pointers(table: Table) -> dict[str, Table]:
    """The columns that name a row of a table; history names the row it is the history of."""
    found: dict[str, Table] = {
        field.attname: field.related_model
        for field in table._meta.concrete_fields
        if isinstance(field.related_model, type) and issubclass(field.related_model, Model)
    }
    if tracked := histories().get(table):
        found[tracked._meta.pk.attname] = tracked
    return found


@cache
def links() -> list[tuple[Table, "ManyToManyField[Any, Any]"]]:
    """Each many-to-many table with the field it belongs to."""
    return [
        (through, field)
        for table in tables()
        for field in table._meta.local_many_to_many
        if (through := field.remote_field.through)
    ]


def keys(table: Table, condition: Q) -> set[Any]:
    return set(table._base_manager.filter(condition).values_list("pk", flat=True))


def chunks(pks: set[Any]) -> Iterator[list[Any]]:
    """Cut into pieces that every database takes as parameters of one statement."""
    every = sorted(pks)
    return (every[start : start + 500] for start in range(0, len(every), 500))

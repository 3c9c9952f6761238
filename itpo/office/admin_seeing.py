"""What a user sees in the admin: rows, references and choices of a filter."""

import dataclasses
from functools import reduce
from typing import Any

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.template_utils import HistoricalRecordContextHelper

from itpo.office.visibility import OwnedQuerySet


def visible(rows: Any, viewer: Any) -> Any:
    """The rows somebody may see. What has no `visible_to` is the machinery's, or guarded apart."""
    return rows.visible_to(viewer) if hasattr(rows, "visible_to") else rows


class Column:
    """What stands in the place of a field; two of the same kind for one field are the same."""

    def __init__(self, field: Any) -> None:
        self.__name__ = f"{field.name}_{type(self).__name__.lower()}"
        self.short_description = str(field.verbose_name)
        self.admin_order_field = field.name
        self.field = field

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    def __hash__(self) -> int:
        return hash(self.__name__)


class Reference(Column):
    """The name of the record referred to, unless it is restricted."""

    def __init__(self, field: Any, viewer: Any) -> None:
        super().__init__(field)
        self.viewer = viewer

    def __call__(self, row: models.Model) -> str | None:
        thing = getattr(row, self.field.name)
        return shown_to(self.viewer, thing) if thing is not None else None


class YesNo(Column):
    """A yes-or-no field in words; Django's own column is a coloured picture."""

    def __call__(self, row: models.Model) -> str:
        return _("yes") if getattr(row, self.field.name) else _("no")


def restrictable_references(model: Any, viewer: Any) -> dict[str, Reference]:
    """The references of a model that may lead to what this viewer may not see."""
    if viewer.sees_restricted:
        return {}
    return {
        field.name: Reference(field, viewer)
        for field in model._meta.fields
        if field.is_relation and _restricted_path(field.remote_field.model)
    }


def shown_to(viewer: Any, thing: models.Model) -> str:
    """The name of a record, or that it is restricted."""
    path = _restricted_path(type(thing))
    if not path or viewer.sees_restricted:
        return str(thing)
    rows: Any = type(thing)._default_manager.all()
    who = {
        reduce(getattr, f"{whose}_id".split("__"), thing)
        for whose in (rows.owner_path, rows.confided_path)
        if whose
    }
    is_restricted = reduce(getattr, path.split("__"), thing)
    return _("restricted") if is_restricted and viewer.pk not in who else str(thing)


def _restricted_path(model: Any) -> str:
    rows = model._default_manager.all()
    return rows.restricted_path if isinstance(rows, OwnedQuerySet) else ""


class SeenChanges(HistoricalRecordContextHelper):
    """What changed from one version to the next, without references to what is restricted."""

    hidden: frozenset[str] = frozenset()

    def context_for_delta_changes(self, delta: Any) -> list[dict[str, Any]]:
        seen = [change for change in delta.changes if change.field not in self.hidden]
        shown: list[dict[str, Any]] = super().context_for_delta_changes(
            dataclasses.replace(delta, changes=seen)
        )
        return shown

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        prepared = super().prepare_delta_change_value(change, value)
        return ", ".join(map(str, prepared)) if isinstance(prepared, list) else prepared


def yes_no_columns(model: Any) -> dict[str, YesNo]:
    return {
        field.name: YesNo(field)
        for field in model._meta.fields
        if isinstance(field, models.BooleanField)
    }


class SeenFilter(admin.RelatedFieldListFilter):
    """A filter by another record, which offers only those its user may see."""

    def field_choices(self, field: Any, request: Any, model_admin: Any) -> Any:
        other = field.remote_field.model
        rows = model_admin.admin_site.get_model_admin(other).get_queryset(request)
        return [(row.pk, str(row)) for row in rows.order_by(*_by_name(rows))]


def _by_name(rows: Any) -> tuple[str, ...]:
    columns = {field.name for field in rows.model._meta.fields}
    names = tuple(name for name in ("family_name", "name", "title") if name in columns)
    return (*names, "pk")


class ArchivedFilter(admin.SimpleListFilter):
    """What is in use, and what was archived or merged into another record."""

    title = gettext_lazy("in use")
    parameter_name = "archived"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", gettext_lazy("In use")), ("yes", gettext_lazy("Archived or merged"))]

    def queryset(self, request: Any, queryset: Any) -> Any:
        if self.value() not in {"no", "yes"}:
            return queryset
        return queryset.filter(archived_at__isnull=self.value() == "no")

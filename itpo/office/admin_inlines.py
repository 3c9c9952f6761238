"""Rows of other tables on the page of a record."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from itpo.office.admin_pickers import DeskForm, Picking
from itpo.office.admin_rights import ByRole
from itpo.office.admin_seeing import visible

ROW_HEIGHT = {"widget": forms.Textarea(attrs={"rows": 2, "cols": 30})}


class RowInline(Picking, ByRole, admin.TabularInline):  # type: ignore[type-arg]
    """Rows that belong to the record above them."""

    form = DeskForm
    extra = 0
    empty_value_display = _("not known")
    formfield_overrides: ClassVar[Any] = {
        **Picking.formfield_overrides,
        models.TextField: ROW_HEIGHT,
    }

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        """Name each field for those who cannot see the head of its column."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        widget = getattr(field.widget, "widget", field.widget) if field else None
        if widget is not None:
            widget.attrs["aria-label"] = db_field.verbose_name
        return field

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = visible(super().get_queryset(request), request.user)
        references = [field.name for field in self.model._meta.fields if field.many_to_one]
        return rows.select_related(*references)

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        formset = super().get_formset(request, obj, **options)
        formset.form.viewer = request.user  # type: ignore[attr-defined]
        return formset


class LinkInline(RowInline):
    """Rows that only say who takes part in what; a manager may take one away."""

    may_be_deleted = True


class ListInline(RowInline):
    """Rows to read, which are written elsewhere."""

    is_read_only = True
    can_delete = False

"""Choosing a record in the admin by typing, and the form every admin page uses.

A picker offers what its user may see and searches on the server. What a record holds already is
shown from the row that was fetched with it, so that a list of fifty members costs no query each,
and is kept even where its user could not have chosen it.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db import models
from django.http import HttpRequest

from itpo.office.admin_seeing import visible
from itpo.office.models import User
from itpo.office.whole_row import WholeRowForm


def called(site: AdminSite, thing: models.Model) -> str:
    """What a picker calls a record: more than its name where the name is not enough."""
    if not site.is_registered(type(thing)):
        return str(thing)
    registered: Any = site.get_model_admin(type(thing))
    return str(registered.called(thing))


class PickerView(AutocompleteJsonView):
    """What a picker finds."""

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, str]:
        found = super().serialize_result(obj, to_field_name)
        registered: Any = self.model_admin
        return {**found, "text": registered.called(obj)}


class Picker(AutocompleteSelect):
    """Django's autocomplete, which asks the database only for what nobody told it."""

    known: tuple[Any, str] | None = None

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> list[Any]:
        if self.known is None or [str(one) for one in value] != [str(self.known[0])]:
            # Nothing is chosen, or something new was: the base class looks that up.
            return list(super().optgroups(name, value, attrs)) if any(value) else self._empty(name)
        groups = self._empty(name)
        groups[0][1].append(self.create_option(name, *self.known, True, len(groups[0][1])))
        return groups

    def _empty(self, name: str) -> list[Any]:
        blank = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, blank, 0)]


class SeveralPicker(AutocompleteSelectMultiple):
    """The same for several, without the cross that clears all: no place for it in a list."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        attrs: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs)
        return {**attrs, "data-allow-clear": "false"}


class PickerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One record, found by typing."""

    site: AdminSite

    def label_from_instance(self, obj: models.Model) -> str:
        return called(self.site, obj)


class DeskForm(WholeRowForm):
    """The form of every admin page. It knows its viewer, and puts what they add in their office."""

    viewer: User | None = None
    sets_office = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.sets_office and self.viewer and self.instance._state.adding:
            self.instance.office_id = self.viewer.office_id
        for name, field in self.fields.items():
            if isinstance(field, PickerField):
                self._keep_what_it_holds(name, field)

    def _keep_what_it_holds(self, name: str, field: PickerField) -> None:
        holds = self.instance._meta.get_field(name)
        if getattr(self.instance, holds.attname, None) is None:
            return
        thing = getattr(self.instance, name)
        inner = field.widget
        picker = inner.widget if isinstance(inner, RelatedFieldWidgetWrapper) else inner
        if isinstance(picker, Picker):
            picker.known = (thing.pk, called(field.site, thing))
        if self.is_bound and field.queryset is not None:
            field.queryset = field.queryset | type(thing)._default_manager.filter(pk=thing.pk)


class Picking:
    """Every reference is found by typing, among what the user may see."""

    model: Any
    admin_site: Any
    formfield_overrides: ClassVar[Any] = {models.URLField: {"assume_scheme": "https"}}

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        references = [*self.model._meta.fields, *self.model._meta.many_to_many]
        return [
            field.name
            for field in references
            if field.is_relation and self._searchable(field, request)
        ]

    def _searchable(self, field: Any, request: HttpRequest) -> bool:
        other = field.remote_field.model
        return self.admin_site.is_registered(other) and bool(
            self.admin_site.get_model_admin(other).get_search_fields(request)
        )

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> Any:
        other = db_field.remote_field.model
        if self.admin_site.is_registered(other):
            return self.admin_site.get_model_admin(other).get_queryset(request)
        return visible(other._default_manager.all(), request.user)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if not self._searchable(db_field, request):
            return super().formfield_for_foreignkey(db_field, request, **options)  # type: ignore[misc]
        options.setdefault("form_class", PickerField)
        options.setdefault("widget", Picker(db_field, self.admin_site))
        field = super().formfield_for_foreignkey(db_field, request, **options)  # type: ignore[misc]
        field.site = self.admin_site
        return field

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if self._searchable(db_field, request):
            options.setdefault("widget", SeveralPicker(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **options)  # type: ignore[misc]

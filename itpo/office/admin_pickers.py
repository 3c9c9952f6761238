"""Choosing a record in the admin by typing, and the form every admin page uses.

A picker offers what its user may see and searches on the server. What a record holds already is
shown from the row that was fetched with it, so that a list of fifty members costs no query each,
and is kept even where its user could not have chosen it.
"""

from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from itpo.office.models import User


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


class PickerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One record, found by typing."""

    site: AdminSite

    def label_from_instance(self, obj: models.Model) -> str:
        return called(self.site, obj)


class DeskForm(forms.ModelForm):  # type: ignore[type-arg]
    """The form of every admin page.

    It knows its viewer, puts what they add into their office, and checks the constraints on the
    whole row: Django's own form skips a constraint that names a column the form does not show,
    and the database then refuses with an error page.
    """

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

    def validate_unique(self) -> None:
        self._check_whole_row("validate_unique")

    def validate_constraints(self) -> None:
        self._check_whole_row("validate_constraints")

    def _check_whole_row(self, check: str) -> None:
        """Leave out only what is wrong already and what an unsaved parent will fill."""
        left_out = set(self.errors) | {
            name
            for name, field in self.fields.items()
            if isinstance(field, forms.models.InlineForeignKeyField)
            and getattr(self.instance, f"{name}_id", None) is None
        }
        try:
            getattr(self.instance, check)(exclude=left_out)
        except ValidationError as error:
            for name, sentences in error.update_error_dict({}).items():
                where = name if name in self.fields and name != NON_FIELD_ERRORS else None
                self.add_error(where, sentences)

"""What every page of the admin has in common."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from itpo.office.admin_pickers import DeskForm, Picker, PickerField
from itpo.office.admin_rights import ByRole
from itpo.office.admin_seeing import Reference, SeenChanges, restrictable_references, visible


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


class DeskChangeList(ChangeList):
    """One page of a list: its rows, and then what is said about them."""

    model_admin: Any

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        self.model_admin.dress(rows, request)
        self.result_list = rows


class DeskPages(Picking, ByRole):
    """The list and the form of one model."""

    form: Any = DeskForm
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    empty_value_display = _("not known")
    list_select_related: ClassVar[Any] = ()
    # Whether what a manager adds goes into their own office without asking.
    sets_office = True
    # What is chosen when a row is made; from then on it changes in a verb, or not at all.
    set_once: tuple[str, ...] = ()

    def called(self, thing: models.Model) -> str:
        """What a picker calls one of these."""
        return str(thing)

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)  # type: ignore[misc]
        seen = visible(rows, request.user)
        return seen.select_related(*self.list_select_related) if self.list_select_related else seen

    def get_search_results(self, request: HttpRequest, rows: Any, words: str) -> tuple[Any, bool]:
        """Search as the workspace does, where the queryset knows how."""
        if hasattr(rows, "matching"):
            return rows.matching(words), False
        found, has_twins = super().get_search_results(request, rows, words)  # type: ignore[misc]
        if has_twins:  # found by several of its people: once is enough
            return rows.filter(pk__in=found.order_by().values("pk")), False
        return found, False

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[DeskChangeList]:
        return DeskChangeList

    def dress(self, rows: list[Any], request: HttpRequest) -> None:
        """Fetch what the columns say about the rows of one page, in as few queries as can be."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)  # type: ignore[misc]
        return fields if obj is None else (*fields, *self.set_once)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The record's page in the workspace, where it has one."""
        if obj is None or not hasattr(obj, "get_absolute_url"):
            return None
        return str(obj.get_absolute_url())

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out the office where it goes without saying; name no record that is restricted."""
        left_out = set() if request.user.is_superuser or not self.sets_office else {"office"}
        hidden = restrictable_references(self.model, request.user)
        return [
            (title, {**options, "fields": _seen(options["fields"], left_out, hidden)})
            for title, options in super().get_fieldsets(request, obj)  # type: ignore[misc]
        ]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **options)  # type: ignore[misc]
        form.viewer = request.user
        has_office = any(field.name == "office" for field in self.model._meta.fields)
        form.sets_office = has_office and self.sets_office
        return form


def _seen(fields: Any, left_out: set[str], hidden: dict[str, Reference]) -> list[Any]:
    """The names of a fieldset, without what is left out; restricted references in their place."""
    seen = []
    for name in fields:
        if isinstance(name, list | tuple):
            seen.append(tuple(_seen(name, left_out, hidden)))
        elif name not in left_out:
            seen.append(hidden.get(name, name))
    return [name for name in seen if name != ()]


class DeskPlainAdmin(DeskPages, admin.ModelAdmin):  # type: ignore[type-arg]
    """A model without history."""


class DeskAdmin(DeskPages, SimpleHistoryAdmin):
    """A model with history. Earlier versions can be read, never put back: states have verbs."""

    object_history_list_template = "admin/history_list.html"

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        self._must_be_seen(request, object_id)
        page: HttpResponse = super().history_view(request, object_id, extra_context)
        return page

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        self._must_be_seen(request, object_id)
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        page: HttpResponse = super().history_form_view(
            request, object_id, version_id, extra_context
        )
        return page

    def _must_be_seen(self, request: HttpRequest, object_id: str) -> None:
        """What is gone is only a superuser's to read about; the rest see what they see."""
        if not request.user.is_superuser and self.get_object(request, unquote(object_id)) is None:
            raise Http404

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> SeenChanges:
        changes = SeenChanges(self.model, historical_record)
        changes.hidden = frozenset(restrictable_references(self.model, request.user))
        return changes

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        if not is_old_version(request):
            return fields
        return flatten_fieldsets(self.get_fieldsets(request, obj))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """An earlier version shows only what its own row keeps."""
        fieldsets = super().get_fieldsets(request, obj)
        if not is_old_version(request):
            return fieldsets
        kept = {field.name for field in self.model._meta.fields}
        return [
            (title, {**options, "fields": [name for name in options["fields"] if name in kept]})
            for title, options in fieldsets
        ]


def is_old_version(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and (match.url_name or "").endswith("_simple_history")


class RowInline(Picking, ByRole, admin.TabularInline):  # type: ignore[type-arg]
    """Rows that belong to the record above them."""

    form = DeskForm
    extra = 0
    empty_value_display = _("not known")

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = visible(super().get_queryset(request), request.user)
        references = [field.name for field in self.model._meta.fields if field.many_to_one]
        return rows.select_related(*references)

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        formset = super().get_formset(request, obj, **options)
        formset.form.viewer = request.user  # type: ignore[attr-defined]
        return formset


class WithPeriod:
    """Columns of what begins and ends."""

    @admin.display(description=_("when"), ordering="begins_earliest")
    def when_shown(self, row: Any) -> str | None:
        return row.when or None


NEWEST_FIRST = (models.F("begins_earliest").desc(nulls_last=True), "-pk")


def link_to(row: models.Model, words: str | None = None) -> SafeString:
    """A link to a record's page in the admin."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[row.pk]), words or str(row))


class LinkInline(RowInline):
    """Rows that only say who takes part in what; a manager may take one away."""

    may_be_deleted = True


class ListInline(RowInline):
    """Rows to read, which are written elsewhere."""

    is_read_only = True
    can_delete = False

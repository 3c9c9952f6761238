"""The list and the form of one model, as every model in the admin has them."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from itpo.office.admin_pickers import DeskForm, Picking
from itpo.office.admin_rights import ByRole
from itpo.office.admin_seeing import restrictable_references, visible, yes_no_columns


class DeskChangeList(ChangeList):
    """One page of a list: its rows, and then what is said about them."""

    model_admin: Any

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.is_popup:
            self.title = capfirst(str(self.opts.verbose_name_plural))

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
        if getattr(rows, "searched", ()):
            return rows.matching(words), False
        found, has_twins = super().get_search_results(request, rows, words)  # type: ignore[misc]
        if has_twins:  # found by several of its people: once is enough
            return rows.filter(pk__in=found.order_by().values("pk")), False
        return found, False

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        in_words = yes_no_columns(self.model)
        columns = super().get_list_display(request)  # type: ignore[misc]
        return [in_words.get(name, name) for name in columns]

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

    def is_to_read(self, request: HttpRequest, obj: Any) -> bool:
        """Whether the page only shows the record."""
        if getattr(request, "is_of_an_earlier_version", False):
            return True
        return obj is not None and not self.has_change_permission(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out the office where it goes without saying; name no record that is restricted."""
        left_out = set() if request.user.is_superuser or not self.sets_office else {"office"}
        instead: dict[str, Any] = {**restrictable_references(self.model, request.user)}
        if self.is_to_read(request, obj):
            instead |= yes_no_columns(self.model)
        return [
            (title, {**options, "fields": _shown(options["fields"], left_out, instead)})
            for title, options in super().get_fieldsets(request, obj)  # type: ignore[misc]
        ]

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is only to be read takes no part in what is sent."""
        for formset, inline in super().get_formsets_with_inlines(request, obj):  # type: ignore[misc]
            if request.method != "POST" or not inline.is_read_only:
                yield formset, inline

    def get_inline_formsets(self, *args: Any, **options: Any) -> list[Any]:
        """Leave out lists to read that are empty."""
        formsets: list[Any] = super().get_inline_formsets(*args, **options)  # type: ignore[misc]
        return [one for one in formsets if one.has_add_permission or one.formset.forms]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **options)  # type: ignore[misc]
        form.viewer = request.user
        has_office = any(field.name == "office" for field in self.model._meta.fields)
        form.sets_office = has_office and self.sets_office
        return form


def _shown(fields: Any, left_out: set[str], instead: dict[str, Any]) -> list[Any]:
    """The names of a fieldset, without what is left out, and what stands there instead."""
    shown = []
    for name in fields:
        if isinstance(name, list | tuple):
            shown.append(tuple(_shown(name, left_out, instead)))
        elif name not in left_out:
            shown.append(instead.get(name, name))
    return [name for name in shown if name != ()]


class DeskPlainAdmin(DeskPages, admin.ModelAdmin):  # type: ignore[type-arg]
    """A model without history."""


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

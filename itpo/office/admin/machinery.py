"""What the machinery remembers and what it had to pass over: to look at, never to write."""

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from itpo.office.admin_base import DeskPlainAdmin, link_to
from itpo.office.admin_seeing import visible
from itpo.office.models import Milestone, Trouble


class Lasting(admin.SimpleListFilter):
    """Whether it still lasts; what is gone is shown when asked for."""

    title = _("lasts")
    parameter_name = "gone"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("gone")), ("all", _("all"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": _("still lasts")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "all":
            return queryset
        return queryset.filter(gone_at__isnull=self.value() != "yes")


@admin.register(Trouble)
class TroubleAdmin(DeskPlainAdmin):
    """What the tick found broken. It is tried again every minute, and gone once it works."""

    is_read_only = True
    list_display = ("part", "thing", "said", "times", "first_at", "last_at", "gone_at")
    list_display_links = ("part",)
    list_filter = (Lasting,)
    list_select_related = ("office",)
    search_fields = ("part", "model")
    ordering = ("-last_at", "-pk")
    fields = (
        *("office", "part", "thing", "said"),
        *("times", "first_at", "last_at", "gone_at"),
    )

    def dress(self, rows: list[Any], request: HttpRequest) -> None:
        """Find the records, one query for each of their tables, as far as the reader sees them."""
        by_model: dict[str, list[Any]] = defaultdict(list)
        viewer: Any = request.user
        for trouble in rows:
            trouble.found = None
            if not viewer.sees_restricted:
                trouble.error = gettext("for managers")  # it may quote a restricted record
            if trouble.model:
                by_model[trouble.model].append(trouble)
        for label, of_model in by_model.items():
            model: Any = apps.get_model(label)
            found = visible(model._default_manager.all(), viewer).in_bulk(
                [trouble.row for trouble in of_model]
            )
            for trouble in of_model:
                trouble.found = found.get(model._meta.pk.to_python(trouble.row))

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        trouble = super().get_object(request, object_id, from_field)
        if trouble is not None:
            self.dress([trouble], request)
        return trouble

    @admin.display(description=_("what went wrong"))
    def said(self, trouble: Any) -> str:
        return str(trouble.error)

    @admin.display(description=_("what"))
    def thing(self, trouble: Any) -> str | SafeString:
        """The record, with its page; else only what kind of record it is."""
        if not trouble.model:
            return gettext("all of this part")
        model = apps.get_model(trouble.model)
        kind = f"{capfirst(str(model._meta.verbose_name))} {trouble.row}"
        if trouble.found is None or not admin.site.is_registered(model):
            return kind
        return link_to(trouble.found, kind)


@admin.register(Milestone)
class MilestoneAdmin(DeskPlainAdmin):
    """When something the machinery does last happened; the same for every office."""

    is_read_only = True
    list_display = ("name", "at", "note")
    search_fields = ("name",)
    ordering = ("name", "pk")
    fields = ("name", "at", "note")

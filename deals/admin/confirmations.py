"""What companies were asked and have answered, in the admin: to read, never to write."""

from typing import Any

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from deals.models import Confirmation, ConfirmedFigure
from itpo.office.admin_base import link_to
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import ListInline


class ConfirmedFigureInline(ListInline):
    model = ConfirmedFigure
    fields = readonly_fields = ("asked_about", "answer", "value", "recorded_as")

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("claim", "recorded_as")

    @admin.display(description=_("figure"))
    def asked_about(self, figure: ConfirmedFigure) -> SafeString:
        return link_to(figure, str(figure.claim))


@admin.register(Confirmation)
class ConfirmationAdmin(DeskAdmin):
    """Asked by a verb, with a link of its own; answered by the company."""

    is_read_only = True
    list_display = ("called", "contact", "asked_at", "answered_at", "needed", "used_at")
    list_filter = ("needed", "sooner", "without")
    list_select_related = ("deal", "contact__company", "asked_by", "called_back_by")
    search_fields = ("called", "deal__title", "contact__family_name", "comment")
    ordering = ("-asked_at", "-pk")
    fieldsets = (
        (None, {"fields": ("deal", "contact", "called", "asked_by", "asked_at")}),
        (
            _("Their answer"),
            {
                "fields": (
                    *("needed", "sooner", "without", "comment"),
                    *("answered_by", "answered_as", "answered_at", "used_at"),
                )
            },
        ),
        (_("Called back"), {"fields": ("called_back_at", "called_back_by")}),
    )
    inlines = (ConfirmedFigureInline,)


@admin.register(ConfirmedFigure)
class ConfirmedFigureAdmin(DeskAdmin):
    is_read_only = True
    list_display = ("confirmation", "claim", "answer", "value", "recorded_as")
    list_filter = ("answer",)
    list_select_related = ("confirmation", "claim", "recorded_as")
    search_fields = ("confirmation__called", "confirmation__deal__title")
    ordering = ("-pk",)
    fieldsets = ((None, {"fields": ("confirmation", "claim", "answer", "value", "recorded_as")}),)

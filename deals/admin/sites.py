"""What ran and was closed or moved, in the admin: to read."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from deals.models import SiteChange
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import ListInline
from itpo.office.admin_seeing import SeenFilter

SHOWN = ("kind", "happened_said", "moved_to_said", "reason", "source")


class SiteColumns:
    """When it was, and where it went."""

    @admin.display(description=_("when it was"), ordering="happened_earliest")
    def happened_said(self, change: SiteChange) -> str | None:
        return change.happened_shown or None

    @admin.display(description=_("country it moved to"), ordering="moved_to")
    def moved_to_said(self, change: SiteChange) -> str:
        return change.moved_to_name


class SiteChangeInline(SiteColumns, ListInline):
    model = SiteChange
    ordering = ("pk",)
    fields = readonly_fields = (*SHOWN, "recorded_by", "recorded_at")


@admin.register(SiteChange)
class SiteChangeAdmin(SiteColumns, DeskAdmin):
    """It is recorded, and corrected, on the deal's own page: figures are to be checked then."""

    is_read_only = True
    list_display = ("deal", *SHOWN, "recorded_by")
    list_filter = ("kind", ("recorded_by", SeenFilter))
    list_select_related = ("deal", "recorded_by")
    search_fields = ("deal__title", "source", "reason")
    ordering = ("-recorded_at", "-pk")
    fields = readonly_fields = ("deal", *SHOWN, "source_url", "recorded_by", "recorded_at")

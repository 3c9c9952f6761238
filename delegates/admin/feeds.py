"""Who subscribes to a calendar, in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from delegates.models import CalendarFeed
from itpo.office.admin_base import DeskPlainAdmin


@admin.register(CalendarFeed)
class CalendarFeedAdmin(DeskPlainAdmin):
    """Opened and closed by whoever it is for; its address is never shown here."""

    is_read_only = True
    list_display = ("link", "officer", "application", "has_due_days", "changed_at")
    list_select_related = ("link", "officer", "application__delegate__country")
    search_fields = ("link__email",)
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("link", "officer", "application", "has_due_days")}),
        (_("What it gave out last"), {"fields": ("changed_at",)}),
    )

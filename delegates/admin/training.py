"""Training sessions and who was there, in the admin."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from delegates.models import Attendance, TrainingSession
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import ListInline
from itpo.office.admin_seeing import SeenFilter


class AttendanceInline(ListInline):
    model = Attendance
    fields = readonly_fields = ("delegate_shown", "state")

    @admin.display(description=_("delegate"))
    def delegate_shown(self, attendance: Attendance) -> str:
        return str(attendance.visit.delegate)

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("visit__delegate")


@admin.register(TrainingSession)
class TrainingSessionAdmin(DeskAdmin):
    """Attendance is noted on the session's page in the workspace."""

    list_display = ("topic", "programme", "held_on", "trainer", "partner")
    list_filter = (("programme", SeenFilter),)
    list_select_related = ("programme", "partner", "material")
    search_fields = ("topic", "trainer", "place", "partner__name")
    ordering = ("-held_on", "-pk")
    set_once = ("programme",)
    inlines = (AttendanceInline,)
    fieldsets = (
        (None, {"fields": ("programme", "topic", "held_on", ("begins_at", "ends_at"), "place")}),
        (_("Who teaches"), {"fields": ("trainer", "partner")}),
        (_("Material"), {"fields": ("material_url",)}),
    )

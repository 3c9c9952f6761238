"""Whose calendars a meeting stands in, in the admin."""

from django.contrib import admin

from investors.models import MeetingInvite
from itpo.office.admin_base import DeskPlainAdmin


@admin.register(MeetingInvite)
class MeetingInviteAdmin(DeskPlainAdmin):
    """Asked from the meeting's page; what changes there follows by itself."""

    is_read_only = True
    list_display = ("email", "meeting", "stands", "sequence", "made_at")
    list_filter = ("stands",)
    list_select_related = ("meeting", "contact", "delegate", "officer")
    search_fields = ("email", "meeting__subject")
    ordering = ("-pk",)
    fields = (
        *("meeting", "contact", "delegate", "officer", "email", "language"),
        *("stands", "sequence", "made_at"),
    )

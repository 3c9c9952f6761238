"""Companies suggested for projects, and what was decided about them, in the admin."""

from django.contrib import admin

from investors.models import Match
from itpo.office.admin_history import DeskAdmin


@admin.register(Match)
class MatchAdmin(DeskAdmin):
    """Decided on the pages that suggest; here it is read."""

    is_read_only = True
    list_display = ("company", "project", "state", "because", "decided_by", "decided_at")
    list_filter = ("state",)
    list_select_related = ("company", "project", "decided_by", "promise")
    search_fields = ("company__name", "project__title", "because")
    ordering = ("-decided_at", "-pk")
    fields = ("office", *list_display, "promise")

"""Views of lists that somebody kept, in the admin: those that are shared, and one's own."""

from django.contrib import admin

from itpo.office.admin_base import DeskPlainAdmin
from itpo.office.models import SavedView


@admin.register(SavedView)
class SavedViewAdmin(DeskPlainAdmin):
    """Kept, renamed and removed on the lists themselves."""

    is_read_only = True
    list_display = ("name", "page", "user", "is_shared")
    list_filter = ("is_shared",)
    list_select_related = ("user",)
    ordering = ("page", "name", "pk")
    fields = ("office", "name", "page", "query", "user", "is_shared")

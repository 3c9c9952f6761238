"""Which lists were taken out, by whom: to look at, never to write."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from itpo.office.admin_base import DeskPlainAdmin
from itpo.office.admin_seeing import SeenFilter
from itpo.office.models import ExportLog


@admin.register(ExportLog)
class ExportLogAdmin(DeskPlainAdmin):
    """Written when somebody takes a list out as a file."""

    is_read_only = True
    list_display = ("at", "user", "page", "asked", "format", "rows")
    list_filter = ("format", ("user", SeenFilter))
    list_select_related = ("user",)
    search_fields = ("page", "user__family_name")
    ordering = ("-at", "-pk")
    fields = ("office", "at", "user", "page", "asked", "format", "rows")

    def dress(self, rows: list[Any], request: HttpRequest) -> None:
        """What was searched for may name what is restricted."""
        viewer: Any = request.user
        for one in rows:
            if one.query and not viewer.sees_restricted:
                one.query = gettext("for managers")

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        one = super().get_object(request, object_id, from_field)
        if one is not None:
            self.dress([one], request)
        return one

    @admin.display(description=_("what was asked"))
    def asked(self, one: Any) -> str | None:
        return one.query or None

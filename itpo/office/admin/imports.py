"""Lists that were taken in, to look at: they are sent and taken back on their own pages."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from itpo.office.admin_base import DeskPlainAdmin
from itpo.office.models import ImportedRecord, ImportRun


@admin.register(ImportRun)
class ImportRunAdmin(DeskPlainAdmin):
    is_read_only = True
    list_display = ("file_name", "kind", "rows", "state", "by", "uploaded_at")
    list_filter = ("state",)
    list_select_related = ("by",)
    search_fields = ("file_name",)
    ordering = ("-uploaded_at", "-pk")
    fields = (
        *(
            "office",
            "by",
            "kind",
            "is_restricted",
            "file_name",
            "uploaded_at",
            "rows",
            "state",
            "aim",
            "counts",
        ),
        *("list_wins", "attempts", "leased_until", "ended_at", "undone_at", "undone_by", "error"),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the cells of the file, which its own page shows."""
        return super().get_queryset(request).without_content()


@admin.register(ImportedRecord)
class ImportedRecordAdmin(DeskPlainAdmin):
    is_read_only = True
    list_display = ("model", "record", "run", "row", "is_new")
    list_filter = (("is_new", admin.BooleanFieldListFilter),)
    list_select_related = ("run",)
    ordering = ("-run", "row", "pk")
    fields = ("run", "row", "model", "record", "version", "before", "is_new")
    list_display_links = ("record",)

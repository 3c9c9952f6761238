"""Papers as they went out, the steps before a visit, and who read a passport, in the admin."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from delegates.models import ChecklistStep, Paper, PassportRead
from delegates.models.papers import IssuedPaper
from itpo.office.admin_base import DeskPlainAdmin
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_seeing import SeenFilter


class IssuedPaperAdmin(DeskAdmin):
    """Issued by a verb, and kept as it went out."""

    is_read_only = True
    list_display = ("document", "kind", "language", "issued_at", "issued_by")
    list_filter = ("kind", "language")
    search_fields = ("document__title", "issued_by__family_name")
    ordering = ("-issued_at", "-pk")
    readonly_fields = ("open_file",)
    as_issued = (
        None,
        {"fields": ("office", "kind", "language", "open_file", "issued_at", "issued_by")},
    )

    @admin.display(description=_("file"))
    def open_file(self, paper: IssuedPaper) -> SafeString:
        url = reverse("office:document", args=[paper.document_id])
        return format_html('<a href="{}">{}</a>', url, paper.document)


@admin.register(Paper)
class PaperAdmin(IssuedPaperAdmin):
    list_select_related = (
        "document",
        "issued_by",
        "visit__delegate__country",
        "programme",
        "invitation__agency__country",
    )
    fieldsets = (
        IssuedPaperAdmin.as_issued,
        (_("About"), {"fields": ("visit", "programme", "invitation")}),
        (_("Sent"), {"fields": ("sent_at",)}),
    )


@admin.register(ChecklistStep)
class ChecklistStepAdmin(DeskAdmin):
    list_display = ("text", "country", "by_whom", "days_before", "paper")
    list_filter = ("by_whom", ("country", SeenFilter))
    list_select_related = ("country", "office")
    search_fields = ("text", "text_fr", "text_ja", "country__name")
    ordering = ("country__name", "-days_before", "pk")
    may_be_deleted = True
    fieldsets = (
        (None, {"fields": ("office", "country", "text", "text_fr", "text_ja")}),
        (_("When, and by whom"), {"fields": ("days_before", "by_whom", "paper")}),
    )


@admin.register(PassportRead)
class PassportReadAdmin(DeskPlainAdmin):
    """A log: it is written by reading a passport, and by nothing else."""

    is_read_only = True
    list_display = ("at", "what", "by", "whose")
    list_filter = ("what", ("by", SeenFilter))
    list_select_related = ("by", "visit__delegate__country", "application__programme")
    search_fields = ("by__family_name", "visit__delegate__family_name", "application__family_name")
    ordering = ("-at", "-pk")
    fields = ("at", "what", "by", "whose")
    readonly_fields = ("whose",)

    @admin.display(description=_("whose passport"))
    def whose(self, read: PassportRead) -> str:
        whose: Any = read.visit.delegate if read.visit else read.application
        return str(whose)

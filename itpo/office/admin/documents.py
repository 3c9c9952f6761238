"""Files in the admin."""

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from itpo.office import uploads
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_pickers import DeskForm
from itpo.office.models import Document


class DocumentForm(DeskForm):
    """What an officer keeps may be of any kind; what it is found to be is what it is served as."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        uploads.refuse_too_large(file)
        self.instance.content_type = uploads.found_type(file)
        self.instance.size = file.size
        return file


@admin.register(Document)
class DocumentAdmin(DeskAdmin):
    """A file is handed out by a view that looks who asks; its place on the disk is not shown."""

    form = DocumentForm
    list_display = ("title", "open_file", "uploaded_by", "uploaded_at", "is_restricted")
    list_filter = ("is_restricted",)
    list_select_related = ("uploaded_by", "office")
    search_fields = ("title",)
    ordering = ("-pk",)
    readonly_fields = ("open_file", "uploaded_by", "uploaded_at")

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        if obj is None:
            return [(None, {"fields": self._own(request, ["title", "file", "is_restricted"])})]
        fields = ["title", "open_file", "is_restricted", "uploaded_by", "uploaded_at"]
        return [(None, {"fields": self._own(request, fields)})]

    def _own(self, request: Any, fields: list[str]) -> list[str]:
        return ["office", *fields] if request.user.is_superuser else fields

    @admin.display(description=_("file"))
    def open_file(self, document: Document) -> SafeString:
        url = reverse("office:document", args=[document.pk])
        return format_html('<a href="{}">{}</a>', url, _("Open"))

    def save_model(self, request: Any, obj: Document, form: Any, change: bool) -> None:
        if not change:
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)

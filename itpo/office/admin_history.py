"""Models with history in the admin."""

from typing import Any

from django.contrib.admin.utils import flatten, flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from simple_history.admin import SimpleHistoryAdmin

from itpo.office.admin_base import DeskPages
from itpo.office.admin_sameness import PointingOut
from itpo.office.admin_seeing import SeenChanges, restrictable_references


class DeskAdmin(PointingOut, DeskPages, SimpleHistoryAdmin):
    """A model with history. Earlier versions can be read, never put back: states have verbs."""

    object_history_list_template = "admin/history_list.html"
    object_history_form_template = "admin/earlier_version.html"

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def history_view_title(self, request: HttpRequest, obj: Any) -> str:
        return gettext("History of %(name)s") % {"name": obj}

    def history_form_view_title(self, request: HttpRequest, obj: Any) -> str:
        return gettext("%(name)s, an earlier version") % {"name": obj}

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        self._must_be_seen(request, object_id)
        page: HttpResponse = super().history_view(request, object_id, extra_context)
        return page

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        self._must_be_seen(request, object_id)
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        request.is_of_an_earlier_version = True  # type: ignore[attr-defined]
        page: HttpResponse = super().history_form_view(
            request, object_id, version_id, extra_context
        )
        return page

    def _must_be_seen(self, request: HttpRequest, object_id: str) -> None:
        """What is gone is only a superuser's to read about; the rest see what they see."""
        if not request.user.is_superuser and self.get_object(request, unquote(object_id)) is None:
            raise Http404

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> SeenChanges:
        changes = SeenChanges(self.model, historical_record)
        changes.hidden = frozenset(restrictable_references(self.model, request.user))
        return changes

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        if not is_earlier_version(request):
            return fields
        return flatten_fieldsets(self.get_fieldsets(request, obj))

    def is_to_read(self, request: HttpRequest, obj: Any) -> bool:
        return is_earlier_version(request) or super().is_to_read(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """An earlier version shows only what its own row keeps."""
        fieldsets = super().get_fieldsets(request, obj)
        if not is_earlier_version(request):
            return fieldsets
        kept = {field.name for field in self.model._meta.fields}
        seen = [
            (title, options, [f for f in flatten(options["fields"]) if f in kept or callable(f)])
            for title, options in fieldsets
        ]
        return [(title, {**options, "fields": fields}) for title, options, fields in seen if fields]


def is_earlier_version(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and (match.url_name or "").endswith("_simple_history")

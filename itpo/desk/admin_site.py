"""The admin site: Django's own, in our colours."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from itpo.desk.review.views import review
from itpo.office.admin_pickers import PickerView
from itpo.office.admin_rights import may_manage


class DeskAdminSite(admin.AdminSite):
    site_header = _("ITPO desk, for managers")
    site_title = _("ITPO desk")
    index_title = _("What the office keeps")
    site_url = "/"
    enable_nav_sidebar = True

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # Deleting is rare, and never by the page.
        self.disable_action("delete_selected")
        self._app_lists: dict[tuple[Any, ...], list[Any]] = {}

    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send people to the one log-in page; who is in already and may not be here is told so."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = request.GET.get("next") or resolve_url("admin:index")
        return redirect_to_login(wanted, resolve_url(settings.LOGIN_URL))

    def get_urls(self) -> list[Any]:
        return [path("review/", self.admin_view(self.review), name="review"), *super().get_urls()]

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """Every list, beside every page: made once for all whose role allows them the same."""
        user = request.user
        allowed = may_manage(user), user.is_superuser, user.is_active and user.is_staff
        key = (*allowed, get_language(), app_label)
        if key not in self._app_lists:
            self._app_lists[key] = super().get_app_list(request, app_label)
        return self._app_lists[key]

    def review(self, request: HttpRequest) -> HttpResponse:
        """The weekly review. Without the list of all lists beside it, which costs more than it."""
        frame = {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": self.site_url,
            "has_permission": True,
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
        }
        return review(request, frame)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        find: Any = PickerView.as_view(admin_site=self)
        found: HttpResponse = find(request)
        return found

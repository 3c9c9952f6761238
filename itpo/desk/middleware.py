"""What a request needs to know of its user before the view runs."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from itpo.office.models import User


class UserTimeZoneMiddleware:
    """Show moments in the user's time zone. Days are never converted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User) or request.user.is_authenticated:
            timezone.activate(zoneinfo.ZoneInfo(request.user.time_zone))
            try:
                return self.get_response(request)
            finally:
                timezone.deactivate()
        return self.get_response(request)

"""What a request needs to know of its user before the view runs."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation


class UserSettingsMiddleware:
    """Show moments in the user's time zone and words in the user's language.

    Days are never converted.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        zone = zoneinfo.ZoneInfo(request.user.time_zone)
        with timezone.override(zone), translation.override(request.user.language):
            return self.get_response(request)

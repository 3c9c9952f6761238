"""Opening a personal link: who stands before the door, and what they are told when it is shut."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

from itpo.office import links
from itpo.office.links import Standing
from itpo.office.models import PersonalLink

View = Callable[..., HttpResponse]


class LinkRequest(HttpRequest):
    """A request of somebody who holds a personal link that opens."""

    link: PersonalLink


def opens(*purposes: str) -> Callable[[View], View]:
    """Let a view be reached by personal links of these purposes only, in the link's language.

    The address gives `link` (its number) and `token`; the view gets neither, but `request.link`.
    A forged address is 404. One that opened once and no longer does answers 410, in words.
    Nothing of it is kept by caches or search engines.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: LinkRequest, link: int, token: str, **named: Any) -> HttpResponse:
            found = get_object_or_404(PersonalLink.objects.select_related("office"), pk=link)
            now = timezone.now()
            standing = links.standing(found, token, now)
            if standing == Standing.UNKNOWN or found.purpose not in purposes:
                raise Http404
            request.link = found
            with translation.override(found.language):
                if standing == Standing.OPEN:
                    links.seen(found, now)
                    response = view(request, **named)
                else:
                    response = _closed(request, standing)
            patch_cache_control(response, no_store=True, private=True)
            response["X-Robots-Tag"] = "noindex"
            return response

        return login_not_required(checked)

    return decorate


def _closed(request: LinkRequest, standing: Standing) -> HttpResponse:
    """Why it does not open, and how to get one that does."""
    context = {"link": request.link, "standing": standing}
    return render(request, "portal/closed.html", context, status=410)

"""Opening a personal link: who stands before the door, and what they are told when it is shut."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

from itpo.office import links
from itpo.office.links import Standing
from itpo.office.models import PersonalLink
from itpo.office.models.people import LANGUAGES
from itpo.portal.forms import AddressForm

Answer = TypeVar("Answer", bound=HttpResponseBase)
View = Callable[..., HttpResponseBase]


class LinkRequest(HttpRequest):
    """A request of somebody who holds a personal link that opens."""

    link: PersonalLink


def opens(*purposes: str) -> Callable[[View], View]:
    """Let a view be reached by personal links of these purposes only, in the link's language.

    A moment is told by the office's clock, so that pages, papers and the workspace name one day.
    The address gives `link` (its number) and `token`; the view gets neither, but `request.link`.
    A forged address is 404. One that opened once and no longer does answers 410, in words.
    Nothing of it is kept by caches or search engines.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: LinkRequest, link: int, token: str, **named: Any) -> HttpResponseBase:
            now = timezone.now()
            request.link, standing = known(link, token, now)
            if request.link.purpose not in purposes:
                raise Http404
            language, zone = request.link.language, request.link.office.time_zone
            with translation.override(language), timezone.override(zone):
                if standing == Standing.OPEN:
                    links.seen(request.link, now)
                    response = view(request, **named)
                else:
                    response = shut(request, standing, AddressForm())
            return keep_to_oneself(response)

        return login_not_required(checked)

    return decorate


def known(number: int, token: str, at: datetime) -> tuple[PersonalLink, Standing]:
    """The link of an address, and what it is worth. 404 for an address we never sent."""
    found = get_object_or_404(PersonalLink.objects.select_related("office"), pk=number)
    standing = links.standing(found, token, at)
    if standing == Standing.UNKNOWN:
        raise Http404
    if standing == Standing.OPEN and found.opens_as_id is not None:
        found = links.of_the_record_that_stays(found)
        standing = links.standing(found, found.token(), at)
    return found, standing


def language_of(request: HttpRequest) -> str:
    """The language of a page that needs no link: as chosen there, else as the browser asks."""
    wanted = request.GET.get("language", "")
    return wanted if wanted in dict(LANGUAGES) else translation.get_language() or "en"


def shut(request: LinkRequest, standing: Standing, form: AddressForm) -> HttpResponse:
    """Why it does not open, and how to get one that does."""
    context = {"link": request.link, "standing": standing, "form": form}
    context["token"] = request.resolver_match.kwargs["token"] if request.resolver_match else ""
    return render(request, "portal/closed.html", context, status=410)


def keep_to_oneself(response: Answer) -> Answer:
    """Have no cache and no search engine keep a page."""
    patch_cache_control(response, no_store=True, private=True)
    response["X-Robots-Tag"] = "noindex"
    return response

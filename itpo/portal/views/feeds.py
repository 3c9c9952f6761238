"""Calendars to subscribe to: what they are given, and a delegate's own."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from delegates import feeds
from delegates.models import CalendarFeed
from itpo.office import links
from itpo.office.links import Standing
from itpo.office.models import PersonalLink
from itpo.office.states import NotPossible
from itpo.portal.addresses import address, page
from itpo.portal.feeds import given
from itpo.portal.my_page import accepted
from itpo.portal.opening import LinkRequest, known, opens

Purpose = PersonalLink.Purpose


@login_not_required
def feed(request: HttpRequest, link: int, token: str) -> HttpResponseBase:
    """A calendar, for a program that asks for it every hour, without a session.

    An address that no longer opens is answered in one sentence, which a program shows or logs.
    """
    now = timezone.now()
    found, standing = known(link, token, now)
    if found.purpose != Purpose.CALENDAR:
        raise Http404
    if standing != Standing.OPEN:
        return _to_oneself(_closed())
    links.seen(found, now)
    return _to_oneself(_calendar(request, found, now))


@require_safe
def _calendar(request: HttpRequest, link: PersonalLink, now: datetime) -> HttpResponseBase:
    """What it shows now; 304 where that has not changed since it was asked for last."""
    rows = CalendarFeed.objects.select_related("link__office", "officer", "application__visit")
    wanted = get_object_or_404(rows, link=link)
    if wanted.officer and not wanted.officer.is_active:
        return _closed()
    calendar = given(wanted, now)
    etag, changed_at = quote_etag(calendar.digest), int(calendar.changed_at.timestamp())
    response = HttpResponse(calendar.content, content_type="text/calendar; charset=utf-8")
    response["ETag"], response["Last-Modified"] = etag, http_date(changed_at)
    return get_conditional_response(request, etag, changed_at, response) or response


def _closed() -> HttpResponse:
    words = "This calendar address no longer opens. Ask for a new one where you found it.\n"
    return HttpResponse(words, status=410, content_type="text/plain")


@opens(Purpose.APPLICATION)
@require_http_methods(["GET", "HEAD", "POST"])
def my_feed(request: LinkRequest) -> HttpResponse:
    """The address under which a delegate's calendar follows their agenda."""
    application = accepted(request.link)
    if application.visit_id is None:
        raise Http404
    now = timezone.now()
    found = CalendarFeed.objects.select_related("link").filter(application=application).first()
    if request.method == "POST":
        try:
            if "close" in request.POST and found is not None:
                feeds.close(feed=found, at=now)
            elif "close" not in request.POST:
                feeds.open_for_delegate(application=application, at=now)
        except NotPossible as error:
            messages.error(request, str(error))
        return redirect(page(request.link, "portal:my-feed"))
    is_open = feeds.is_open(found, now)
    context = {"address": address(found.link) if found and is_open else "", "feed": found}
    return render(request, "portal/my_feed.html", context)


def _to_oneself(response: HttpResponseBase) -> HttpResponseBase:
    """For who asks alone, who asks again each time; no search engine keeps it."""
    patch_cache_control(response, private=True, no_cache=True)
    response["X-Robots-Tag"] = "noindex"
    return response

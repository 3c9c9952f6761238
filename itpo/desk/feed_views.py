"""The address under which an officer's calendar can be subscribed to."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from delegates import feeds
from delegates.models import CalendarFeed
from itpo.office.requests import OfficerRequest
from itpo.office.states import NotPossible
from itpo.portal.addresses import address


@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: OfficerRequest) -> HttpResponse:
    """Show one's own address; make one, make a new one, close it, choose what it shows."""
    now = timezone.now()
    rows = CalendarFeed.objects.select_related("link__office")
    found = rows.filter(officer=request.user).first()
    if request.method == "POST":
        if not request.user.may_change:
            raise PermissionDenied
        try:
            _act(request, found)
        except NotPossible as error:
            messages.error(request, str(error))
        return redirect("desk:feed")
    context = {
        "feed": found,
        "address": address(found.link) if found and feeds.is_open(found, now) else "",
    }
    return render(request, "desk/feed.html", context)


def _act(request: OfficerRequest, found: CalendarFeed | None) -> None:
    """Do what the pressed button names."""
    now, act = timezone.now(), request.POST.get("act", "")
    if act == "show" and found is not None:
        feeds.show_due_days(feed=found, shown="has_due_days" in request.POST)
        messages.success(request, _("Saved."))
    elif act == "close" and found is not None:
        feeds.close(feed=found, at=now, by=request.user)
        messages.success(request, _("Closed. The address opens no more."))
    elif act == "new":
        feeds.open_for_officer(officer=request.user, at=now)
        messages.success(request, _("Here is your address. The one before opens no more."))

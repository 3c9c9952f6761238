"""Seminars, webinars, fairs and technology tours."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from investors import events
from investors.lists import EVENTS
from investors.models import Event
from investors.neighbours import MOST, latest, meetings_of_event
from itpo.office.joined import tags_of
from itpo.office.listing import show_list
from itpo.office.pages import around, take_and_tell
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import following

SHOWN = 100


@require_safe
def event_list(request: OfficerRequest) -> HttpResponse:
    rows = Event.objects.visible_to(request.user).select_related("country")
    return show_list(request, EVENTS, rows, "investors/event_list.html")


@require_safe
def event(request: OfficerRequest, pk: int) -> HttpResponse:
    rows = Event.objects.visible_to(request.user).select_related("country")
    rows = rows.annotate(**tags_of(Event))
    found = get_object_or_404(rows, pk=pk)
    context = {
        "event": found,
        "moves": following(found, events.MOVES),
        "registrations": found.registrations.select_related("contact").order_by("name", "pk")[
            :SHOWN
        ],
        "partners": found.partner_roles.select_related("partner").order_by("role", "pk"),
        "meetings": latest(meetings_of_event(found, request.user)),
        "most": MOST,
        **around(found, request),
    }
    return render(request, "investors/event.html", context)


@require_POST
@may_change
def event_state(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take an event to another state."""
    found = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
    return take_and_tell(
        request, found, lambda to: events.change_state(event=found, to=to, by=request.user)
    )

"""Seminars, webinars, fairs and technology tours, and the series they belong to."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from investors import agenda, attendance, events
from investors.forms import NumbersForm
from investors.lists import EVENTS
from investors.models import Event, EventSeries
from investors.neighbours import MOST, latest, meetings_of_event
from investors.registrations import why_shut
from itpo.office.joined import tags_of
from itpo.office.listing import show_list
from itpo.office.pages import around, take_and_tell
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import following

SHOWN = 100  # registrations on the event's page; all of them are on the page of the door


@require_safe
def event_list(request: OfficerRequest) -> HttpResponseBase:
    rows = Event.objects.visible_to(request.user).select_related("country")
    return show_list(request, EVENTS, rows, "investors/event_list.html")


@require_safe
def event(request: OfficerRequest, pk: int) -> HttpResponse:
    rows = Event.objects.visible_to(request.user).select_related("country", "series")
    rows = rows.annotate(**tags_of(Event))
    found = get_object_or_404(rows, pk=pk)
    moves = following(found, events.MOVES)
    _together, numbers = attendance.numbers_of([found])
    context = {
        "event": found,
        "moves": [
            {"value": state.value, "label": events.VERBS[state]}
            for state in moves
            if state != Event.State.CANCELLED
        ],
        "may_be_cancelled": Event.State.CANCELLED in moves,
        "numbers": numbers[found.pk],
        "why_shut": why_shut(found, timezone.now()),
        "sessions": found.sessions.select_related("partner").in_order(),
        "registrations": found.registrations.select_related("contact").by_name()[:SHOWN],
        "shown": SHOWN,
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

    def take(to: str) -> object:
        because, now = request.POST.get("because", ""), timezone.now()
        if to == Event.State.CANCELLED:
            return agenda.cancel_event(event=found, because=because, at=now, by=request.user)
        return events.change_state(event=found, to=to, by=request.user, at=now)

    return take_and_tell(request, found, take)


@require_safe
def event_series(request: OfficerRequest, pk: int) -> HttpResponse:
    """A series: its events, and how many people they reached together."""
    found = get_object_or_404(EventSeries.objects.visible_to(request.user), pk=pk)
    rows = list(found.events.not_cancelled().order_by("begins_earliest", "pk"))
    together, each = attendance.numbers_of(rows)
    context = {
        "series": found,
        "events": [(one, each[one.pk]) for one in rows],
        "numbers": together,
        **around(found, request),
    }
    return render(request, "investors/event_series.html", context)


@require_safe
def event_numbers(request: OfficerRequest) -> HttpResponse:
    """How many people our events reached, by theme and by series."""
    rows = Event.objects.visible_to(request.user).ours().not_cancelled()
    form = NumbersForm(request.GET or None)
    if form.is_valid():
        rows = form.narrow(rows)
    together, themes = attendance.numbers_by_theme(rows)
    context = {
        "form": form,
        "numbers": together,
        "themes": themes,
        "series": attendance.numbers_by_series(rows),
    }
    return render(request, "investors/event_numbers.html", context)

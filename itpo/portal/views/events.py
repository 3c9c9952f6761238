"""Registering for an event, and what lies behind the link one gets for it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from investors import registrations
from investors.models import Event, EventRegistration
from itpo.office.agenda import agenda_of
from itpo.office.forms import add_refusal
from itpo.office.models import PersonalLink
from itpo.office.states import NotPossible
from itpo.portal import lost
from itpo.portal.addresses import page
from itpo.portal.calendar_file import calendar_file
from itpo.portal.event_form import RegisterForm
from itpo.portal.opening import LinkRequest, keep_to_oneself, language_of, opens

OWN = PersonalLink.Purpose.EVENT
MOST_AN_HOUR = 120  # from one network: the people of a ministry or a company share one


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of an event for whoever wants to come. Whoever asks gets the same answer."""
    found = _public(pk)
    now, language = timezone.now(), language_of(request)
    typed = request.POST if request.method == "POST" else None
    with translation.override(language):
        form = RegisterForm(typed, event=found, now=now)
        status = 200
        if typed is not None and lost.asks_too_often(request, now, "register", MOST_AN_HOUR):
            form.add_error(None, _("Too many came from your network. Try again in an hour."))
            status = 429
        if form.is_valid():
            try:
                registrations.register(event=found, visitor=form.visitor(language), at=now)
            except (NotPossible, ValidationError) as error:
                add_refusal(form, error)
            else:
                thanks = reverse("portal:registered", args=[found.pk])
                return keep_to_oneself(redirect(f"{thanks}?language={language}"))
        if typed is not None:
            form.stamped_anew()
        context = {
            "event": found,
            "office": found.office,
            "form": form,
            "why_shut": registrations.why_shut(found, now),
            "free": registrations.free(found),
            "sessions": found.sessions.select_related("partner").in_order(),
            "partners": found.partner_roles.select_related("partner").order_by("role", "pk"),
        }
        return keep_to_oneself(render(request, "portal/register.html", context, status=status))


@login_not_required
@require_safe
def registered(request: HttpRequest, pk: int) -> HttpResponse:
    """What comes next: a mail, which says more than this page does."""
    found = _public(pk)
    with translation.override(language_of(request)):
        context = {"event": found, "office": found.office}
        return keep_to_oneself(render(request, "portal/registered.html", context))


@opens(OWN)
@require_safe
def registration(request: LinkRequest) -> HttpResponse:
    """One's own registration: whether one has a seat, when and where, how to cancel."""
    found = _of(request.link)
    now = timezone.now()
    context = {
        "registration": found,
        "event": found.event,
        "sessions": found.event.sessions.select_related("partner").in_order(),
        "is_over": found.event.is_over(now),
        "may_cancel": _may_cancel(found),
        "has_days": bool(agenda_of(found.event, request.link)),
    }
    return render(request, "portal/registration.html", context)


@opens(OWN)
@require_safe
def registration_calendar(request: LinkRequest) -> HttpResponse:
    """The event, for one's own calendar."""
    event = _of(request.link).event
    entries = agenda_of(event, request.link)
    content = calendar_file(entries, office=event.office, name=event.called, at=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="event-{event.pk}.ics"'
    return response


@opens(OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def registration_cancel(request: LinkRequest) -> HttpResponse:
    """Ask once more, and then give the seat back."""
    found = _of(request.link)
    if request.method == "POST":
        try:
            registrations.give_back(registration=found, at=timezone.now())
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("Your registration is cancelled. Thank you for telling us.")
            )
        return redirect(page(request.link))
    if not _may_cancel(found):
        return redirect(page(request.link))
    return render(request, "portal/give_back.html", {"event": found.event})


def _public(pk: int) -> Event:
    found: Event = get_object_or_404(Event.objects.public().select_related("office"), pk=pk)
    return found


def _of(link: PersonalLink) -> EventRegistration:
    found = registrations.behind(link)
    if found is None:
        raise Http404
    return found


def _may_cancel(found: EventRegistration) -> bool:
    is_coming = found.state in registrations.COMING
    return is_coming and found.event.state in {Event.State.OPEN, Event.State.CLOSED}

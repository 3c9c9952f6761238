"""At the door of an event: checking in by name, and who came unannounced."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from investors import check_in, contacts, registrations
from investors.forms import WalkInForm
from investors.models import Event, EventRegistration
from itpo.office.forms import add_refusal
from itpo.office.requests import OfficerRequest, may_change, row_number
from itpo.office.sameness.looking import suspects_of
from itpo.office.sameness.pairs import look_again
from itpo.office.states import NotPossible

State = EventRegistration.State
MOST = 2000  # names on the page of the door; further ones are found by searching


@require_safe
def event_door(request: OfficerRequest, pk: int) -> HttpResponse:
    """Everybody who is registered, and a form for who is not."""
    found = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
    return _show(request, found, WalkInForm())


@require_POST
@may_change
def event_check_in(request: OfficerRequest, pk: int) -> HttpResponse:
    """Somebody has come; or that was pressed by mistake (`undo`)."""
    found = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
    is_undone = "undo" in request.POST
    number = row_number(request.POST.get("undo" if is_undone else "came", ""))
    if number is not None:
        row = get_object_or_404(found.registrations.select_related("event"), pk=number)
        try:
            if is_undone:
                check_in.undo(registration=row, by=request.user)
                messages.success(request, _("Taken back: %(who)s.") % {"who": row})
            else:
                check_in.check_in(registration=row, by=request.user, at=timezone.now())
                messages.success(request, _("Here: %(who)s.") % {"who": row})
        except NotPossible as refusal:
            messages.error(request, str(refusal))
    return _back(request, found)


@require_POST
@may_change
def event_walk_in(request: OfficerRequest, pk: int) -> HttpResponse:
    """Somebody came unannounced."""
    found = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
    form = WalkInForm(request.POST)
    if form.is_valid():
        try:
            row = check_in.walk_in(
                event=found, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Here: %(who)s.") % {"who": row})
            return redirect("investors:event-door", found.pk)
    return _show(request, found, form)


@require_POST
@may_change
def registration_give_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """Cancel a registration for somebody who asked an officer."""
    row = _registration(request, pk)
    try:
        registrations.give_back(registration=row, by=request.user, at=timezone.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Cancelled: %(who)s.") % {"who": row})
    return redirect(row.event)


@require_POST
@may_change
def registration_contact(request: OfficerRequest, pk: int) -> HttpResponse:
    """Make somebody who registered a contact, and look at their name."""
    row = _registration(request, pk)
    try:
        contact = contacts.of_registration(registration=row, by=request.user)
    except (NotPossible, ValidationError) as error:
        refusal = error.messages if isinstance(error, ValidationError) else [str(error)]
        messages.error(request, " ".join(refusal))
        return redirect(row.event)
    messages.success(
        request, _("%(who)s is a contact. See whether the names are right.") % {"who": contact}
    )
    look_again(contact._meta.label_lower, [contact.pk])
    for suspect in suspects_of(contact, request.user):
        messages.warning(
            request,
            _("They may be %(other)s, who is on record: %(why)s. Duplicates has both.")
            % {"other": suspect.thing, "why": "; ".join(suspect.reasons)},
        )
    return redirect("desk:change", contact._meta.label_lower, contact.pk)


def _registration(request: OfficerRequest, pk: int) -> EventRegistration:
    rows = EventRegistration.objects.visible_to(request.user).select_related("event")
    found: EventRegistration = get_object_or_404(rows, pk=pk)
    return found


def _show(request: OfficerRequest, event: Event, form: WalkInForm) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    people = event.registrations.matching(words).exclude(state=State.CANCELLED).by_name()
    context = {
        "event": event,
        "form": form,
        "words": words,
        "people": people[:MOST],
        "here": event.registrations.filter(state=State.ATTENDED).count(),
        "may_change": request.user.may_change,
    }
    return render(request, "investors/event_door.html", context)


def _back(request: OfficerRequest, event: Event) -> HttpResponse:
    """The list as it was searched."""
    address = reverse("investors:event-door", args=[event.pk])
    words = request.POST.get("q", "").strip()[:100]
    return redirect(f"{address}?{urlencode({'q': words})}" if words else address)

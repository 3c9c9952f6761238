"""Planning the agenda of a visit or a mission."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegates.models import Visit
from investors import itinerary, meetings, planning
from investors.models import AgendaItem, Meeting, Mission
from investors.plan_forms import PlanForm, WhenForm
from itpo.office.agenda import agenda_of
from itpo.office.forms import add_refusal
from itpo.office.requests import OfficerRequest, may_change, row_number
from itpo.office.states import NotPossible

WHOLES: dict[str, Any] = {
    "visit": lambda: Visit.objects.with_people().select_related("office"),
    "mission": lambda: Mission.objects.select_related("office"),
}
THINGS: dict[str, Any] = {"meeting": Meeting, "item": AgendaItem}


@require_safe
def plan(request: OfficerRequest, kind: str, pk: int) -> HttpResponse:
    """The agenda of a visit or a mission, day by day, to be planned."""
    whole = _whole(request, kind, pk)
    days = itinerary.days(
        agenda_of(whole, request.user),
        zone=request.user.time_zone,
        minutes=itinerary.travel_minutes(request.user),
        first=whole.begins_on,
        last=whole.ends_on,
    )
    context = {
        "whole": whole,
        "kind": kind,
        "days": days,
        "today": request.user.today(timezone.now()),
        "may_change": request.user.may_change,
    }
    return render(request, "investors/plan.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def plan_add(request: OfficerRequest, kind: str, pk: int) -> HttpResponse:
    """Put something on the agenda; `?day=` and `?what=` say what is known already."""
    whole = _whole(request, kind, pk)
    form = PlanForm(
        request.POST or None, whole=whole, viewer=request.user, initial=_initial(request, whole)
    )
    if request.method == "POST" and form.is_valid():
        try:
            if form.is_meeting:
                now = timezone.now()
                # Also on a day that is over: then it waits among the meetings to log.
                planned: Any = meetings.log(
                    officer=request.user, at=now, state=Meeting.State.PLANNED, **form.meeting()
                )
            else:
                planned = planning.add_item(by=request.user, **form.item())
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("On the agenda: %(what)s") % {"what": planned})
            return redirect(_address(whole, planned.day))
    context = {"form": form, "whole": whole, "back": _address(whole)}
    return render(request, "investors/plan_add.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def plan_move(request: OfficerRequest, kind: str, pk: int) -> HttpResponse:
    """Move a meeting or an item to another time."""
    return _at_another_time(request, _thing(request, kind, pk), planning.move)


@require_http_methods(["GET", "POST"])
@may_change
def plan_copy(request: OfficerRequest, kind: str, pk: int) -> HttpResponse:
    """Plan a meeting or an item once more, at another time."""
    return _at_another_time(request, _thing(request, kind, pk), planning.copy)


@require_POST
@may_change
def plan_remove(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take an item off an agenda."""
    item = _thing(request, "item", pk)
    planning.remove_item(item=item, by=request.user)
    messages.success(request, _("Off the agenda: %(what)s") % {"what": item})
    return redirect(_address(item.visit or item.mission, item.day))


@require_POST
@may_change
def travel_time(request: OfficerRequest, kind: str, pk: int) -> HttpResponse:
    """Note how long it takes between two places of an agenda."""
    whole = _whole(request, kind, pk)
    minutes = row_number(request.POST.get("minutes", ""))
    try:
        itinerary.say_travel_time(
            office=whole.office,
            one_place=request.POST.get("one_place", ""),
            other_place=request.POST.get("other_place", ""),
            minutes=minutes or 0,
            by=request.user,
        )
    except ValidationError:
        messages.error(request, _("Say how many minutes it takes, up to a day: 40."))
    return redirect(_address(whole, _day(request.POST.get("day", ""))))


def _at_another_time(request: OfficerRequest, thing: Any, verb: Any) -> HttpResponse:
    there, until = thing.starts_there, thing.ends_there
    initial = {
        "day": thing.day,
        "starts": there and there.time(),
        "ends": until and until.time(),
    }
    form = WhenForm(request.POST or None, initial=initial)
    whole = thing.visit or thing.mission
    if request.method == "POST" and form.is_valid():
        try:
            moved = verb(thing=thing, by=request.user, **form.cleaned_data)
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("On the agenda: %(what)s") % {"what": moved})
            return redirect(_address(whole, moved.day) if whole else moved)
    context = {
        "form": form,
        "thing": thing,
        "is_copy": verb is planning.copy,
        "back": _address(whole) if whole else thing.get_absolute_url(),
    }
    return render(request, "investors/plan_when.html", context)


def _whole(request: OfficerRequest, kind: str, pk: int) -> Any:
    if kind not in WHOLES:
        raise Http404
    return get_object_or_404(WHOLES[kind]().visible_to(request.user), pk=pk)


def _thing(request: OfficerRequest, kind: str, pk: int) -> Any:
    if kind not in THINGS:
        raise Http404
    rows = THINGS[kind].objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("visit__delegate", "mission"), pk=pk)


def _address(whole: Any, day: date | None = None) -> str:
    """The plan of a visit or a mission, at a day."""
    url = reverse("investors:plan", args=[whole._meta.model_name, whole.pk])
    return f"{url}#{day.isoformat()}" if day else url


def _initial(request: OfficerRequest, whole: Any) -> dict[str, Any]:
    asked = request.GET
    initial: dict[str, Any] = {"kind": asked.get("what") or Meeting.Kind.VISIT}
    initial["day"] = _day(asked.get("day", "")) or whole.begins_on
    if isinstance(whole, Visit):
        initial["delegates"] = [whole.delegate_id]
    else:
        initial["everybody"] = True
    return initial


def _day(typed: str) -> date | None:
    """A day as an address gives it; None for what is none."""
    try:
        return parse_date(typed)
    except ValueError:
        return None

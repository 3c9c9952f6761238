"""Meeting schedules: beginning one, looking at it, searching, pinning, publishing."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegates.models import Programme
from investors import (
    schedule_filling,
    schedule_pages,
    schedule_publishing,
    schedule_runs,
    schedule_slots,
    schedules,
)
from investors.lists import SCHEDULES
from investors.models import (
    Event,
    Mission,
    MissionLeg,
    Pairing,
    Participant,
    Schedule,
    ScheduleRun,
    Wish,
)
from investors.schedule_forms import BeginScheduleForm, ReshapeScheduleForm
from itpo.office.forms import add_refusal
from itpo.office.listing import show_list
from itpo.office.requests import OfficerRequest, may_change, row_number
from itpo.office.states import NotPossible
from itpo.office.time_zones import zones_of

WHOLES: dict[str, Any] = {"programme": Programme, "leg": MissionLeg, "event": Event}


@require_safe
def schedule_list(request: OfficerRequest) -> HttpResponseBase:
    rows = Schedule.objects.visible_to(request.user).with_whole().with_numbers()
    return show_list(request, SCHEDULES, rows, "investors/schedule_list.html")


@require_http_methods(["GET", "POST"])
@may_change
def schedule_begin(request: OfficerRequest) -> HttpResponse:
    """Begin a schedule of a programme, a leg or an event (`?programme=`, `?leg=`, `?event=`).

    Of a mission (`?mission=`) one chooses the leg first.
    """
    if "mission" in request.GET:
        return _choose_leg(request)
    blank = _blank(request)
    form = BeginScheduleForm(request.POST or None, instance=blank)
    if form.is_valid():
        try:
            begun = schedules.begin(schedule=form.save(commit=False), by=request.user)
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            return redirect("investors:schedule-wishes", begun.pk)
    return render(request, "investors/schedule_begin.html", {"form": form, "schedule": blank})


def _choose_leg(request: OfficerRequest) -> HttpResponse:
    rows = Mission.objects.visible_to(request.user)
    mission = get_object_or_404(rows, pk=row_number(request.GET["mission"]))
    legs = mission.legs.select_related("country").order_by("begins_earliest", "pk")
    return render(request, "investors/schedule_leg.html", {"mission": mission, "legs": legs})


def _blank(request: OfficerRequest) -> Schedule:
    """A schedule of what the address names, on its days. Raises Http404 where it names nothing."""
    for name, model in WHOLES.items():
        number = row_number(request.GET.get(name, ""))
        if number is None:
            continue
        rows = model.objects.visible_to(request.user)
        rows = rows.select_related("mission__office", "country") if name == "leg" else rows
        whole = get_object_or_404(rows, pk=number)
        of_office = whole.mission if name == "leg" else whole
        schedule = Schedule(office=of_office.office, **{name: whole})
        schedule.name = _("Meetings: %(whole)s") % {"whole": of_office}
        schedule.name = schedule.name[:160]
        schedule.first_on = whole.begins_on or whole.begins_earliest
        schedule.last_on = whole.ends_on or whole.ends_latest or schedule.first_on
        country = whole.country if name == "leg" else None
        zones = zones_of(country.code) if country else ()
        schedule.time_zone = zones[0] if zones else of_office.office.time_zone
        return schedule
    raise Http404


def _visible(request: OfficerRequest, pk: int) -> Schedule:
    found: Schedule = get_object_or_404(
        Schedule.objects.visible_to(request.user).with_whole(), pk=pk
    )
    return found


def _common(request: OfficerRequest, schedule: Schedule, at: str) -> dict[str, Any]:
    """What every page of a schedule is given; `at` is which of them it is."""
    return {
        "schedule": schedule,
        "whole": schedule.whole(),
        "at": at,
        "may_change": request.user.may_change,
        "people": {
            one.pk: one
            for one in Participant.objects.filter(schedule=schedule)
            .with_names()
            .order_by("-side", "pk")
        },
    }


@require_safe
def schedule(request: OfficerRequest, pk: int) -> HttpResponse:
    """The schedule slot by slot, what could not be met, and the latest search."""
    found = _visible(request, pk)
    context = _common(request, found, "slots")
    pairings = list(_pairings(found, context["people"]))
    wishes = list(Wish.objects.filter(host__schedule=found).order_by("pk"))
    unmet = schedule_pages.unmet(context["people"], wishes)
    context |= {
        "days": schedule_pages.by_day(found, found.slots.in_order(), pairings),
        "pairings": pairings,
        "wishes": len(wishes),
        "unmet": unmet,
        "published": sum(one.meeting_id is not None for one in pairings),
        "run": found.runs.select_related("asked_by").newest_first().first(),
    }
    return render(request, "investors/schedule.html", context)


def _pairings(schedule: Schedule, people: dict[int, Participant]) -> list[Pairing]:
    """The pairings of a schedule in order, each side with its name."""
    rows = (
        Pairing.objects.filter(schedule=schedule).select_related("slot", "interpreter").in_order()
    )
    found: list[Pairing] = list(rows)
    for one in found:
        one.host, one.counterpart = people[one.host_id], people[one.counterpart_id]
    return found


@require_safe
def schedule_people(request: OfficerRequest, pk: int) -> HttpResponse:
    """The schedule person by person."""
    found = _visible(request, pk)
    context = _common(request, found, "people")
    pairings = _pairings(found, context["people"])
    for one in pairings:
        one.clock = one.slot.clock(found.zone)  # type: ignore[attr-defined]
    wishes = Wish.objects.filter(host__schedule=found)
    context["shown"] = schedule_pages.by_person(context["people"].values(), pairings, wishes)
    return render(request, "investors/schedule_people.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def schedule_hours(request: OfficerRequest, pk: int) -> HttpResponse:
    """Other days, hours or tables. Meetings that would lose their slot are listed first."""
    found = _visible(request, pk)
    chosen = sorted({slot.day for slot in found.slots.in_order()})
    whole: Any = found.leg or found.programme or found.event
    first = min([found.first_on, *filter(None, [whole.begins_on])])
    last = max([found.last_on, *filter(None, [whole.ends_on])])
    offered = schedule_slots.days_between(first, min(last, first + schedule_slots.LONGEST))
    lost: list[Pairing] = []
    # Of a copy: the head of the page says what is, not what was typed.
    form = ReshapeScheduleForm(
        request.POST or None, instance=copy(found), offered=offered, chosen=chosen
    )
    if form.is_valid():
        try:
            schedules.reshape(
                schedule=form.save(commit=False),
                days=form.chosen_days,
                by=request.user,
                at=timezone.now(),
                accepted=form.accepted,
            )
        except schedules.MeetingsLost as refusal:
            lost = refusal.pairings
            form.show_lost(lost)
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    for one in lost:
        one.clock = one.slot.clock(found.zone)  # type: ignore[attr-defined]
    context = {"schedule": found, "whole": found.whole(), "form": form, "lost": lost, "at": "hours"}
    return render(request, "investors/schedule_hours.html", {**context, "may_change": True})


def _act(request: OfficerRequest, act: Callable[[], str], back: Any) -> HttpResponse:
    """Do what a button says; tell what came of it, or what the verb refuses."""
    try:
        said = act()
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(back)


@require_POST
@may_change
def schedule_search(request: OfficerRequest, pk: int) -> HttpResponse:
    """Fill the schedule plainly, and ask for a search for a better one."""
    found = _visible(request, pk)

    def act() -> str:
        schedule_runs.start(schedule=found, by=request.user, at=timezone.now())
        return _("Filled plainly. A search for a better schedule has begun.")

    return _act(request, act, found)


@require_POST
@may_change
def schedule_run_cancel(request: OfficerRequest, pk: int) -> HttpResponse:
    """End a search; the plain schedule stays."""
    runs = ScheduleRun.objects.visible_to(request.user).select_related("schedule")
    found = get_object_or_404(runs, pk=pk)

    def act() -> str:
        if not schedule_runs.cancel(run=found, at=timezone.now()):
            raise NotPossible(_("The search was over already."))
        return _("Cancelled. The plain schedule stays.")

    return _act(request, act, found.schedule)


@require_POST
@may_change
def schedule_publish(request: OfficerRequest, pk: int) -> HttpResponse:
    """Make meetings of the schedule, and book who takes part."""
    found = _visible(request, pk)

    def act() -> str:
        made = schedule_publishing.publish(schedule=found, by=request.user, at=timezone.now())
        return ngettext(
            "%(count)s meeting is published, and its people are booked.",
            "%(count)s meetings are published, and their people are booked.",
            len(made),
        ) % {"count": len(made)}

    return _act(request, act, found)


@require_POST
@may_change
def schedule_remove(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a schedule away of which nothing was published."""
    found = _visible(request, pk)
    back = found.whole()
    try:
        schedules.remove(schedule=found, by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    messages.success(request, _("Removed."))
    return redirect(back)


@require_POST
@may_change
def schedule_pin(request: OfficerRequest, pk: int) -> HttpResponse:
    """Pin a meeting to its slot, or let it go."""
    rows = Pairing.objects.visible_to(request.user).select_related("schedule")
    found = get_object_or_404(rows, pk=pk)

    def act() -> str:
        pinned = schedule_filling.pin(pairing=found, pinned=request.POST.get("pinned") == "1")
        return _("Pinned: it stays there.") if pinned.is_pinned else _("Let go.")

    return _act(request, act, found.schedule)

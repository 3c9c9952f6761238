"""Who takes part in a meeting schedule: wishes, absences, interpreters."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from investors import schedules
from investors.models import Away, Pairing, Participant, Resource, Schedule, ScheduleSlot, Wish
from investors.schedule_forms import InterpretersForm, InviteForm
from investors.schedule_pages import days_of
from itpo.office.forms import add_refusal
from itpo.office.requests import OfficerRequest, may_change, row_number
from itpo.office.states import NotPossible

WISH, AWAY = "wish-", "away-"


def _visible(request: OfficerRequest, pk: int) -> Schedule:
    found: Schedule = get_object_or_404(
        Schedule.objects.visible_to(request.user).with_whole(), pk=pk
    )
    return found


@require_safe
def schedule_wishes(request: OfficerRequest, pk: int) -> HttpResponse:
    """Who wants to meet whom, how much, and who meets: hosts across, counterparts down."""
    found = _visible(request, pk)
    people = list(Participant.objects.filter(schedule=found).with_names().order_by("pk"))
    hosts = [one for one in people if one.side == Participant.Side.HOST]
    wishes = {
        (one.host_id, one.counterpart_id): one for one in Wish.objects.filter(host__schedule=found)
    }
    meet = set(Pairing.objects.filter(schedule=found).values_list("host", "counterpart"))
    context = {
        "schedule": found,
        "whole": found.whole(),
        "at": "wishes",
        "may_change": request.user.may_change,
        "hosts": hosts,
        "rows": [
            (
                one,
                [
                    (host, wishes.get((host.pk, one.pk)), (host.pk, one.pk) in meet)
                    for host in hosts
                ],
            )
            for one in people
            if one.side == Participant.Side.COUNTERPART
        ],
        "interpreters": found.interpreters.order_by("name", "pk"),
    }
    return render(request, "investors/schedule_wishes.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def schedule_invite(request: OfficerRequest, pk: int) -> HttpResponse:
    """Have companies, delegates, agencies, partners or bare names take part."""
    found = _visible(request, pk)
    sides = Participant.Side
    side = request.GET.get("side", "")
    initial = {"side": side if side in sides.values else sides.COUNTERPART}
    form = InviteForm(request.POST or None, viewer=request.user, initial=initial)
    if form.is_valid():
        try:
            made = schedules.invite(schedule=found, by=request.user, **form.cleaned_data)
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Added: %(count)s.") % {"count": len(made)})
            return redirect("investors:schedule-wishes", found.pk)
    context = {
        "schedule": found,
        "whole": found.whole(),
        "form": form,
        "title": _("Who takes part"),
    }
    return render(request, "investors/schedule_form.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def schedule_interpreters(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say who interprets."""
    found = _visible(request, pk)
    initial = {"interpreters": list(found.interpreters.values_list("pk", flat=True))}
    sent = request.POST if request.method == "POST" else None
    form = InterpretersForm(sent, viewer=request.user, initial=initial)
    if form.is_valid():
        try:
            schedules.choose_interpreters(schedule=found, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("investors:schedule-wishes", found.pk)
    context = {"schedule": found, "whole": found.whole(), "form": form, "title": _("Interpreters")}
    return render(request, "investors/schedule_form.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def schedule_interpreter(request: OfficerRequest, pk: int, interpreter: int) -> HttpResponse:
    """In which slots an interpreter cannot."""
    found = _visible(request, pk)
    one: Resource = get_object_or_404(found.interpreters.all(), pk=interpreter)
    if request.method == "POST":
        try:
            schedules.note_interpreter(
                schedule=found, interpreter=one, away=_numbers(request.POST, AWAY)
            )
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("investors:schedule-wishes", found.pk)
    context = {
        "schedule": found,
        "whole": found.whole(),
        "interpreter": one,
        "days": _absences(found, Away.objects.filter(interpreter=one)),
        "may_change": True,
    }
    return render(request, "investors/schedule_interpreter.html", context)


@require_http_methods(["GET", "POST"])
def schedule_participant(request: OfficerRequest, pk: int) -> HttpResponse:
    """Whom a participant wants to meet, how much, and in which slots they cannot."""
    rows = Participant.objects.visible_to(request.user).with_names()
    found = get_object_or_404(rows.select_related("schedule"), pk=pk)
    if request.method == "POST":
        if not request.user.may_change:
            raise PermissionDenied
        return _note(request, found)
    whole = _visible(request, found.schedule_id)
    is_host = found.side == Participant.Side.HOST
    noted = Wish.objects.filter(**{"host" if is_host else "counterpart": found})
    wishes = {one.counterpart_id if is_host else one.host_id: one for one in noted}
    others = Participant.objects.filter(schedule=whole).exclude(side=found.side).with_names()
    context = {
        "participant": found,
        "schedule": whole,
        "whole": whole.whole(),
        "may_change": request.user.may_change,
        "others": [
            (other, *_both_sides(wishes.get(other.pk), is_host=is_host))
            for other in others.order_by("pk")
        ],
        "weights": [(0, _("no")), (1, _("1: good")), (2, _("2: important")), (3, _("3: a must"))],
        "days": _absences(whole, Away.objects.filter(participant=found)),
    }
    return render(request, "investors/schedule_participant.html", context)


def _both_sides(wish: Wish | None, *, is_host: bool) -> tuple[int, int]:
    """How much this side wants it, and how much the other."""
    if wish is None:
        return 0, 0
    both = (wish.by_host, wish.by_counterpart)
    return both if is_host else both[::-1]


def _note(request: OfficerRequest, participant: Participant) -> HttpResponse:
    try:
        schedules.note(
            participant=participant,
            wishes={
                number: row_number(said) or 0
                for name, said in request.POST.items()
                if name.startswith(WISH) and (number := row_number(name.removeprefix(WISH)))
            },
            away=_numbers(request.POST, AWAY),
            languages=str(request.POST.get("languages", ""))[:120].replace("\x00", ""),
            by=request.user,
        )
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(participant)
    messages.success(request, _("Saved."))
    return redirect("investors:schedule-wishes", participant.schedule_id)


@require_POST
@may_change
def schedule_dismiss(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take somebody out of a schedule."""
    rows = Participant.objects.visible_to(request.user).select_related("schedule")
    found = get_object_or_404(rows, pk=pk)
    try:
        schedules.dismiss(participant=found, by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    messages.success(request, _("Removed."))
    return redirect("investors:schedule-wishes", found.schedule_id)


def _numbers(sent: Mapping[str, Any], prefix: str) -> set[int]:
    return {
        number
        for name in sent
        if name.startswith(prefix) and (number := row_number(name.removeprefix(prefix)))
    }


def _absences(schedule: Schedule, away: Any) -> Iterable[Any]:
    """The slots of each day, and whether somebody cannot."""
    gone = set(away.filter(slot__schedule=schedule).values_list("slot", flat=True))
    slots: list[ScheduleSlot] = list(schedule.slots.in_order())
    return days_of(schedule, slots, gone)

"""Writing down what came of a meeting, at once with a thumb, and the minutes later."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from investors import companies, meetings
from investors import minutes as verbs
from investors import to_log as waiting
from investors.models import Meeting
from investors.writing_forms import (
    MinutesForm,
    PlanAgainForm,
    QuickMeetingForm,
    UnderWay,
    WriteDownForm,
)
from itpo.office.changes import latest_version
from itpo.office.editing import with_news
from itpo.office.forms import add_refusal
from itpo.office.next_steps import NextStepFormSet, usual_days
from itpo.office.pages import lead_on
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.sameness.asking import ask
from itpo.office.states import NotPossible


@require_safe
def to_log(request: OfficerRequest) -> HttpResponse:
    """What waits for a word: the day's meetings, those without a new day, those without minutes."""
    everyones = request.GET.get("who") == "all"
    today = request.user.today(timezone.now())
    context = {
        "today": today,
        "everyones": everyones,
        "to_log": waiting.not_yet_logged(request.user, today, everyones=everyones),
        "postponed": waiting.without_a_new_day(request.user, everyones=everyones),
        "without_minutes": waiting.minutes_to_complete(request.user),
    }
    return render(request, "investors/to_log.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def write_down(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down what came of a meeting that was planned, and what was promised."""
    found = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    if _was_sent(found, request):
        messages.success(request, _("Written down."))
        return lead_on(request, found)
    sent, news = with_news(request.POST, found, request.user)
    known = WriteDownForm.initial_of(found, request.GET.get("state", ""))
    form = WriteDownForm(sent or None, initial=known)
    for one in news:
        form.add_error(None, one)
    promises = _next_steps(request)
    if request.method == "POST" and form.is_valid() and promises.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        try:
            meetings.write_down(
                meeting=found,
                by=request.user,
                at=timezone.now(),
                promises=_promised(promises),
                **data,
            )
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Written down."))
            return lead_on(request, found)
    context = {"meeting": found, "form": form, "promises": promises}
    return render(request, "investors/write_down.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def log_quickly(request: OfficerRequest) -> HttpResponse:
    """Log a meeting nobody had planned, just held. `?visit=`, `?mission=` say where we are."""
    now = timezone.now()
    today = request.user.today(now)
    under_way = UnderWay(request.user, today, request.GET)
    form = QuickMeetingForm(
        request.POST or None,
        viewer=request.user,
        under_way=under_way,
        initial={"day": today, "during": under_way.initial},
    )
    promises = _next_steps(request)
    asked = None
    if request.method == "POST" and form.is_valid() and promises.is_valid():
        new = companies.to_be_made(form.cleaned_data["new_company"].strip())
        asked = ask(request, request.user, *new)
    if asked and not asked.to_show:
        try:
            logged = meetings.log(
                officer=request.user, at=now, promises=_promised(promises), **form.meeting()
            )
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Logged: %(what)s.") % {"what": logged})
            return lead_on(request, logged)
    context = {"form": form, "promises": promises, "asked": asked}
    return render(request, "investors/log_quickly.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def plan_again(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give a postponed meeting its new day."""
    found = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    form = PlanAgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        day, starts = form.cleaned_data["new_day"], form.cleaned_data["new_starts"]
        try:
            planned = meetings.plan_again(
                meeting=found, by=request.user, at=timezone.now(), day=day, starts=starts
            )
        except NotPossible as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Planned again: %(when)s.") % {"when": planned.when})
            return redirect(found)
    return render(request, "investors/plan_again.html", {"meeting": found, "form": form})


@require_http_methods(["GET", "POST"])
@may_change
def minutes(request: OfficerRequest, pk: int) -> HttpResponse:
    """Complete the minutes of a meeting that was held."""
    found = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    sent, news = with_news(request.POST, found, request.user)
    known = {"minutes": found.minutes, "seen": latest_version(found)}
    form = MinutesForm(sent or None, initial=known)
    for one in news:
        form.add_error(None, one)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.complete(meeting=found, by=request.user, text=form.cleaned_data["minutes"])
        except NotPossible as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The minutes are kept."))
            return lead_on(request, found)
    return render(request, "investors/minutes.html", {"meeting": found, "form": form})


@require_POST
@may_change
def leave_out_minutes(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say that no minutes will follow."""
    found = get_object_or_404(Meeting.objects.visible_to(request.user), pk=pk)
    try:
        verbs.leave_out(meeting=found, by=request.user)
    except NotPossible as error:
        messages.error(request, str(error))
    return redirect("investors:to-log")


def _next_steps(request: OfficerRequest) -> Any:
    days = usual_days(request.user, request.user.today(timezone.now()))
    return NextStepFormSet(request.POST or None, prefix="promise", form_kwargs={"days": days})


def _promised(promises: Any) -> list[meetings.Promised]:
    kept = [one.cleaned_data for one in promises if one.cleaned_data.get("what")]
    return [meetings.Promised(**one) for one in kept]


def _was_sent(meeting: Meeting, request: OfficerRequest) -> bool:
    """Whether it was this very page that wrote it down: the answer was lost, not the words."""
    return bool(meeting.sent_from) and str(meeting.sent_from) == request.POST.get("sent_from")

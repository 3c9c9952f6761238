"""The meetings, and logging one with all there is to say."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from delegates.models import Visit
from investors import companies, invites, meetings
from investors.forms import MeetingForm
from investors.lists import MEETINGS
from investors.models import Meeting
from itpo.office.forms import PromiseFormSet, add_refusal
from itpo.office.listing import show_list
from itpo.office.pages import around
from itpo.office.requests import OfficerRequest, may_change, row_number
from itpo.office.sameness.asking import ask
from itpo.office.states import NotPossible


@require_safe
def meeting_list(request: OfficerRequest) -> HttpResponseBase:
    rows = Meeting.objects.visible_to(request.user).with_names()
    return show_list(request, MEETINGS, rows, "investors/meeting_list.html")


@require_safe
def meeting(request: OfficerRequest, pk: int) -> HttpResponse:
    rows = Meeting.objects.visible_to(request.user)
    found = get_object_or_404(
        rows.select_related(
            *("visit__delegate", "mission", "event", "officer", "office", "written_down_by")
        ),
        pk=pk,
    )
    parties = found.parties.select_related("company", "contact", "delegate", "officer", "partner")
    context = {"meeting": found, "parties": parties.order_by("pk"), **around(found, request)}
    context["invites"] = invites.on_page(found)
    context["may_invite"] = not invites.why_not(found, timezone.now())
    if not context["follow_ups"]:
        # What was promised here stays to be seen once it is done.
        kept = found.follow_ups.visible_to(request.user)
        context["follow_ups"] = list(kept.most_urgent_first())
    return render(request, "investors/meeting.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def log_meeting(request: OfficerRequest) -> HttpResponse:
    """Log a meeting, a call, a mail or an enquiry (`?kind=`).

    `?visit=`, `?mission=`, `?event=`, `?company=`, `?delegate=`, `?contact=` say where we come
    from.
    """
    now = timezone.now()
    form = MeetingForm(request.POST or None, viewer=request.user, initial=_initial(request))
    promises = PromiseFormSet(request.POST or None, prefix="promise")
    asked = None
    if request.method == "POST" and form.is_valid() and promises.is_valid():
        new = companies.to_be_made(form.cleaned_data["new_company"].strip())
        asked = ask(request, request.user, *new)
    if asked and not asked.to_show:
        promised = [
            meetings.Promised(**one.cleaned_data)
            for one in promises
            if one.cleaned_data.get("what")
        ]
        try:
            logged = meetings.log(officer=request.user, at=now, promises=promised, **form.meeting())
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            messages.success(
                request, _("Logged: %(kind)s.") % {"kind": logged.get_kind_display().lower()}
            )
            return redirect(logged.visit or logged)
    context = {"form": form, "promises": promises, "asked": asked}
    return render(request, "investors/log_meeting.html", context)


def _initial(request: OfficerRequest) -> dict[str, Any]:
    """What the page we come from already knows."""
    asked = {name: row_number(value) for name, value in request.GET.items()}
    initial: dict[str, Any] = {"day": request.user.today(timezone.now())}
    if request.GET.get("kind") in Meeting.Kind.values:
        initial["kind"] = request.GET["kind"]
    if asked.get("visit"):
        visit = Visit.objects.visible_to(request.user).filter(pk=asked["visit"]).first()
        if visit:
            initial |= {"visit": visit.pk, "delegates": [visit.delegate_id]}
            last = visit.ends_latest or visit.begins_latest
            if last and last < initial["day"]:
                initial["day"] = visit.begins_on
    for name in ("mission", "event"):
        if asked.get(name):
            initial[name] = asked[name]
    several = (("company", "companies"), ("delegate", "delegates"), ("contact", "contacts"))
    for name, field in several:
        if asked.get(name):
            initial[field] = [asked[name]]
    return initial

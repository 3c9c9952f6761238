"""Closing a mission: what came of each meeting, row by row or all at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from investors import closing, missions
from investors.mission_forms import OutcomeForm
from investors.models import Meeting, Mission
from itpo.office.forms import add_refusal
from itpo.office.requests import OfficerRequest, may_change, row_number
from itpo.office.states import NotPossible

MOST = 60  # meetings on a page; the others follow once these are written down


@require_http_methods(["GET", "POST"])
@may_change
def mission_close(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down the meetings of a mission that are left, and complete it.

    A row is written or refused by itself: what is wrong stays as it was typed, with a sentence.
    """
    found = get_object_or_404(Mission.objects.visible_to(request.user), pk=pk)
    rows = _rows(request, found)
    if request.method == "POST":
        wanted = row_number(request.POST.get("only", ""))
        asked = [(meeting, form) for meeting, form in rows if wanted in {None, meeting.pk}]
        chosen = [(meeting, form) for meeting, form in asked if wanted or form.has_changed()]
        written = [meeting.pk for meeting, form in chosen if _write_down(request, meeting, form)]
        _tell(request, len(written))
        if len(written) == len(chosen):
            if request.POST.get("then") == "complete":
                return _complete(request, found)
            if not any(form.has_changed() for one, form in rows if one.pk not in written):
                return redirect("investors:mission-close", found.pk)
        tried = {meeting.pk for meeting, _form in chosen}
        rows = [
            (meeting, form if meeting.pk in tried else form.as_typed())
            for meeting, form in rows
            if meeting.pk not in written
        ]
    planned = missions.still_planned(found)
    left, seen = planned.count(), planned.visible_to(request.user).count()
    context = {
        "mission": found,
        "rows": rows,
        "refused": sum(bool(form.errors) for _meeting, form in rows),
        "left": left,
        "unseen": left - seen,
        "more": max(seen - len(rows), 0),
        "may_be_completed": Mission.State.COMPLETED in missions.MOVES[Mission.State(found.state)],
    }
    return render(request, "investors/mission_close.html", context)


def _rows(request: OfficerRequest, found: Mission) -> list[tuple[Meeting, OutcomeForm]]:
    """The meetings left, and those this page still showed; each with its form."""
    shown = {row_number(one) for one in request.POST.getlist("meeting")} - {None}
    mine: Any = Meeting.objects.visible_to(request.user).filter(mission=found)
    planned = mine.filter(state=Meeting.State.PLANNED) | mine.filter(pk__in=shown)
    return [
        (meeting, OutcomeForm(request.POST or None, prefix=f"meeting-{meeting.pk}"))
        for meeting in planned.with_names().order_by("day", "starts_at", "pk")[:MOST]
    ]


def _write_down(request: OfficerRequest, meeting: Meeting, form: OutcomeForm) -> bool:
    """Write one row down; where it is wrong, say so in its form."""
    if not form.is_valid():
        return False
    try:
        closing.write_down(meeting=meeting, by=request.user, at=timezone.now(), **form.written())
    except (NotPossible, ValidationError) as error:
        add_refusal(form, error)
        return False
    return True


def _tell(request: OfficerRequest, written: int) -> None:
    if written:
        said = ngettext(
            "%(count)s meeting is written down.", "%(count)s meetings are written down.", written
        )
        messages.success(request, said % {"count": written})


def _complete(request: OfficerRequest, found: Mission) -> HttpResponse:
    try:
        missions.change_state(mission=found, to=Mission.State.COMPLETED, by=request.user)
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect("investors:mission-close", found.pk)
    messages.success(request, _("The mission is completed."))
    return redirect(found)

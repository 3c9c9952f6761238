"""The list of a webinar tool: sent, looked at, taken in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from investors import attendance
from investors.forms import AttendanceFileForm, ColumnsForm
from investors.models import AttendanceList, Event
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import NotPossible

SHOWN = 50  # of those who are new, and of the lines that are refused


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def event_attendance(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send the list of an event."""
    found = get_object_or_404(Event.objects.visible_to(request.user), pk=pk)
    is_sent = request.method == "POST"
    form = AttendanceFileForm(request.POST, request.FILES) if is_sent else AttendanceFileForm()
    if is_sent and form.is_valid():
        try:
            kept = attendance.keep(
                event=found,
                upload=form.cleaned_data["file"],
                by=request.user,
                at=timezone.now(),
            )
        except NotPossible as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("investors:attendance-list", kept.pk)
    earlier = found.attendance_lists.exclude(taken_in_at=None).select_related("sent_by")
    context = {"event": found, "form": form, "earlier": earlier.order_by("-taken_in_at", "-pk")}
    return render(request, "investors/event_attendance.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def attendance_list(request: OfficerRequest, pk: int) -> HttpResponse:
    """What taking in a list would change; and which of its columns says what."""
    kept = _waiting(request, pk)
    sheet = attendance.read(kept.text)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        headings=sheet.headings,
        chosen=kept.columns,
    )
    if form.is_valid():
        kept.columns = form.columns
        kept.save(update_fields=["columns"])
        return redirect("investors:attendance-list", kept.pk)
    made, refusal = attendance.Plan(), ""
    try:
        made = attendance.plan(kept.event, sheet, kept.columns)
    except NotPossible as error:
        refusal = str(error)
    context = {
        "kept": kept,
        "event": kept.event,
        "form": form,
        "plan": made,
        "refusal": refusal,
        "lines": len(sheet.lines),
        "shown": SHOWN,
    }
    return render(request, "investors/attendance_list.html", context)


@require_POST
@may_change
def attendance_take_in(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down who was there."""
    rows = AttendanceList.objects.visible_to(request.user).select_related("event")
    kept = get_object_or_404(rows, pk=pk)
    try:
        made = attendance.take_in(kept=kept, by=request.user, at=timezone.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(kept.event)
    changed = len(made.matched) + len(made.new)
    if changed:
        said = ngettext("%(count)d person was there.", "%(count)d people were there.", made.people)
        messages.success(request, said % {"count": made.people})
    else:
        messages.success(request, _("All of this was known already; nothing was changed."))
    return redirect(kept.event)


def _waiting(request: OfficerRequest, pk: int) -> AttendanceList:
    """A list that was not taken in yet. 404 for any other."""
    rows = AttendanceList.objects.visible_to(request.user).filter(taken_in_at=None)
    found: AttendanceList = get_object_or_404(rows.select_related("event"), pk=pk)
    return found

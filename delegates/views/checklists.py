"""The checklist of a visit, and the steps it is laid out from."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from delegates import checklists
from delegates.models import ChecklistItem, ChecklistStep, Visit
from itpo.office import pages
from itpo.office.requests import OfficerRequest, may_change


@require_POST
@may_change
def lay_out_checklist(request: OfficerRequest, pk: int) -> HttpResponse:
    """Copy the office's steps onto the checklist of a visit."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    pages.tell_laid_out(request, len(checklists.lay_out(visit=visit, by=request.user)))
    return redirect(visit)


@require_POST
@may_change
def checklist_item(request: OfficerRequest, pk: int) -> HttpResponse:
    """Tick an item off, take that back, or say whether it is needed: a button each."""
    rows = ChecklistItem.objects.visible_to(request.user).select_related("visit")
    item = get_object_or_404(rows, pk=pk)
    return pages.take_item(request, item, back=item.visit)


@require_safe
def checklist_steps(request: OfficerRequest) -> HttpResponse:
    """The steps for every country, and those of countries with a list of their own."""
    rows = ChecklistStep.objects.visible_to(request.user).select_related("country").in_order()
    by_country: dict[str, list[ChecklistStep]] = {}
    general = []
    for step in rows:
        if step.country is None:
            general.append(step)
        else:
            by_country.setdefault(step.country.name, []).append(step)
    context = {
        "general": general,
        "countries": sorted(by_country.items()),
        "may_change": request.user.may_change,
    }
    return render(request, "delegates/checklist_steps.html", context)


@require_POST
@may_change
def usual_steps(request: OfficerRequest) -> HttpResponse:
    """Give the office the usual steps, where it has none."""
    office = request.user.office
    if office is None:
        raise Http404
    is_asked_for = request.POST.get("use") == "usual"
    if is_asked_for and not checklists.the_usual(office=office, by=request.user):
        messages.info(request, _("There is a list already. Change it step by step."))
    return redirect("delegates:checklist-steps")

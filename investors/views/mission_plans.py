"""What has to be done before a mission, and what it costs; and the steps an office takes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from investors import mission_tasks
from investors.models import Mission, MissionBudgetLine, MissionPartner, MissionStep, MissionTask
from itpo.office import budgets, pages
from itpo.office.requests import OfficerRequest, may_change


@require_safe
def mission_plan(request: OfficerRequest, pk: int) -> HttpResponse:
    """The partners, tasks and budget of a mission."""
    found = get_object_or_404(Mission.objects.visible_to(request.user), pk=pk)
    lines = MissionBudgetLine.objects.visible_to(request.user).filter(mission=found)
    partners = MissionPartner.objects.visible_to(request.user).filter(mission=found)
    budget = list(lines.select_related("paid_by").in_order())
    context = {
        "mission": found,
        "partners": partners.select_related("partner").order_by("role", "partner__name", "pk"),
        "begins_on": mission_tasks.departs_on(found),
        "checklist": mission_tasks.lines(found, request.user.today(timezone.now())),
        "budget": budget,
        "totals": budgets.totals(budget),
        "may_change": request.user.may_change,
    }
    return render(request, "investors/mission_plan.html", context)


@require_POST
@may_change
def lay_out_tasks(request: OfficerRequest, pk: int) -> HttpResponse:
    """Copy the office's steps onto a mission."""
    found = get_object_or_404(Mission.objects.visible_to(request.user), pk=pk)
    pages.tell_laid_out(request, len(mission_tasks.lay_out(mission=found, by=request.user)))
    return redirect("investors:mission-plan", found.pk)


@require_POST
@may_change
def mission_task(request: OfficerRequest, pk: int) -> HttpResponse:
    """Tick a task off, take that back, or say whether it is needed: a button each."""
    task = get_object_or_404(MissionTask.objects.visible_to(request.user), pk=pk)
    plan = reverse("investors:mission-plan", args=[task.mission_id])
    return pages.take_item(request, task, back=pages.page_before(request, plan))


@require_safe
def mission_steps(request: OfficerRequest) -> HttpResponse:
    """The steps an office takes before every mission."""
    context = {
        "steps": MissionStep.objects.visible_to(request.user).in_order(),
        "may_change": request.user.may_change,
    }
    return render(request, "investors/mission_steps.html", context)


@require_POST
@may_change
def usual_mission_steps(request: OfficerRequest) -> HttpResponse:
    """Give the office the usual steps, where it has none."""
    office = request.user.office
    if office is None:
        raise Http404
    is_asked_for = request.POST.get("use") == "usual"
    if is_asked_for and not mission_tasks.the_usual(office=office, by=request.user):
        messages.info(request, _("There is a list already. Change it step by step."))
    return redirect("investors:mission-steps")

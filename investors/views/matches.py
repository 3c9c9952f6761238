"""Which companies to invite for the projects of a visit, of a programme, or for one."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from delegates.models import Programme, ProjectProfile, Visit
from investors.matching import deciding
from investors.matching.suggesting import projects_of, suggest
from investors.models import Company
from itpo.office.pages import page_before
from itpo.office.requests import OfficerRequest, may_change, row_number
from itpo.office.states import NotPossible
from itpo.office.working_days import WorkingDays

IN_WORKING_DAYS = 3  # an invitation is promised
A_FORTNIGHT = timedelta(days=14)
MANY = 30  # companies for one project on its own page


@require_safe
def project_matches(request: OfficerRequest, pk: int) -> HttpResponse:
    rows = ProjectProfile.objects.visible_to(request.user).select_related("country")
    project = get_object_or_404(rows, pk=pk)
    return _show(request, project, [project], most=MANY)


@require_safe
def visit_matches(request: OfficerRequest, pk: int) -> HttpResponse:
    visit = get_object_or_404(
        Visit.objects.visible_to(request.user).select_related("delegate"), pk=pk
    )
    return _show(request, visit, projects_of(visit, request.user), visit=visit)


@require_safe
def programme_matches(request: OfficerRequest, pk: int) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    return _show(request, programme, projects_of(programme, request.user))


def _show(
    request: OfficerRequest, thing: Any, projects: Iterable[ProjectProfile], **more: Any
) -> HttpResponse:
    visit = more.pop("visit", None)
    context = {
        "thing": thing,
        "visit": visit,
        "suggested": suggest(projects, request.user, **more),
        "may_change": request.user.may_change,
    }
    return render(request, "investors/matches.html", context)


@require_POST
@may_change
def invite_match(request: OfficerRequest, pk: int) -> HttpResponse:
    """Promise to invite a company within a few working days."""
    project, company = _asked(request, pk)
    now = timezone.now()
    today = request.user.today(now)
    visits = Visit.objects.visible_to(request.user).not_cancelled()
    visit = visits.filter(pk=row_number(request.POST.get("visit", ""))).first()
    try:
        if request.user.office is None:
            raise NotPossible(_("A decision belongs to an office; you belong to none."))
        days = WorkingDays(request.user.office, today, today + A_FORTNIGHT)
        match = deciding.invite(
            project=project,
            company=company,
            due_on=days.after(today, IN_WORKING_DAYS),
            by=request.user,
            at=now,
            visit=visit,
        )
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Promised: %(what)s.") % {"what": match.promise})
    return _back_to(request, project)


@require_POST
@may_change
def leave_out_match(request: OfficerRequest, pk: int) -> HttpResponse:
    """Suggest a company no more, and remember why."""
    project, company = _asked(request, pk)
    because = request.POST.get("because", "")
    try:
        deciding.leave_out(
            project=project, company=company, because=because, by=request.user, at=timezone.now()
        )
    except NotPossible as error:
        messages.error(request, str(error))
    return _back_to(request, project)


@require_POST
@may_change
def suggest_match_again(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take back that a company was left out."""
    project, company = _asked(request, pk)
    try:
        deciding.suggest_again(project=project, company=company, by=request.user)
    except NotPossible as error:
        messages.error(request, str(error))
    return _back_to(request, project)


def _asked(request: OfficerRequest, pk: int) -> tuple[ProjectProfile, Company]:
    project = get_object_or_404(ProjectProfile.objects.visible_to(request.user), pk=pk)
    number = row_number(request.POST.get("company", ""))
    companies = Company.objects.visible_to(request.user).current()
    return project, get_object_or_404(companies, pk=number)


def _back_to(request: OfficerRequest, project: ProjectProfile) -> HttpResponse:
    """To the page the button stood on, and there to the project."""
    page = page_before(request, reverse("investors:project-matches", args=[project.pk]))
    return redirect(f"{page}#project-{project.pk}")

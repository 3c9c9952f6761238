"""The report after a visit, behind the delegate's own link."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from delegates import reports
from delegates.models import Application, Question
from itpo.office.states import NotPossible
from itpo.portal.addresses import page
from itpo.portal.my_page import accepted
from itpo.portal.opening import LinkRequest, opens
from itpo.portal.report_form import ReportForm
from itpo.portal.views.my import OWN

WAS = "was-"  # beside each answer, what the page was opened with


@opens(OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: LinkRequest) -> HttpResponse:
    """Write it, keep it, send it once; read it afterwards."""
    application = accepted(request.link)
    questions = reports.questions_of(application.programme)
    if not questions:
        raise Http404
    if request.method == "POST":
        return _take(request, application, questions)
    form = ReportForm(questions, reports.answers_of(application))
    return _show(request, application, questions, form)


def _take(
    request: LinkRequest, application: Application, questions: list[Question]
) -> HttpResponse:
    """Keep what was typed, and send it in if that is asked for."""
    names = [question.name for question in questions]
    typed = {name: request.POST.get(name, "") for name in names}
    shown = {name: request.POST.get(WAS + name, "") for name in names}
    now = timezone.now()
    try:
        theirs = reports.save(
            application=application, typed=typed, shown=shown, names=names, at=now
        )
        if theirs:
            mine = {**reports.answers_of(application), **{name: typed[name] for name in theirs}}
            return _show(request, application, questions, ReportForm(questions, mine), theirs)
        if "send" not in request.POST:
            messages.success(request, _("Saved. You can close this page and go on later."))
            return redirect(page(request.link, "portal:report"))
        answers = reports.answers_of(application)
        form = ReportForm(questions, answers, data=answers)
        if not form.is_valid():
            return _show(request, application, questions, form)
        reports.submit(application=application, at=now)
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect(page(request.link, "portal:report"))
    messages.success(request, _("Thank you. We have your report."))
    return redirect(page(request.link, "portal:my"))


def _show(
    request: LinkRequest,
    application: Application,
    questions: list[Question],
    form: ReportForm,
    theirs: reports.Typed | None = None,
) -> HttpResponse:
    kept, visit = reports.answers_of(application), application.visit
    today = application.programme.office.today(timezone.now())
    due_on = reports.due_on(visit) if visit else None
    context: dict[str, Any] = {
        "application": application,
        "form": form,
        "fields": [
            {"field": form[name], "was": kept.get(name, ""), "theirs": (theirs or {}).get(name)}
            for name in form.fields
        ],
        "theirs": theirs,
        "answered": reports.answered(application, questions),
        "may_write": visit is not None and reports.is_over(visit, today),
        "due_on": due_on,
        "is_late": due_on is not None and due_on < today,
        "today": today,
    }
    return render(request, "portal/report.html", context)

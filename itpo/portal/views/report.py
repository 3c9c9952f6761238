"""The report after a visit, behind the delegate's own link."""

import json
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from delegates import reports
from delegates.merging import digest
from delegates.models import Application
from delegates.questionnaire import Step, answered, asked_by
from itpo.office.states import NotPossible
from itpo.portal.addresses import page
from itpo.portal.my_page import accepted
from itpo.portal.opening import LinkRequest, opens
from itpo.portal.typed import shown_in, typed_in
from itpo.portal.views.my import OWN


@opens(OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: LinkRequest) -> HttpResponse:
    """Write it, keep it, send it in once; read it afterwards."""
    application = accepted(request.link)
    step = asked_by(application.programme).report
    if not step.fields or application.visit is None:
        raise Http404
    now = timezone.now()
    if request.method != "POST":
        return _show(request, application, step, now)
    try:
        return _take(request, application, step, now)
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect(page(request.link, "portal:report"))


def _take(
    request: LinkRequest, application: Application, step: Step, now: datetime
) -> HttpResponse:
    """Keep what was typed, and send it in if that is asked for. Raises NotPossible."""
    shown = shown_in(request.POST)
    typed = typed_in(request.POST, step, shown)
    merged = reports.save(application=application, step=step, typed=typed, shown=shown, at=now)
    if merged.conflicts:
        mine = {name: typed[name] for name in merged.conflicts}
        return _show(request, application, step, now, mine=mine, theirs=merged.conflicts)
    if "send" not in request.POST:
        messages.success(request, _("Saved. You can close this page and go on later."))
        return redirect(page(request.link, "portal:report"))
    if step.errors(answered(application, step)):
        return _show(request, application, step, now, checked=True)
    reports.submit(application=application, at=now)
    messages.success(request, _("Thank you. We have your report."))
    return redirect(page(request.link, "portal:my"))


def _show(
    request: LinkRequest,
    application: Application,
    step: Step,
    now: datetime,
    *,
    checked: bool = False,
    mine: dict[str, str] | None = None,
    theirs: dict[str, str] | None = None,
) -> HttpResponse:
    """The page; `mine` and `theirs` are the answers that two pages changed at once."""
    kept = answered(application, step)
    form = step.form({**kept, **(mine or {})}, checked=checked)
    visit: Any = application.visit
    today = application.programme.office.today(now)
    due_on = reports.due_on(visit)
    context = {
        "application": application,
        "form": form,
        "fields": [(form[name], (theirs or {}).get(name)) for name in step.fields],
        "shown": json.dumps({name: digest(one) for name, one in kept.items()}),
        "theirs": theirs,
        "answered": reports.in_words(application, step),
        "may_write": reports.is_over(visit, today),
        "due_on": due_on,
        "is_late": due_on is not None and due_on < today,
    }
    return render(request, "portal/report.html", context)

"""A delegate's own page, once the office has decided: what comes, what is missing, what is kept."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegates import intake
from delegates.models import Application, Visit
from investors import agenda
from itpo.office import downloads
from itpo.office.agenda import agenda_of
from itpo.office.models import PersonalLink
from itpo.office.states import NotPossible
from itpo.portal.addresses import page
from itpo.portal.calendar_file import calendar_file
from itpo.portal.forms import WithdrawForm
from itpo.portal.my_page import (
    accepted,
    application_of,
    material_of,
    my_page,
    next_words,
    papers_of,
)
from itpo.portal.opening import LinkRequest, opens

OWN = PersonalLink.Purpose.APPLICATION
State = Application.State
# Whoever waits, was told no or has withdrawn is told so; before that there is only the form.
TOLD = frozenset({State.WAITING_LIST, State.OFFERED, State.DECLINED, State.WITHDRAWN})


@opens(OWN)
@require_safe
def my(request: LinkRequest) -> HttpResponse:
    """The page of who was accepted; of who was not, where they stand."""
    application = application_of(request.link)
    if application.state in TOLD:
        context = {"application": application, "programme": application.programme}
        return render(request, "portal/status.html", context)
    if application.state != State.ACCEPTED:
        return redirect(page(request.link, "portal:application"))
    shown = my_page(application, request.link, timezone.now())
    return render(request, "portal/my.html", {"my": shown, "next_words": next_words(shown)})


@opens(OWN)
@require_safe
def my_calendar(request: LinkRequest) -> HttpResponse:
    """The agenda, for one's own calendar."""
    visit = _visit(request.link)
    entries = agenda_of(visit, request.link)
    name = _("Visit to %(office)s") % {"office": visit.office}
    content = calendar_file(entries, office=visit.office, name=name, at=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    filename = f"{slugify(visit.office.name) or 'visit'}-agenda.ics"
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


@opens(OWN)
@require_safe
def my_paper(request: LinkRequest, pk: int) -> FileResponse:
    """One of the papers about one's own visit."""
    return downloads.of(get_object_or_404(papers_of(accepted(request.link)), pk=pk).document)


@opens(OWN)
@require_safe
def my_material(request: LinkRequest, pk: int) -> FileResponse:
    """What was handed out at a session of one's own programme."""
    return downloads.of(get_object_or_404(material_of(accepted(request.link)), pk=pk).material)


@opens(OWN)
@require_POST
def my_offer(request: LinkRequest) -> HttpResponse:
    """Take the seat that is kept."""
    try:
        intake.take_offer(application=application_of(request.link), at=timezone.now())
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Thank you. We have your yes and will write to you."))
    return redirect(page(request.link, "portal:my"))


@opens(OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def my_withdrawal(request: LinkRequest) -> HttpResponse:
    """Ask once more, and then take the application back."""
    application = application_of(request.link)
    if State.WITHDRAWN not in intake.MOVES[State(application.state)]:
        return redirect(page(request.link, "portal:my"))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        because = form.cleaned_data["because"]
        try:
            agenda.withdraw_and_cancel(application=application, at=timezone.now(), because=because)
        except NotPossible as error:
            form.add_error(None, str(error))
        else:
            return redirect(page(request.link, "portal:my"))
    return render(request, "portal/withdraw.html", {"application": application, "form": form})


def _visit(link: PersonalLink) -> Visit:
    """The visit of who was accepted. 404 where there is none."""
    visit = accepted(link).visit
    if visit is None:
        raise Http404
    return visit

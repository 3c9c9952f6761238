"""The papers of a visit and of a programme: looking at them, issuing and sending them."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from delegates import papers
from delegates.models import Paper, Programme, Visit
from delegates.papers import rows
from itpo.office.downloads import download
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.sheet_views import sheets_for
from itpo.office.states import NotPossible

SHOWN = 100


@require_safe
def visit_papers(request: OfficerRequest, pk: int) -> HttpResponse:
    """Every paper about one visit, in every language, and whether it still agrees."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).for_papers(), pk=pk)
    issued = issued_papers(request, visit=visit)
    context = {
        "visit": visit,
        "rows": rows.of_a_visit(visit, issued),
        "issued": issued,
        "may_change": request.user.may_change,
        **sheets_for(visit),
    }
    return render(request, "delegates/visit_papers.html", context)


@require_safe
def programme_papers(request: OfficerRequest, pk: int) -> HttpResponse:
    """The papers about everybody in a programme, and those to the agencies it invites."""
    found = Programme.objects.visible_to(request.user).select_related("office")
    programme = get_object_or_404(found.prefetch_related("themes"), pk=pk)
    about = Q(programme=programme) | Q(visit__programme=programme)
    issued = issued_papers(request, about | Q(invitation__programme=programme))
    visits = Visit.objects.visible_to(request.user).filter(programme=programme).for_papers()
    came = visits.filter(state__in=[Visit.State.RUNNING, Visit.State.COMPLETED])
    invited = programme.invitations.select_related("agency__country", "link")
    asked = list(invited.order_by("agency__name", "pk")[:SHOWN])
    for invitation in asked:
        invitation.programme = programme  # with its themes and its office
    context = {
        "programme": programme,
        "lists": rows.lists(programme, issued),
        "invitations": rows.invitations(asked, issued),
        "certificates": rows.certificates(came.newest_first()[:SHOWN], issued),
        "may_change": request.user.may_change,
        **sheets_for(programme),
    }
    return render(request, "delegates/programme_papers.html", context)


@require_safe
def preview_paper(
    request: OfficerRequest, about: str, pk: int, kind: str, language: str
) -> HttpResponseBase:
    """The paper as it would be issued now; nothing is kept."""
    thing = _about(request, about, pk, kind, language)
    try:
        pdf = papers.preview(kind=kind, about=thing, language=language, at=timezone.now())
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect(_page_of(thing))
    name = f"{papers.made(kind, thing).titles[language]}.pdf"
    return download(BytesIO(pdf), name=name, content_type="application/pdf")


@require_POST
@may_change
def issue_paper(
    request: OfficerRequest, about: str, pk: int, kind: str, language: str
) -> HttpResponse:
    """Issue a paper, and keep it as it is now."""
    thing = _about(request, about, pk, kind, language)
    at = timezone.now()
    try:
        paper = papers.issue(kind=kind, about=thing, language=language, by=request.user, at=at)
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Issued: %(paper)s") % {"paper": paper.document.title})
    return redirect(_page_of(thing))


@require_POST
@may_change
def send_paper(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write to whom a paper is about that it is there."""
    rows_seen = Paper.objects.visible_to(request.user)
    paper = get_object_or_404(rows_seen.select_related("visit", "programme", "invitation"), pk=pk)
    try:
        count = papers.send(paper=paper, by=request.user, at=timezone.now())
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        said = ngettext("%(count)s mail is on its way.", "%(count)s mails are on their way.", count)
        messages.success(request, said % {"count": count})
    return redirect(_page_of(paper.visit or paper.programme or paper.invitation))


@require_POST
@may_change
def issue_certificates(request: OfficerRequest, pk: int) -> HttpResponse:
    """A certificate for everybody who has come and has none, in the language each reads."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    visits = Visit.objects.visible_to(request.user).filter(programme=programme).for_papers()
    came = visits.filter(state__in=[Visit.State.RUNNING, Visit.State.COMPLETED])
    at, made = timezone.now(), 0
    for visit in came.exclude(papers__kind=Paper.Kind.CERTIFICATE).order_by("pk"):
        language = visit.delegate.language
        try:
            papers.issue(
                kind=Paper.Kind.CERTIFICATE, about=visit, language=language, by=request.user, at=at
            )
        except NotPossible as error:
            messages.error(request, f"{visit.delegate}: {error}")
        else:
            made += 1
    said = ngettext("%(count)s certificate is issued.", "%(count)s certificates are issued.", made)
    messages.success(request, said % {"count": made})
    return redirect("delegates:programme-papers", programme.pk)


def issued_papers(request: OfficerRequest, *where: Q, **about: Any) -> Sequence[Paper]:
    """The papers issued about something, the newest first."""
    found = Paper.objects.visible_to(request.user).filter(*where, **about)
    return list(found.select_related("document", "issued_by").newest_first())


def _about(request: OfficerRequest, about: str, pk: int, kind: str, language: str) -> Any:
    """What a paper is about. Raises Http404 where there is none such, or in no such language."""
    model = papers.model_named(about, kind, language)
    if model is None:
        raise Http404
    return get_object_or_404(model.objects.visible_to(request.user), pk=pk)


def _page_of(thing: Any) -> str:
    """The page on which its papers stand."""
    return papers.subjects[type(thing)].page(thing)

"""The applications: reading, deciding, opening again, and all of a programme side by side."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delegates import intake, reviews, seats, selection
from delegates.decision_forms import DecisionForm, NoteForm, ReopenForm, ScoreForm, decisions_on
from delegates.lists import APPLICATIONS
from delegates.models import Application, Programme
from delegates.questionnaire import Asked, Missing, asked_by
from delegates.views.links import about_link
from itpo.office.forms import add_refusal
from itpo.office.listing import show_list
from itpo.office.pages import around
from itpo.office.requests import OfficerRequest, may_change, may_decide, row_number
from itpo.office.states import NotPossible

State = Application.State


@require_safe
def application_list(request: OfficerRequest) -> HttpResponseBase:
    rows = Application.objects.visible_to(request.user)
    rows = rows.select_related("programme", "agency__country")
    return show_list(request, APPLICATIONS, rows, "delegates/application_list.html")


@require_safe
def application(request: OfficerRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


@require_POST
@may_change
def application_score(request: OfficerRequest, pk: int) -> HttpResponse:
    """Keep what its reader gives for each criterion."""
    found = _found(request, pk)
    given = selection.reading_of(found)
    form = ScoreForm(request.POST, reading=given, reader=request.user)
    if form.is_valid():
        try:
            reviews.score(application=found, points=form.points(), by=request.user)
        except NotPossible as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Your points are kept."))
            return redirect(found)
    return _page(request, found, score_form=form)


@require_POST
@may_change
def application_note(request: OfficerRequest, pk: int) -> HttpResponse:
    """Keep a note about an application."""
    found = _found(request, pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        reviews.note(application=found, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Your note is kept."))
        return redirect(found)
    return _page(request, found, note_form=form)


@require_http_methods(["GET", "POST"])
@may_decide
def application_decide(request: OfficerRequest, pk: int) -> HttpResponse:
    """Accept, put on the waiting list, or decline; who may be the same person stands first."""
    found = _found(request, pk)
    if not decisions_on(found):
        told = _("The application is “%(state)s”: there is nothing to decide.")
        messages.error(request, told % {"state": found.get_state_display()})
        return redirect(found)
    duplicates = intake.duplicates_of(found, request.user)
    programme = found.programme
    form = DecisionForm(
        request.POST or None,
        viewer=request.user,
        application=found,
        duplicates=duplicates,
        initial={
            "begins": programme.begins,
            "ends": programme.ends,
            "officer": programme.officer_id,
        },
    )
    if form.is_valid():
        try:
            _decide(request, found, form)
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Decided.") + " " + _who_is_told(found))
            return redirect(found)
    context = {
        "application": found,
        "form": form,
        "duplicates": duplicates,
        "reading": selection.reading_of(found),
        "seats_left": seats.free(programme, but=found),
    }
    return render(request, "delegates/decide.html", context)


def _who_is_told(application: Application) -> str:
    """Whether there is an address that a mail could go to."""
    if Application.objects.filter(pk=application.pk, link=None).exists():
        return _("There is no address to write to: tell them, or who named them, yourself.")
    return _("Whoever applied is told by mail.")


@require_POST
@may_decide
def application_rank(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give an application another place on the waiting list."""
    found = _found(request, pk)
    place = row_number(request.POST.get("rank", ""))
    if found.state != State.WAITING_LIST or place is None or place > selection.MOST:
        messages.error(request, _("Write a place on the waiting list, such as 1."))
        return redirect("delegates:selection", found.programme_id)
    try:
        intake.put_on_waiting_list(
            application=found, rank=place, by=request.user, at=timezone.now()
        )
    except NotPossible as error:  # decided by somebody else a moment ago
        messages.error(request, str(error))
    else:
        messages.success(request, _("The waiting list is in its new order."))
    return redirect("delegates:selection", found.programme_id)


@require_http_methods(["GET", "POST"])
@may_change
def application_reopen(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let whoever applied change their form again."""
    found = _found(request, pk)
    form = ReopenForm(request.POST or None)
    if form.is_valid():
        try:
            intake.reopen(
                application=found, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except NotPossible as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The form is open again.") + " " + _who_is_told(found))
            return redirect(found)
    return render(request, "delegates/reopen.html", {"application": found, "form": form})


@require_safe
def selection_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """All applications to a programme side by side."""
    rows = Programme.objects.visible_to(request.user)
    programme = get_object_or_404(rows, pk=pk)
    compared = selection.side_by_side(programme, asked_by(programme), request.user)
    held = seats.held(programme)
    context = {
        "programme": programme,
        "compared": compared,
        "criteria": compared[0].reading.rows if compared else [],
        "most": compared[0].reading.most if compared else 0,
        "held": held,
        "seats_left": None if programme.seats is None else max(programme.seats - held, 0),
        "may_decide": request.user.may_change and request.user.sees_restricted,
    }
    return render(request, "delegates/selection.html", context)


def _found(request: OfficerRequest, pk: int) -> Application:
    rows = Application.objects.visible_to(request.user).select_related(
        "programme__officer",
        "agency__country",
        "delegate",
        "decided_by",
        "visit",
        "link__revoked_by",
    )
    found: Application = get_object_or_404(rows, pk=pk)
    return found


def _page(request: OfficerRequest, found: Application, **forms: Any) -> HttpResponse:
    """The page of an application; with a form on it that was not right."""
    user = request.user
    asked = asked_by(found.programme)
    given = selection.reading_of(found)
    sent, said = selection.sent_and_said(found, user)
    page = around(found, request)
    is_read = found.state in reviews.READ_IN
    context = {
        "application": found,
        "programme": found.programme,
        "answers": asked.in_words(found),
        "missing": _unanswered(asked, found) if found.is_open else [],
        "sent": sent,
        "reading": given,
        "is_read": is_read,
        "score_form": ScoreForm(reading=given, reader=user),
        "note_form": NoteForm(),
        "said": said,
        "may_decide": user.may_change and user.sees_restricted,
        "can_be_decided": bool(decisions_on(found)),
        "can_be_withdrawn": State.WITHDRAWN in intake.MOVES[State(found.state)],
        "can_be_reopened": found.is_open or State.STARTED in intake.MOVES[State(found.state)],
        **about_link(found, user),
        **page,
        **forms,
    }
    return render(request, "delegates/application.html", context)


def _unanswered(asked: Asked, found: Application) -> list[Missing]:
    """What is missing of the answers; files and passport have their own lists on the page."""
    return asked.missing(found, {one.pk for one in asked.documents}, has_passport=True)


def _decide(request: OfficerRequest, found: Application, form: DecisionForm) -> None:
    data, now = form.cleaned_data, timezone.now()
    words = {"reason": data["reason"], "told": data["told"]}
    if data["decision"] == State.ACCEPTED:
        intake.accept(
            application=found,
            delegate=form.person(),
            officer=data["officer"],
            begins=data["begins"],
            ends=data["ends"],
            by=request.user,
            at=now,
            **words,
        )
    elif data["decision"] == State.WAITING_LIST:
        intake.put_on_waiting_list(
            application=found, rank=data["rank"], by=request.user, at=now, **words
        )
    else:
        intake.decline(application=found, by=request.user, at=now, **words)

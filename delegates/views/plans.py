"""What a programme asks, offers and costs; and next year's made from it."""

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from delegates import asking, programmes
from delegates.models import (
    BudgetLine,
    Criterion,
    Programme,
    ProgrammePartner,
    Question,
    RequiredDocument,
    TrainingSession,
)
from itpo.office import budgets
from itpo.office.requests import OfficerRequest, may_change, row_number
from itpo.office.states import NotPossible

MOVED: dict[str, type[Model]] = {
    "question": Question,
    "document": RequiredDocument,
    "criterion": Criterion,
    "budget": BudgetLine,
}


@require_safe
def programme_asks(request: OfficerRequest, pk: int) -> HttpResponse:
    """The questions and documents of a programme, and what answers are judged by."""
    found = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    questions = list(Question.objects.visible_to(request.user).filter(programme=found).in_order())
    wanted = RequiredDocument.objects.visible_to(request.user).filter(programme=found)
    judged = Criterion.objects.visible_to(request.user).filter(programme=found)
    steps = [
        (label, [one for one in questions if one.step == step])
        for step, label in Question.Step.choices
    ]
    context = {
        "programme": found,
        "steps": [(label, asked) for label, asked in steps if asked],
        "documents": list(wanted.in_order()),
        "criteria": list(judged.in_order()),
        "may_change": request.user.may_change,
    }
    context["asks_nothing"] = not (questions or context["documents"] or context["criteria"])
    return render(request, "delegates/programme_asks.html", context)


@require_safe
def programme_plan(request: OfficerRequest, pk: int) -> HttpResponse:
    """The partners, sessions and budget of a programme."""
    found = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    partners = ProgrammePartner.objects.visible_to(request.user).filter(programme=found)
    sessions = TrainingSession.objects.visible_to(request.user).filter(programme=found)
    lines = BudgetLine.objects.visible_to(request.user).filter(programme=found)
    budget = list(lines.select_related("paid_by").in_order())
    context = {
        "programme": found,
        "partners": partners.select_related("partner").order_by("role", "partner__name", "pk"),
        "sessions": sessions.with_attendance().select_related("partner").in_order(),
        "budget": budget,
        "totals": budgets.totals(budget),
        "may_change": request.user.may_change,
    }
    return render(request, "delegates/programme_plan.html", context)


@require_POST
@may_change
def programme_copy(request: OfficerRequest, pk: int) -> HttpResponse:
    """Make next year's programme from this one."""
    found = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    try:
        new = programmes.copy(programme=found, by=request.user, at=timezone.now())
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    messages.success(request, _("Copied. Look through the dates, then open the call."))
    return redirect(new)


@require_POST
@may_change
def programme_ask_usual(request: OfficerRequest, pk: int) -> HttpResponse:
    """Have a programme that asks nothing yet ask the usual."""
    found = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    try:
        programmes.ask_the_usual(programme=found, by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("delegates:programme-asks", found.pk)


@require_POST
@may_change
def programme_move_up(request: OfficerRequest, pk: int) -> HttpResponse:
    """Have one of a programme's questions, documents, criteria or budget lines stand higher."""
    found = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    kind = request.POST.get("kind", "")
    asking.move_up(thing=_one_of(found, kind, request.POST.get("row", "")), by=request.user)
    page = "delegates:programme-plan" if kind == "budget" else "delegates:programme-asks"
    return redirect(page, found.pk)


def _one_of(programme: Programme, kind: str, typed: str) -> Any:
    """The row of a programme a button names. Raises Http404."""
    model, number = MOVED.get(kind), row_number(typed)
    if model is None or number is None:
        raise Http404
    return get_object_or_404(model._default_manager, pk=number, programme=programme)

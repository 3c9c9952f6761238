"""Asking a company whether our help was needed, and what is done with its answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deals import claims, confirmations
from deals.confirmation_forms import AskForm
from deals.confirming_form import ConfirmForm
from deals.models import Confirmation, ConfirmedFigure, Deal
from itpo.office.forms import add_refusal
from itpo.office.models import PersonalLink
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import NotPossible


@require_http_methods(["GET", "POST"])
@may_change
def ask(request: OfficerRequest, pk: int) -> HttpResponse:
    """Choose whom to ask about what; look at the page they will get; send it."""
    seen = Deal.objects.visible_to(request.user).select_related("office", "country")
    found = get_object_or_404(seen, pk=pk)
    form = AskForm(request.POST or None, deal=found)
    context = {"deal": found, "form": form, "helper": form.helper}
    if form.is_valid() and "change" not in request.POST:
        data = form.cleaned_data
        try:
            if "send" not in request.POST:
                context |= _preview(found, data, request)
                return render(request, "deals/ask_preview.html", context)
            made = confirmations.ask(deal=found, by=request.user, at=timezone.now(), **data)
        except (NotPossible, ValidationError) as error:
            add_refusal(form, error)
        else:
            told = _("The request is on its way to %(to)s.") % {"to": made.link.email}
            messages.success(request, told)
            return redirect(f"{found.get_absolute_url()}#confirmations")
    return render(request, "deals/ask.html", context)


@require_POST
@may_change
def confirmation_remind(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send somebody who has not answered another address."""
    return _with(request, pk, confirmations.remind, _("The reminder is on its way."))


@require_POST
@may_change
def confirmation_call_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """Have the link of a request open no more."""
    return _with(request, pk, confirmations.call_back, _("Called back. The link opens no more."))


@require_POST
@may_change
def confirmed_verify(request: OfficerRequest, pk: int) -> HttpResponse:
    """Verify a figure on what its company said of it."""
    rows = ConfirmedFigure.objects.visible_to(request.user)
    found = get_object_or_404(rows.select_related("confirmation", "claim", "recorded_as"), pk=pk)
    claim = found.recorded_as or found.claim
    try:
        confirmations.verify_on(figure=found, claim=claim, by=request.user, at=timezone.now())
    except (NotPossible, claims.NotVerifiable) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Verified."))
    return redirect(claim)


def _with(
    request: OfficerRequest, pk: int, verb: Callable[..., Confirmation], done: str
) -> HttpResponse:
    rows = Confirmation.objects.visible_to(request.user).select_related("deal")
    found = get_object_or_404(rows, pk=pk)
    try:
        verb(confirmation=found, by=request.user, at=timezone.now())
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(f"{found.deal.get_absolute_url()}#confirmations")


def _preview(deal: Deal, data: dict[str, Any], request: OfficerRequest) -> dict[str, Any]:
    """The page as the company will see it; raises NotPossible where nobody can be asked."""
    contact = data["contact"]
    if why := confirmations.why_not(deal, contact, contact):
        raise NotPossible(why, "contact")
    language = data["language"] or confirmations.language_for(contact)
    draft = Confirmation(
        deal=deal,
        contact=contact,
        called=data["called"],
        asked_by=request.user,
        link=PersonalLink(office=deal.office, email=contact.email, language=language),
    )
    figures = [ConfirmedFigure(claim=claim) for claim in data["claims"]]
    return {
        **confirmations.page_of(draft, ConfirmForm(confirmation=draft, figures=figures)),
        "language": language,
        "claims": data["claims"],
    }

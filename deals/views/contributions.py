"""What helped a deal: what the chain proposes, and what a person says of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deals import contributions
from deals.help_forms import HelpForm
from deals.models import Confirmation, Contribution, Deal
from deals.models.contributions import WAYS
from deals.proposals import MOST, Proposal, key_of, proposals
from itpo.office.forms import add_refusal
from itpo.office.requests import OfficerRequest, may_change, row_number
from itpo.office.states import NotPossible

MODELS = {way: model for model, way in WAYS.items()}


@require_safe
def help_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """What may have helped a deal, what did, and what did not."""
    return _page(request, _find(request, pk))


@require_POST
@may_change
def help_answer(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say of one thing that it helped a deal, and how; or that it did not."""
    deal = _find(request, pk)
    thing = _thing(request, request.POST.get("of", ""))
    form = HelpForm(
        request.POST,
        prefix=key_of(thing),
        helped=request.POST.get("answer") != "no",
        answers=_answers(request, deal),
    )
    if form.is_valid():
        try:
            _take(request, deal, thing, form)
        except NotPossible as error:
            add_refusal(form, error)
        else:
            return redirect("deals:help", deal.pk)
    return _page(request, deal, form)


def _take(request: OfficerRequest, deal: Deal, thing: Any, form: HelpForm) -> None:
    """Do what the form says. Raises NotPossible."""
    data = form.cleaned_data
    told = {
        "deal": deal,
        "thing": thing,
        "evidence_url": data["evidence_url"],
        "by": request.user,
        "at": timezone.now(),
    }
    if form.helped:
        said = {name: data[name] for name in ("role", "strength", "evidence")}
        contributions.accept(**said, **told)
        messages.success(request, _("Accepted."))
    else:
        contributions.dismiss(because=data["evidence"], **told)
        messages.success(request, _("Noted: it did not help. It is not proposed again."))


def _find(request: OfficerRequest, pk: int) -> Deal:
    seen = Deal.objects.visible_to(request.user).select_related("country", "office")
    found: Deal = get_object_or_404(seen, pk=pk)
    return found


def _thing(request: OfficerRequest, key: str) -> Any:
    """What a form is about, as its page called it, if the user may see it. Raises Http404."""
    way, _dash, number = key.partition("-")
    if way not in MODELS or row_number(number) is None:
        raise Http404
    rows: Any = MODELS[way]._default_manager
    return get_object_or_404(rows.visible_to(request.user), pk=row_number(number))


def _answers(request: OfficerRequest, deal: Deal) -> Any:
    """What the deal's companies have answered, the latest first."""
    seen = Confirmation.objects.visible_to(request.user).filter(deal=deal)
    return seen.exclude(answered_at=None).order_by("-answered_at", "-pk")


def _page(request: OfficerRequest, deal: Deal, typed: HelpForm | None = None) -> HttpResponse:
    """The page, with the form that was sent and refused in its place."""
    rows = Contribution.objects.visible_to(request.user).filter(deal=deal)
    known = list(rows.with_things().in_order())
    waiting = [one for one in known if one.accepted_at is None]
    found = proposals(deal, request.user, deal.stage_changes.all(), waiting)
    shown = found[:MOST]
    if typed is not None and typed.prefix not in {one.key for one in shown}:
        # Somebody was quicker, or it is no longer proposed: then there is no place for the form.
        for sentence in (one for several in typed.errors.values() for one in several):
            messages.error(request, str(sentence))
        return redirect("deals:help", deal.pk)
    answers = list(_answers(request, deal)) if found else []
    context = {
        "deal": deal,
        "proposed": [(one, _form(one, typed, answers)) for one in shown],
        "count": len(found),
        "helped": [one for one in known if one.has_helped],
        "dismissed": [one for one in known if one.is_dismissed],
        "typed": typed,
        "may_change": request.user.may_change,
    }
    return render(request, "deals/help.html", context)


def _form(one: Proposal, typed: HelpForm | None, answers: list[Confirmation]) -> HelpForm:
    """The form of one proposal: as it was sent, or with what is known."""
    if typed is not None and typed.prefix == one.key:
        return typed
    initial: dict[str, Any] = {"role": one.role}
    if row := one.written:
        names = ("strength", "evidence", "evidence_url")
        initial |= {name: getattr(row, name) for name in names}
    return HelpForm(prefix=one.key, initial=initial, answers=answers)

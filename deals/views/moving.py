"""Moving deals: on and back, to their end and up again, and what a gate asks for on the way."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deals import expansions, gates, pipeline
from deals.forms import ReviveForm, StatusForm
from deals.models import Deal, Fact, Stage, Status
from deals.models.deals import ENDED
from deals.move_forms import MoveForm
from itpo.office.forms import add_refusal, laid_out
from itpo.office.pages import local
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import NotPossible


@require_http_methods(["GET", "POST"])
@may_change
def move(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a deal to the next stage or back; what is missing on the way is filled in here.

    `?to=` names the stage to go to, `?next=` the page to come back to.
    """
    found = _find(request, pk)
    here, asked = Stage(found.stage), _asked(request)
    to = pipeline.toward(here, asked) if asked else None
    is_back = to is not None and to != here and list(Stage).index(to) < list(Stage).index(here)
    form = MoveForm(
        request.POST or None,
        viewer=request.user,
        stages=sorted(pipeline.MOVES[here], key=list(Stage).index, reverse=True),
        stage=found.stage,
        facts=[] if is_back else gates.missing(found),
        initial={"shown": found.stage, "to": to, "next": request.GET.get("next", "")},
    )
    if form.is_valid() and _move(request, found, form):
        messages.success(request, _("The deal has moved."))
        after = form.cleaned_data["next"] or request.GET.get("next", "")
        return redirect(local(request, after) or found)
    context = {
        "deal": found,
        "form": form,
        "helper": form.helper,
        "asked": asked if asked not in {to, here} else None,
        "to": to,
        "back": local(request, request.GET.get("next", "")) or found.get_absolute_url(),
    }
    return render(request, "deals/move.html", context)


def _asked(request: OfficerRequest) -> Stage | None:
    """The stage the address names, if it is one."""
    with suppress(ValueError):
        return Stage(request.GET.get("to", ""))
    return None


def _move(request: OfficerRequest, deal: Deal, form: MoveForm) -> bool:
    """Fill in and move, or write nothing and say why beside the fields."""
    data = form.cleaned_data
    at = timezone.now()
    try:
        with transaction.atomic():
            gates.fill(
                deal=deal, facts=form.answers, undisclosed=form.withheld, by=request.user, at=at
            )
            pipeline.move(
                deal=deal,
                to=Stage(data["to"]),
                by=request.user,
                at=at,
                happened=data["happened"],
                reason=data["reason"],
                seen=Stage(data["shown"]) if data["shown"] in Stage else None,
                passed_because=data["passed_because"],
            )
    except gates.Incomplete as error:
        form.add_error(None, str(error))
        form.lack(error.missing)
    except NotPossible as error:
        form.refuse(error.field, str(error))
    except pipeline.CannotTakeOver as error:
        form.refuse(Fact.OWNER, str(error))
    except pipeline.MoveNotAllowed as error:
        add_refusal(form, error)
    return not form.errors


@require_http_methods(["GET", "POST"])
@may_change
def status(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say how a deal is doing: ongoing, delayed, dormant; or that it is lost or given up."""
    found = _find(request, pk)
    form = StatusForm(request.POST or None, initial={"to": found.status})
    if form.is_valid():
        data = form.cleaned_data
        to, reason = Status(data["to"]), data["reason"]
        told: dict[str, Any] = {"deal": found, "by": request.user, "at": timezone.now()}
        try:
            if to in ENDED or data["lost_to"]:
                pipeline.end(as_=to, because=reason, lost_to=data["lost_to"], **told)
            else:
                pipeline.change_status(to=to, reason=reason, **told)
        except pipeline.MoveNotAllowed as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Noted: %(status)s.") % {"status": to.label.lower()})
            return redirect(found)
    context = {"deal": found, "form": form, "helper": laid_out("to", "reason", "lost_to")}
    return render(request, "deals/status.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def revive(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a deal that was lost or given up up again."""
    found = _find(request, pk)
    form = ReviveForm(request.POST or None)
    if form.is_valid():
        try:
            pipeline.revive(
                deal=found,
                by=request.user,
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except pipeline.MoveNotAllowed as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("It is taken up again, where it stood."))
            return redirect(found)
    return render(
        request, "deals/revive.html", {"deal": found, "form": form, "helper": laid_out("reason")}
    )


@require_safe
@may_change
def expand(request: OfficerRequest, pk: int) -> HttpResponse:
    """The form of a new deal that expands this one, with what is known of it already."""
    found = _find(request, pk)
    try:
        known = expansions.known_of(found)
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect(found)
    return redirect(f"{reverse('desk:add', args=['deals.deal'])}?{urlencode(known, doseq=True)}")


@require_POST
@may_change
def withhold(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say that a fact cannot be disclosed, or that it can after all."""
    found = _find(request, pk)
    with suppress(ValueError):
        fact = Fact(request.POST.get("fact", ""))
        try:
            if request.POST.get("take_back"):
                gates.take_back(deal=found, fact=fact, by=request.user)
            else:
                gates.say_undisclosed(
                    deal=found,
                    fact=fact,
                    because=request.POST.get("because", ""),
                    by=request.user,
                    at=timezone.now(),
                )
        except NotPossible as error:
            messages.error(request, str(error))
    return redirect(found)


def _find(request: OfficerRequest, pk: int) -> Deal:
    found: Deal = get_object_or_404(Deal.objects.visible_to(request.user), pk=pk)
    return found

"""The figures: what was said, who checked it, and what no longer stands."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deals import claims, confirmations
from deals.beside import side_by_side
from deals.converting import converted
from deals.forms import VerifyForm, WithdrawForm
from deals.lists import CLAIMS
from deals.models import Claim, Verification
from deals.recorders import with_recorder
from itpo.office import downloads
from itpo.office.forms import laid_out
from itpo.office.listing import show_list
from itpo.office.pages import around
from itpo.office.requests import OfficerRequest, may_change
from itpo.office.states import NotPossible

MOST = 60  # figures side by side on one page
ABOUT = ("deal", "mission", "event", "programme", "visit__delegate", "institution")


@require_safe
def claim_list(request: OfficerRequest) -> HttpResponseBase:
    rows = with_recorder(Claim.objects.visible_to(request.user)).select_related(*ABOUT)
    return show_list(request, CLAIMS, rows, "deals/claim_list.html")


@require_safe
def claim(request: OfficerRequest, pk: int) -> HttpResponse:
    """One figure: what was said, by whom, who checked it, and what else is said."""
    return _one(request, _find(request, pk))


@require_POST
@may_change
def verify(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say that a figure of somebody else's was checked, and on what evidence."""
    return _check(request, pk, confirmations.verify, _("Verified."))


@require_POST
@may_change
def check_again(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say that a verified figure is still true, and on what evidence."""
    return _check(request, pk, confirmations.check_again, _("Checked. It is still true."))


@require_POST
@may_change
def withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say that a figure no longer stands."""
    found = _find(request, pk)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        because = form.cleaned_data["because"]
        try:
            claims.withdraw(claim=found, by=request.user, at=timezone.now(), because=because)
        except NotPossible as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Withdrawn. It stays to be seen."))
        return redirect(found)
    return _one(request, found, withdraw_form=form)


@require_safe
def evidence(request: OfficerRequest, pk: int, check: int) -> FileResponse:
    """Hand out the file a check stands on to whoever sees the figure."""
    rows = Verification.objects.visible_to(request.user).exclude(evidence_file=None)
    found = get_object_or_404(rows.select_related("evidence_file"), pk=check, claim=pk)
    return downloads.of(found.evidence_file)


def _check(request: OfficerRequest, pk: int, verb: Callable[..., Claim], done: str) -> HttpResponse:
    found = _find(request, pk)
    form = VerifyForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            verb(claim=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error("file", error)
        except claims.NotVerifiable as error:
            # The page that is out of date has the form; the figure's page as it is now has none.
            messages.error(request, str(error))
            return redirect(found)
        else:
            messages.success(request, done)
            return redirect(found)
    return _one(request, found, verify_form=form)


def _find(request: OfficerRequest, pk: int) -> Claim:
    rows = with_recorder(Claim.objects.visible_to(request.user))
    found: Claim = get_object_or_404(rows.select_related(*ABOUT, "verified_by"), pk=pk)
    return found


def _one(
    request: OfficerRequest,
    found: Claim,
    verify_form: VerifyForm | None = None,
    withdraw_form: WithdrawForm | None = None,
) -> HttpResponse:
    beside = Claim.objects.visible_to(request.user).beside(found).reported_first()
    in_ours, rates = converted(found, request.user)
    context = {
        "claim": found,
        "converted": in_ours,
        "rates": rates,
        "beside": side_by_side(
            with_recorder(beside).select_related("verified_by", "institution")[:MOST]
        ),
        "checks": found.verifications.select_related("checked_by", "evidence_file").order_by(
            "-checked_at", "-pk"
        ),
        "confirmed": confirmations.evidence_for(found),
        "may_verify": claims.may_be_verified_by(found, request.user),
        "may_check_again": claims.may_be_checked_again_by(found, request.user),
        "verify_form": verify_form or VerifyForm(),
        "withdraw_form": withdraw_form or WithdrawForm(),
        "verify_helper": laid_out("evidence", "file"),
        "withdraw_helper": laid_out("because"),
        **around(found, request),
    }
    # What was checked or withdrawn stands; another figure is recorded beside it.
    context["may_be_edited"] &= not (found.is_verified or found.withdrawn_at)
    return render(request, "deals/claim.html", context)

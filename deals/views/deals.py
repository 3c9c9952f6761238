"""The deals, and moving them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deals import figures, pipeline
from deals.forms import MoveForm, StatusForm
from deals.lists import DEALS
from deals.models import Claim, Contribution, Deal, Stage, Status
from deals.models.deals import ENDED
from itpo.office.forms import laid_out
from itpo.office.joined import tags_of
from itpo.office.listing import show_list
from itpo.office.pages import around
from itpo.office.requests import OfficerRequest, may_change


@require_safe
def deal_list(request: OfficerRequest) -> HttpResponse:
    rows = Deal.objects.visible_to(request.user).with_names().with_next_step(request.user)
    return show_list(request, DEALS, rows, "deals/deal_list.html")


@require_safe
def deal(request: OfficerRequest, pk: int) -> HttpResponse:
    seen = Deal.objects.visible_to(request.user)
    found = get_object_or_404(
        seen.select_related("country", "owner", "parent").annotate(**tags_of(Deal)), pk=pk
    )
    claims = Claim.objects.visible_to(request.user).filter(deal=found)
    helped = Contribution.objects.visible_to(request.user).filter(deal=found).accepted()
    changes = list(found.stage_changes.select_related("changed_by").order_by("changed_at", "pk"))
    context = {
        "deal": found,
        "stages": figures.stages_of(found, changes),
        "changes": changes,
        "figures": figures.table(claims.select_related("recorded_by", "verified_by")),
        "contributions": helped.select_related(
            "visit__delegate", "mission", "meeting", "event", "accepted_by"
        ).order_by("pk"),
        "roles": found.company_roles.select_related("company").order_by("pk"),
        "family": seen.filter(figures.family_of(found)).order_by("pk"),
        **around(found, request),
    }
    return render(request, "deals/deal.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def move(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a deal to the next stage or back."""
    found = get_object_or_404(Deal.objects.visible_to(request.user), pk=pk)
    stages = sorted(pipeline.MOVES[Stage(found.stage)], key=list(Stage).index, reverse=True)
    form = MoveForm(
        request.POST or None, stages=stages, initial={"shown": found.stage}, stage=found.stage
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            pipeline.move(
                deal=found,
                to=Stage(data["to"]),
                by=request.user,
                at=timezone.now(),
                happened=data["happened"],
                reason=data["reason"],
            )
        except pipeline.MoveNotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The deal has moved."))
            return redirect(found)
    helper = laid_out("shown", "to", "happened", "reason")
    return render(request, "deals/move.html", {"deal": found, "form": form, "helper": helper})


@require_http_methods(["GET", "POST"])
@may_change
def status(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say how a deal is doing: ongoing, delayed, dormant; or that it is lost or given up."""
    found = get_object_or_404(Deal.objects.visible_to(request.user), pk=pk)
    form = StatusForm(request.POST or None, initial={"to": found.status})
    if form.is_valid():
        to, reason = Status(form.cleaned_data["to"]), form.cleaned_data["reason"]
        told = {"deal": found, "by": request.user, "at": timezone.now()}
        try:
            if to in ENDED:
                pipeline.end(as_=to, because=reason, **told)
            else:
                pipeline.change_status(to=to, reason=reason, **told)
        except pipeline.MoveNotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Noted: %(status)s.") % {"status": to.label.lower()})
            return redirect(found)
    context = {"deal": found, "form": form, "helper": laid_out("to", "reason")}
    return render(request, "deals/status.html", context)

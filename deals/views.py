"""Deals and their figures."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deals import figures, pipeline
from deals.forms import MoveForm
from deals.models import Claim, Contribution, Deal, Stage
from deals.models.claims import SUBJECTS
from itpo.office import chain
from itpo.office.forms import laid_out
from itpo.office.listing import page_of, words_of
from itpo.office.requests import OfficerRequest, may_change


@require_safe
def deal_list(request: OfficerRequest) -> HttpResponse:
    rows = Deal.objects.visible_to(request.user).matching(words_of(request))
    page = page_of(rows.with_parties().with_next_step(request.user).newest_first(), request)
    today = request.user.today(timezone.now())
    return render(request, "deals/deal_list.html", {"page": page, "today": today})


@require_safe
def deal(request: OfficerRequest, pk: int) -> HttpResponse:
    seen = Deal.objects.visible_to(request.user)
    found = get_object_or_404(seen.with_parties().select_related("parent"), pk=pk)
    claims = Claim.objects.visible_to(request.user).filter(deal=found)
    helped = Contribution.objects.visible_to(request.user).filter(deal=found).accepted()
    changes = list(found.stage_changes.select_related("changed_by").order_by("changed_at", "pk"))
    context = {
        "deal": found,
        "chain": chain.links(found, request.user),
        "stages": figures.stages_of(found, changes),
        "changes": changes,
        "figures": figures.table(claims.select_related("recorded_by", "verified_by")),
        "contributions": helped.select_related(
            "visit__delegate", "mission", "meeting", "event", "accepted_by"
        ).order_by("pk"),
        "family": seen.filter(figures.family_of(found)).order_by("pk"),
        "follow_ups": list(found.follow_ups.visible_to(request.user).open().most_urgent_first()),
        "today": request.user.today(timezone.now()),
    }
    return render(request, "deals/deal.html", context)


@require_http_methods(["GET", "POST"])
@may_change
def move(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a deal to the next stage or back."""
    found = get_object_or_404(Deal.objects.visible_to(request.user), pk=pk)
    stages = sorted(pipeline.MOVES[Stage(found.stage)], key=list(Stage).index, reverse=True)
    form = MoveForm(request.POST or None, stages=stages)
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
    context = {"deal": found, "form": form, "helper": laid_out("to", "happened", "reason")}
    return render(request, "deals/move.html", context)


@require_safe
def claim(request: OfficerRequest, pk: int) -> HttpResponse:
    """One figure: what was said, by whom, who checked it, and what else is said."""
    rows = Claim.objects.visible_to(request.user)
    found = get_object_or_404(
        rows.select_related(
            "deal", "mission", "event", "programme", "visit", "recorded_by", "verified_by"
        ),
        pk=pk,
    )
    same = {subject: getattr(found, f"{subject}_id") for subject in SUBJECTS}
    beside = rows.filter(metric=found.metric, **same)
    context = {
        "claim": found,
        "chain": chain.links(found, request.user),
        "others": beside.exclude(pk=found.pk).reported_first()[:20],
    }
    return render(request, "deals/claim.html", context)

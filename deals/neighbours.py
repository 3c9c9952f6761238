"""What the deals app knows: its places on the chain, and its panels on others' pages.

What leads from a visit, meeting or mission to a deal is a contribution that a person accepted.
"""

from decimal import Decimal
from typing import Any

from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from deals.models import Claim, Contribution, Deal
from delegates.models import Delegate, Visit
from investors.models import Company, Meeting, Mission
from itpo.office import chain
from itpo.office.chain import Step
from itpo.office.visibility import Viewer

# --- from anything to its deals ---------------------------------------------------------------


def contributions_of(thing: Any) -> Q:
    """Which contributions an object has a part in."""
    match thing:
        case Visit():
            return Q(visit=thing) | Q(meeting__visit=thing)
        case Mission():
            return Q(mission=thing) | Q(meeting__mission=thing)
        case Meeting():
            around = Q(visit=thing.visit_id) if thing.visit_id else Q(mission=thing.mission_id)
            return Q(meeting=thing) | (around if thing.visit_id or thing.mission_id else Q())
        case Delegate():
            sat_at = thing.meeting_places.values("meeting")
            return (
                Q(visit__delegate=thing) | Q(meeting__in=sat_at) | Q(meeting__visit__delegate=thing)
            )
    raise TypeError(f"Nothing leads from {thing!r} to a deal.")


def deals_of(thing: Any, viewer: Viewer) -> Any:
    deals = Deal.objects.visible_to(viewer)
    if isinstance(thing, Company):
        return deals.filter(pk__in=thing.deal_roles.values("deal"))
    if isinstance(thing, Claim):
        return deals.filter(pk=thing.deal_id)
    accepted = Contribution.objects.visible_to(viewer).accepted()
    return deals.filter(pk__in=accepted.filter(contributions_of(thing)).values("deal"))


def results_of(thing: Any, viewer: Viewer) -> Any:
    return Claim.objects.visible_to(viewer).verified().filter(deal__in=deals_of(thing, viewer))


def results_of_deal(deal: Deal, viewer: Viewer) -> Any:
    return Claim.objects.visible_to(viewer).verified().filter(deal=deal)


# --- from a deal back to where it came from ---------------------------------------------------


def helped(deals: Any, viewer: Viewer) -> Any:
    return Contribution.objects.visible_to(viewer).accepted().filter(deal__in=deals)


def visits_behind(deals: Any, viewer: Viewer) -> Any:
    ways = helped(deals, viewer)
    return Visit.objects.visible_to(viewer).filter(
        Q(pk__in=ways.values("visit")) | Q(pk__in=ways.values("meeting__visit"))
    )


def meetings_behind(deals: Any, viewer: Viewer) -> Any:
    return Meeting.objects.visible_to(viewer).filter(pk__in=helped(deals, viewer).values("meeting"))


def missions_behind(deals: Any, viewer: Viewer) -> Any:
    ways = helped(deals, viewer)
    return Mission.objects.visible_to(viewer).filter(
        Q(pk__in=ways.values("mission")) | Q(pk__in=ways.values("meeting__mission"))
    )


def delegates_behind(deals: Any, viewer: Viewer) -> Any:
    return Delegate.objects.visible_to(viewer).filter(
        Q(pk__in=visits_behind(deals, viewer).values("delegate"))
        | Q(meeting_places__meeting__in=meetings_behind(deals, viewer))
    )


BEHIND = {
    Step.DELEGATES: delegates_behind,
    Step.VISITS: visits_behind,
    Step.MEETINGS: meetings_behind,
    Step.MISSIONS: missions_behind,
}


def around(step: Step) -> chain.Neighbours:
    """The things of a step that helped the same deals as an object did."""

    def find(thing: Any, viewer: Viewer) -> Any:
        deals = [thing] if isinstance(thing, Deal) else deals_of(thing, viewer).values("pk")
        return BEHIND[step](deals, viewer)

    return find


# --- what is shown ----------------------------------------------------------------------------


def result_in_words(called: str) -> str:
    """`jobs|120.00|` becomes “120 Jobs”; the last part is the currency."""
    metric, value, currency = called.split("|")
    figure = f"{Decimal(value):,.0f}"
    return f"{figure} {currency or Claim.Metric(metric).label}"


def deal_in_words(deal: Deal) -> str:
    return f"{deal.title}, {deal.get_stage_display()}"


chain.place(Step.DEALS, Deal, label="title", url_name="deals:deal", describe=deal_in_words)
chain.place(
    Step.RESULTS,
    Claim,
    label=Concat("metric", Value("|"), Cast("value", CharField()), Value("|"), "currency"),
    url_name="deals:claim",
    say=result_in_words,
    related=("deal",),
    describe=lambda claim: f"{claim}, {claim.deal}",
)
for model in (Delegate, Visit, Meeting, Mission, Company):
    chain.neighbours(model, Step.DEALS, deals_of)
    chain.neighbours(model, Step.RESULTS, results_of)
chain.neighbours(Claim, Step.DEALS, deals_of)
chain.neighbours(Deal, Step.RESULTS, results_of_deal)
for step in BEHIND:
    chain.neighbours(Deal, step, around(step))
    chain.neighbours(Claim, step, around(step))
for model, step in (
    (Delegate, Step.MISSIONS),
    (Visit, Step.MISSIONS),
    (Meeting, Step.MISSIONS),
    (Meeting, Step.VISITS),
    (Mission, Step.VISITS),
    (Mission, Step.DELEGATES),
):
    chain.neighbours(model, step, around(step))
chain.subject(Deal)
chain.subject(Claim)


def deals_panel(thing: Any, viewer: Viewer) -> dict[str, Any]:
    """The deals an object belongs to or helped, newest first; at most fifty."""
    return {"deals": deals_of(thing, viewer).with_next_step().newest_first()[:50]}


for model in (Delegate, Visit, Meeting, Mission, Company):
    chain.panel(model, "deals/parts/deals.html", deals_panel, order=20)


def figures_panel(mission: Mission, viewer: Viewer) -> dict[str, Any]:
    """What was published about a mission, each figure with its source."""
    claims = Claim.objects.visible_to(viewer).filter(mission=mission).standing()
    return {"claims": claims.order_by("metric", "phase", "-value", "pk")}


chain.panel(Mission, "deals/parts/figures.html", figures_panel, order=15)

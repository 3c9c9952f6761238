"""What the deals app knows: its places on the chain, and its panels on others' pages.

What leads from a visit, meeting or mission to a deal is a contribution that a person accepted as
having helped.
"""

from decimal import Decimal
from typing import Any

from django.db.models import CharField, Model, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from deals import confidentiality, transfers
from deals.models import Claim, Contribution, Deal, Institution
from deals.totals.panels import totals_link
from delegates.models import Agency, Delegate, HostCountry, Programme, Visit
from investors.models import Company, Event, Meeting, Mission, Technology
from investors.neighbours import seated_at
from itpo.office import chain, partial_dates
from itpo.office.chain import Step, either
from itpo.office.visibility import Viewer

MOST_INSTITUTIONS = 50

# --- from anything to its deals ---------------------------------------------------------------


def contributions_of(thing: Any) -> list[Q]:
    """The ways in which contributions are an object's own."""
    match thing:
        case Visit():
            return [Q(visit=thing), Q(meeting__visit=thing)]
        case Mission():
            return [Q(mission=thing), Q(meeting__mission=thing)]
        case Meeting():
            ways = {"meeting": thing.pk, "visit": thing.visit_id, "mission": thing.mission_id}
            return [Q(**{way: pk}) for way, pk in ways.items() if pk]
        case Delegate():
            sat_at = thing.meeting_places.values("meeting")
            return [
                Q(visit__delegate=thing),
                Q(meeting__in=sat_at),
                Q(meeting__visit__delegate=thing),
            ]
        case Agency():
            return [Q(visit__agency=thing), Q(meeting__visit__agency=thing)]
        case Programme():
            return [Q(visit__programme=thing), Q(meeting__visit__programme=thing)]
        case Event():
            return [Q(event=thing), Q(meeting__event=thing)]
    raise TypeError(f"Nothing leads from {thing!r} to a deal.")


def deals_of(thing: Any, viewer: Viewer) -> Any:
    deals = Deal.objects.visible_to(viewer)
    if isinstance(thing, HostCountry):
        return deals.filter(country=thing)
    if isinstance(thing, Company):
        return deals.filter(pk__in=thing.deal_roles.values("deal"))
    if isinstance(thing, Deal | Claim):
        return deals.filter(pk=thing.pk if isinstance(thing, Deal) else thing.deal_id)
    # Whoever sees a deal sees what helped it, so that asking once, for the deals, is enough.
    ways = [helped().filter(way).values("deal") for way in contributions_of(thing)]
    return deals.filter(pk__in=either(*ways))


def results_of(thing: Any, viewer: Viewer) -> Any:
    """A deal's claims are seen by whoever sees the deal."""
    return Claim.objects.verified().filter(deal__in=deals_of(thing, viewer).values("pk"))


# --- from a deal back to where it came from ---------------------------------------------------


def helped() -> Any:
    return Contribution.objects.helped()


def visits_behind(deals: Any, viewer: Viewer) -> Any:
    ways = helped().filter(deal__in=deals)
    return Visit.objects.visible_to(viewer).filter(
        pk__in=either(ways.values("visit"), ways.values("meeting__visit"))
    )


def meetings_behind(deals: Any, viewer: Viewer) -> Any:
    ways = helped().filter(deal__in=deals)
    return Meeting.objects.visible_to(viewer).filter(pk__in=ways.values("meeting"))


def missions_behind(deals: Any, viewer: Viewer) -> Any:
    ways = helped().filter(deal__in=deals)
    return Mission.objects.visible_to(viewer).filter(
        pk__in=either(ways.values("mission"), ways.values("meeting__mission"))
    )


def delegates_behind(deals: Any, viewer: Viewer) -> Any:
    return Delegate.objects.visible_to(viewer).filter(
        pk__in=either(
            visits_behind(deals, viewer).values("delegate"),
            seated_at(meetings_behind(deals, viewer)),
        )
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
        return BEHIND[step](deals_of(thing, viewer).values("pk"), viewer)

    return find


def mission_of_claim(claim: Claim, viewer: Viewer) -> Any:
    return Mission.objects.visible_to(viewer).filter(pk=claim.mission_id)


def visit_of_claim(claim: Claim, viewer: Viewer) -> Any:
    return Visit.objects.visible_to(viewer).filter(pk=claim.visit_id)


# --- what is shown ----------------------------------------------------------------------------


def result_in_words(called: str) -> str:
    """`jobs|120.00|` becomes “120 jobs”; the last part is the currency."""
    metric, value, currency = called.split("|")
    figure = f"{Decimal(value):,.2f}".removesuffix(".00")
    return f"{figure} {currency or Claim.Metric(metric).label.lower()}"


def deal_in_words(deal: Deal) -> str:
    return f"{deal.title}, {deal.get_stage_display()}"


def claim_in_words(claim: Claim) -> str:
    return f"{claim}, {claim.about()}"


def claim_here(claim: Claim) -> str:
    """On its own page, a figure that is no verified result stands at the end of the chain too."""
    if claim.withdrawn_at:
        return _("%(figure)s, withdrawn") % {"figure": claim}
    return str(claim) if claim.is_verified else _("%(figure)s, not verified") % {"figure": claim}


chain.place(Step.DEALS, Deal, label="title", url_name="deals:deal", describe=deal_in_words)
chain.place(
    Step.RESULTS,
    Claim,
    label=Concat("metric", Value("|"), Cast("value", CharField()), Value("|"), "currency"),
    url_name="deals:claim",
    say=result_in_words,
    related=("deal",),
    describe=claim_in_words,
    here=claim_here,
)
UPSTREAM: list[type[Model]] = [
    Delegate,
    Visit,
    Meeting,
    Mission,
    Company,
    HostCountry,
    Agency,
    Programme,
    Event,
]
for model in UPSTREAM:
    chain.neighbours(model, Step.DEALS, deals_of)
    chain.neighbours(model, Step.RESULTS, results_of)
chain.neighbours(Claim, Step.DEALS, deals_of)
chain.neighbours(Deal, Step.RESULTS, results_of)
AROUND: list[tuple[type[Model], list[Step]]] = [
    (Delegate, [Step.MISSIONS]),
    (Visit, [Step.MISSIONS]),
    (Meeting, [Step.VISITS, Step.MISSIONS]),
    (Mission, [Step.DELEGATES, Step.VISITS, Step.MEETINGS]),
    *((model, list(BEHIND)) for model in (Company, Deal, Claim)),
]
for model, steps in AROUND:
    for step in steps:
        chain.neighbours(model, step, around(step))
chain.neighbours(Claim, Step.MISSIONS, mission_of_claim)
chain.neighbours(Claim, Step.VISITS, visit_of_claim)
chain.subject(
    Deal,
    is_restricted=lambda deal: deal.is_confidential,
    promised=lambda deal, follow_up: confidentiality.inherit(deal=deal, follow_up=follow_up),
    look_again=confidentiality.look_again,
)
chain.subject(
    Claim,
    is_restricted=lambda claim: claim.deal is not None and claim.deal.is_confidential,
    promised=lambda claim, follow_up: (
        claim.deal and confidentiality.inherit(deal=claim.deal, follow_up=follow_up)
    ),
    look_again=lambda claims: confidentiality.look_again(
        [claim.deal for claim in claims if claim.deal is not None]
    ),
)


def deals_panel(thing: Any, viewer: Viewer) -> dict[str, Any]:
    """The deals an object belongs to or helped, newest first; at most fifty.

    Several things may have helped the same deal: their figures are not added up across them.
    """
    deals = deals_of(thing, viewer).with_next_step(viewer).newest_first()
    are_helped = not isinstance(thing, HostCountry | Company)
    return {"deals": list(deals[:50]), "are_helped": are_helped}


def moments_of_deals(panel: dict[str, Any]) -> list[chain.Moment]:
    """Each deal, on the day it reached the stage it is in."""
    return [
        chain.Moment(
            deal.stage_since,
            partial_dates.day_shown(deal.stage_since) if deal.stage_since else "",
            deal.title,
            str(deal.get_stage_display()),
            deal.get_absolute_url(),
            "deal",
        )
        for deal in panel["deals"]
    ]


for model in UPSTREAM:
    chain.panel(model, "deals/parts/deals.html", deals_panel, order=20, moments=moments_of_deals)


def transfers_panel(technology: Technology, viewer: Viewer) -> dict[str, Any]:
    """The institutions that have a technology, with what counts of each."""
    rows = Institution.objects.visible_to(viewer).filter(technology=technology)
    shown = rows.select_related("deal", "technology").order_by("-pk")[:MOST_INSTITUTIONS]
    return {"rows": transfers.each(shown, viewer), "query": f"?technology={technology.pk}"}


def transfers_link(country: HostCountry, viewer: Viewer) -> dict[str, Any]:
    """Where the institutions of a country are listed: its page has no query to spare for them."""
    return {"rows": [], "query": f"?country={country.pk}"}


chain.panel(Technology, "deals/parts/transfers_panel.html", transfers_panel, order=25)
chain.panel(HostCountry, "deals/parts/transfers_panel.html", transfers_link, order=25)


def figures_panel(mission: Mission, viewer: Viewer) -> dict[str, Any]:
    """What was published about a mission, each figure with its source."""
    claims = Claim.objects.visible_to(viewer).filter(mission=mission).standing()
    return {"claims": claims.order_by("metric", "phase", "-value", "pk")}


chain.panel(Mission, "deals/parts/figures.html", figures_panel, order=15)

TOTALS = "deals/parts/totals_panel.html"
chain.panel(HostCountry, TOTALS, totals_link("country"), order=22)
chain.panel(Programme, TOTALS, totals_link("programme"), order=22)
chain.panel(Mission, TOTALS, totals_link("mission"), order=22)

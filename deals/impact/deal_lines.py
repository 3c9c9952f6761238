"""The deals of a report, each with its company, its figures and what helped it most."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Case, Exists, IntegerField, OuterRef, Subquery, Value, When
from django.utils.functional import Promise

from deals.claims import reported
from deals.impact import rows
from deals.impact.scope import Scope
from deals.models import Claim, Contribution, Deal, Stage
from itpo.office.listing import in_order
from itpo.office.visibility import Viewer

# The figures a report says of each deal; the others stand on its own page.
SAID = (Claim.Metric.JOBS, Claim.Metric.CAPITAL)


class DealLine(NamedTuple):
    """One deal. `figures` are the reported ones, phase by phase."""

    deal: Any
    figures: list[Claim]
    strongest: str | Promise


def in_report(scope: Scope, viewer: Viewer) -> Any:
    """The deals in the order of the report: the furthest first. Adds `strongest`."""
    helped = Contribution.objects.visible_to(viewer).helped().filter(deal=OuterRef("pk"))
    ranked = helped.annotate(rank=_rank()).order_by("-rank", "pk")
    found = rows.deals(scope, viewer).with_names()
    return found.annotate(strongest=Subquery(ranked.values("strength")[:1])).order_by(
        in_order(Stage, "stage").desc(), "-pk"
    )


def lines(deals: Iterable[Any]) -> list[DealLine]:
    """What is said of some deals. Whoever sees a deal sees its figures. One query."""
    deals = list(deals)
    claims: dict[int, list[Claim]] = defaultdict(list)
    for claim in Claim.objects.standing().filter(
        deal__in=[deal.pk for deal in deals], metric__in=SAID
    ):
        claims[claim.deal_id].append(claim)
    return [
        DealLine(
            deal,
            _in_order(one.claim for one in reported(claims[deal.pk]).values()),
            Contribution.Strength(deal.strongest).label if deal.strongest else "",
        )
        for deal in deals
    ]


def running_with_help(scope: Scope, viewer: Viewer) -> Any:
    """The operational deals we helped, but for those that only sum up their parts."""
    helped = Contribution.objects.visible_to(viewer).helped().filter(deal=OuterRef("pk"))
    parts = Deal.objects.visible_to(viewer).filter(
        parent=OuterRef("pk"), parent_relation=Deal.ParentRelation.PART
    )
    found = rows.deals(scope, viewer).filter(Exists(helped), stage=Stage.OPERATIONAL)
    return found.exclude(Exists(parts)).with_names().order_by("pk")


def _in_order(claims: Iterable[Claim]) -> list[Claim]:
    metrics, phases = Claim.Metric.values, Claim.Phase.values
    return sorted(
        claims, key=lambda one: (metrics.index(one.metric), phases.index(one.phase), one.pk)
    )


def _rank() -> Case:
    places = (
        When(strength=strength, then=Value(place))
        for place, strength in enumerate(Contribution.Strength.values)
    )
    return Case(*places, output_field=IntegerField())

"""Deals with figures, one inside another, for the tests of the roll-ups."""

from typing import Any

from deals.models import Claim, Deal
from deals.rollup import Figures, rolled_up
from tests.factories import ClaimFactory, DealFactory, VerifiedClaimFactory


def part_of(whole: Deal, relation: str = "part", **more: Any) -> Deal:
    deal: Deal = DealFactory(office=whole.office, parent=whole, parent_relation=relation, **more)
    return deal


def say(deal: Deal, value: Any, column: str = "planned", **more: Any) -> Claim:
    """Record a figure about a deal, jobs if nothing else is said, verified or not."""
    if column == "verified":
        claim: Claim = VerifiedClaimFactory(deal=deal, value=value, **more)
    else:
        claim = ClaimFactory(deal=deal, value=value, phase=column, **more)
    return claim


def sums_of(figures: Figures) -> dict[tuple[str, ...], Any]:
    """The sums of a group in one level: metric, column and, of money, currency."""
    return {
        (*key, currency) if currency else key: value
        for key, values in figures.values.items()
        for currency, value in values.items()
    }


def total(deals: Any = None) -> dict[tuple[str, ...], Any]:
    return sums_of(rolled_up(Deal.objects.all() if deals is None else deals)[""])


def by(key: str, deals: Any = None, **more: Any) -> dict[str, dict[tuple[str, ...], Any]]:
    groups = rolled_up(Deal.objects.all() if deals is None else deals, by=key, **more)
    return {key: sums_of(one) for key, one in groups.items()}

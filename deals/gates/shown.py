"""What a deal's page says about the gate ahead of it."""

from typing import NamedTuple

from django.utils.functional import Promise

from deals.gates.facts import may_be_withheld, place_of
from deals.gates.looking import missing_for
from deals.models import Deal, Fact, Stage, Undisclosed


class Lacking(NamedTuple):
    """One fact that is missing: its name, where it is filled in, and whether it may be withheld."""

    fact: Fact
    address: str
    may_be_withheld: bool

    @property
    def label(self) -> str | Promise:
        return self.fact.label


class GateShown(NamedTuple):
    """The stage ahead, or the one a deal is in where none comes after; and what it lacks there."""

    to: Stage
    is_ahead: bool
    lacking: list[Lacking]
    withheld: list[Undisclosed]


def shown(deal: Deal) -> GateShown | None:
    """None for a deal that has ended."""
    if deal.is_ended:
        return None
    stages = list(Stage)
    here = stages.index(Stage(deal.stage))
    to = stages[min(here + 1, len(stages) - 1)]
    lacking = [
        Lacking(fact, place_of(fact, deal), may_be_withheld(fact)) for fact in missing_for(deal, to)
    ]
    withheld = list(deal.undisclosed.select_related("said_by").order_by("pk"))
    return GateShown(to, to != deal.stage, lacking, withheld)

"""What technology transfers left behind: units, days of training, people trained, and where."""

from collections import defaultdict
from typing import Any, NamedTuple

from deals.claims import reported
from deals.impact import rows
from deals.impact.scope import Scope
from deals.models import Claim
from itpo.office.visibility import Viewer

METRICS = (Claim.Metric.UNITS, Claim.Metric.TRAINING_DAYS, Claim.Metric.TRAINED)


class Transfer(NamedTuple):
    """One institution of one deal, or the deal as a whole, and what is reported of it."""

    deal: Any
    institution: Any
    cells: list[list[Claim]]  # of each metric, one claim a phase


def transfers(scope: Scope, viewer: Viewer, most: int) -> list[Transfer]:
    """One line for each institution, of at most so many claims. One query."""
    claims = rows.claims(scope, viewer).filter(metric__in=METRICS)
    together: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    named = claims.select_related("deal", "institution")
    for claim in named.order_by("deal", "institution", "pk")[:most]:
        together[claim.deal_id, claim.institution_id or 0].append(claim)
    return [
        Transfer(several[0].deal, several[0].institution, [_of(several, one) for one in METRICS])
        for several in together.values()
    ]


def _of(claims: list[Claim], metric: str) -> list[Claim]:
    chosen = reported(one for one in claims if one.metric == metric)
    return sorted((one.claim for one in chosen.values()), key=lambda one: one.phase)

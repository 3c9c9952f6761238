"""Everything that is said of the same thing, side by side: the reported figure, why, the others."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.functional import Promise

from deals import claims
from deals.models import Claim, Institution


class Line(NamedTuple):
    """One figure; why it is reported, or nothing for one that stands beside the reported one."""

    claim: Claim
    why: str


class Group(NamedTuple):
    """What is said in one metric and phase of the whole, or of one institution."""

    metric: str | Promise
    phase: str | Promise
    institution: Institution | None
    lines: list[Line]
    withdrawn: list[Claim]

    @property
    def currencies(self) -> int:
        """In how many currencies it is said; they are never added up."""
        return len({line.claim.currency for line in self.lines if line.claim.currency})


def side_by_side(rows: Iterable[Claim]) -> list[Group]:
    """Group the figures of one thing, the reported one first in each group. No query.

    `rows` come with recorder, verifier and institution; the withdrawn are kept apart.
    """
    together: dict[claims.Key, list[Claim]] = defaultdict(list)
    for claim in rows:
        together[claim.metric, claim.phase, claim.institution_id].append(claim)
    groups = [_group(several) for several in together.values()]
    return [group for _place, group in sorted(groups, key=lambda one: one[0])]


def _group(several: list[Claim]) -> tuple[tuple[int, int, str, int], Group]:
    """The group, after its place among the others."""
    first = several[0]
    lines: list[Line] = []
    for chosen in claims.reported(several).values():
        lines = [Line(chosen.claim, chosen.why), *(Line(other, "") for other in chosen.others)]
    group = Group(
        first.get_metric_display(),
        first.get_phase_display(),
        first.institution,
        lines,
        sorted(
            (claim for claim in several if claim.withdrawn_at),
            key=lambda claim: claim.pk,
            reverse=True,
        ),
    )
    place = (
        Claim.Metric.values.index(first.metric),
        Claim.Phase.values.index(first.phase),
        str(first.institution or ""),
        first.institution_id or 0,
    )
    return place, group

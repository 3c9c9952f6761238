"""Technology transfers: what was installed and taught in each institution, and in all of them.

Of each deal, metric, phase and institution the reported figure counts. A figure of an institution
is left out where the deal has one as a whole in the same metric and phase: it lies inside that.
What is not disclosed is no figure and leaves nothing out.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import Promise

from deals import claims
from deals.models import Claim, Institution
from itpo.office.visibility import Viewer

PHASES = [Claim.Phase.PLANNED, Claim.Phase.ANNOUNCED, Claim.Phase.ACTUAL]


class Together(NamedTuple):
    """Figures of several institutions, added up; of those that are not disclosed, how many."""

    value: Decimal | None
    institutions: int
    not_disclosed: int
    is_verified: bool  # all of them are

    @property
    def value_shown(self) -> str:
        return "" if self.value is None else f"{self.value:,.2f}".removesuffix(".00")


class Row(NamedTuple):
    """One institution, or all of a deal: for each metric, the figure of each phase or None."""

    institution: Institution | None
    metrics: list["Counted"]


class Counted(NamedTuple):
    """One metric: its name, and what is known of it in each phase that has anything."""

    metric: str
    label: str | Promise
    phases: list[tuple[str | Promise, claims.Reported | Together]]


def counted(
    reported: Mapping[claims.Key, claims.Reported], metric: str, phase: str
) -> claims.Reported | Together | None:
    """What counts of one metric and phase of a deal: the whole's own, else all institutions'.

    What is not disclosed of the whole is no figure of it.
    """
    whole = reported.get((metric, phase, None))
    if whole is not None and whole.claim.value is not None:
        return whole
    parts = [
        one
        for (of, when, where), one in reported.items()
        if (of, when) == (metric, phase) and where is not None
    ]
    return _together(parts) if parts else whole


def _together(parts: Sequence[claims.Reported]) -> Together:
    values = [one.claim.value for one in parts if one.claim.value is not None]
    return Together(
        value=sum(values, Decimal(0)) if values else None,
        institutions=len(parts),
        not_disclosed=len(parts) - len(values),
        is_verified=all(one.claim.is_verified for one in parts),
    )


def transfers(institutions: Iterable[Institution], said: Iterable[Claim]) -> list[Row]:
    """One row per institution of a deal, in the order given, and last the deal's total.

    `said` are the deal's claims; no query. No row at all for a deal without institutions.
    """
    reported = claims.reported(said)
    shown = [Row(one, _metrics(_of(reported, one))) for one in institutions]
    return [*shown, Row(None, _metrics(reported))] if shown else []


def institutions_in(said: Iterable[Claim]) -> list[Institution]:
    """The institutions that figures name, by name. No query where they come with them."""
    named = {one.institution for one in said if one.institution is not None}
    return sorted(named, key=lambda one: (one.name, one.pk))


def each(institutions: Iterable[Institution], viewer: Viewer) -> list[Row]:
    """One row per institution, of whatever deals, in the order given. One query, none for none."""
    shown = list(institutions)
    if not shown:
        return []
    said = Claim.objects.visible_to(viewer).filter(institution__in=[one.pk for one in shown])
    reported = claims.reported(said)
    return [Row(one, _metrics(_of(reported, one))) for one in shown]


def _of(
    reported: Mapping[claims.Key, claims.Reported], institution: Institution
) -> dict[claims.Key, claims.Reported]:
    """An institution's figures, as if it were the whole."""
    return {
        (metric, phase, None): one
        for (metric, phase, where), one in reported.items()
        if where == institution.pk
    }


def _metrics(reported: Mapping[claims.Key, claims.Reported]) -> list[Counted]:
    return [
        Counted(
            metric.value,
            metric.label,
            [
                (phase.label, one)
                for phase in PHASES
                if (one := counted(reported, metric, phase)) is not None
            ],
        )
        for metric in Claim.TRANSFERRED
    ]

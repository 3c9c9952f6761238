"""Figures: recording, verifying and reporting them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from deals.models import Claim
from itpo.office.models import User


class NotVerifiable(Exception):
    """The figure cannot be verified so. The message says why."""


@transaction.atomic
def verify(*, claim: Claim, by: User, at: datetime, evidence: str) -> Claim:
    """Say that a figure was checked by a second person, and on what. Raises NotVerifiable."""
    locked: Claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if locked.withdrawn_at:
        raise NotVerifiable(_("The figure was withdrawn."))
    if locked.verified_at:
        raise NotVerifiable(_("The figure is verified already."))
    if locked.phase != Claim.Phase.ACTUAL:
        raise NotVerifiable(_("Only an actual figure can be verified; this one is a plan."))
    if locked.value is None:
        raise NotVerifiable(_("A figure that is not disclosed cannot be verified."))
    if locked.recorded_by_id == by.pk:
        raise NotVerifiable(_("Whoever recorded a figure cannot verify it."))
    if not by.sees_restricted:
        raise NotVerifiable(_("A manager verifies figures."))
    if not evidence.strip():
        raise NotVerifiable(_("Say on what evidence."))
    locked.verified_by = by
    locked.verified_at = at
    locked.evidence = evidence.strip()
    locked.save(update_fields=["verified_by", "verified_at", "evidence"])
    return locked


class Reported(NamedTuple):
    """The figure reported for one metric and phase, why that one, and those beside it."""

    claim: Claim
    why: str
    others: list[Claim]


def reported(claims: Iterable[Claim]) -> dict[tuple[str, str], Reported]:
    """Choose, for each metric and phase, the figure to report; the rest stay beside it.

    The verified one, else the latest as of, else the latest recorded (architecture §4.3).
    Withdrawn figures are not considered. Nothing is added up.
    """
    together: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.withdrawn_at is None:
            together[claim.metric, claim.phase].append(claim)
    return {key: _choose(several) for key, several in together.items()}


def _choose(several: list[Claim]) -> Reported:
    ranked = sorted(several, key=_rank, reverse=True)
    best, others = ranked[0], ranked[1:]
    if not others:
        why = _("verified") if best.is_verified else _("the only one")
    elif best.is_verified:
        why = _("the verified one")
    elif _rank(best)[1] != _rank(others[0])[1]:
        why = _("the latest by its date")
    else:
        why = _("the latest recorded")
    return Reported(best, why, others)


def _rank(claim: Claim) -> tuple[str, str, datetime, int]:
    verified = claim.verified_at.isoformat() if claim.verified_at else ""
    as_of = claim.as_of_latest.isoformat() if claim.as_of_latest else ""
    return verified, as_of, claim.recorded_at, claim.pk

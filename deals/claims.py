"""Figures: recording, verifying and reporting them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from deals.models import Claim
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible

LONGEST = 300  # characters of evidence; the length of the column
LONGEST_REASON = 200  # characters; the length of the column


class NotVerifiable(Exception):
    """The figure cannot be verified so. The message says why."""


@transaction.atomic
def verify(*, claim: Claim, by: User, at: datetime, evidence: str) -> Claim:
    """Say that a figure was checked by a second person, and on what.

    Raises NotVerifiable, and then nothing is written.
    """
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
    evidence = evidence.strip()
    if not evidence:
        raise NotVerifiable(_("Say on what evidence."))
    if len(evidence) > LONGEST:
        raise NotVerifiable(_("Say it in at most %(count)s characters.") % {"count": LONGEST})
    locked.verified_by = by
    locked.verified_at = at
    locked.evidence = evidence
    sign(locked, by)
    locked.save(update_fields=["verified_by", "verified_at", "evidence"])
    return locked


def may_be_verified_by(claim: Claim, user: User) -> bool:
    """Whether it makes sense to ask them; the verb looks again."""
    return (
        user.sees_restricted
        and claim.phase == Claim.Phase.ACTUAL
        and claim.value is not None
        and not claim.is_verified
        and not claim.withdrawn_at
        and claim.recorded_by_id != user.pk
    )


@transaction.atomic
def withdraw(*, claim: Claim, by: User, at: datetime, because: str) -> Claim:
    """Say that a figure no longer stands, and why. It stays visible. Raises NotPossible."""
    locked: Claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if locked.withdrawn_at:
        raise NotPossible(_("The figure was withdrawn already."))
    because = because.strip()
    if not because:
        raise NotPossible(_("Say why the figure is withdrawn."), "because")
    if len(because) > LONGEST_REASON:
        raise NotPossible(
            _("Say it in at most %(count)s characters.") % {"count": LONGEST_REASON}, "because"
        )
    locked.withdrawn_at = at
    locked.withdrawn_because = because
    sign(locked, by)
    locked.save(update_fields=["withdrawn_at", "withdrawn_because"])
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
    return Reported(best, _why(best, others), others)


def _why(best: Claim, others: list[Claim]) -> str:
    if not others:
        return _("verified") if best.is_verified else _("the only one")
    if best.is_verified and not others[0].is_verified:
        return _("the verified one")
    if best.as_of_latest != others[0].as_of_latest:
        return _("the latest by its date")
    return _("the latest recorded")


def _rank(claim: Claim) -> tuple[bool, date, datetime, int]:
    """The same order as ClaimQuerySet.reported_first."""
    return claim.is_verified, claim.as_of_latest or date.min, claim.recorded_at, claim.pk

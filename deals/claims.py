"""Figures: recording, verifying, checking again, withdrawing and reporting them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple, TypeAlias

from django.db import transaction
from django.utils.translation import gettext as _

from deals import evidence as evidence_files
from deals.models import Claim, Verification
from deals.models.claims import NOT_OF_THIS_DEAL, SUBJECTS
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.months import months_later
from itpo.office.partial_dates import day_shown
from itpo.office.states import NotPossible
from itpo.office.uploads import Upload

LONGEST = 300  # characters of evidence; the length of the column
LONGEST_REASON = 200  # characters; the length of the column
CHECKS = (12, 24)  # months after the first verification on which a figure is looked at again
EARLY = 2  # months by which a check may come before its day and still count as that check
# Whoever changes one of these has said another figure.
FIGURE = frozenset(
    {
        *("metric", "phase", "value", "currency", "is_not_disclosed", "as_of", "institution"),
        *SUBJECTS,
    }
)


class NotVerifiable(Exception):
    """The figure cannot be verified so. The message says why."""


@transaction.atomic
def write_down(*, claim: Claim, by: User, changed: Iterable[str]) -> Claim:
    """Save a figure as somebody wrote it. Whoever says or corrects a figure has recorded it.

    `changed` names the columns that are another than before. Raises NotPossible for a figure that
    is verified or withdrawn meanwhile, and for another deal's institution.
    """
    if claim.pk:
        kept = Claim.objects.select_for_update().get(pk=claim.pk)
        if kept.verified_at or kept.withdrawn_at:
            raise NotPossible(_("It is verified or withdrawn: record another figure beside it."))
    if claim.institution is not None and claim.institution.deal_id != claim.deal_id:
        raise NotPossible(str(NOT_OF_THIS_DEAL), "institution")
    if claim.pk is None or FIGURE & set(changed):
        claim.recorded_by = by
    sign(claim, by)
    claim.save()
    return claim


@transaction.atomic
def verify(
    *, claim: Claim, by: User, at: datetime, evidence: str, file: "Upload | None" = None
) -> Claim:
    """Say that a figure was checked by a second person, and on what.

    It is to be checked again a year later. Raises NotVerifiable, and ValidationError for a file
    that is none we take; then nothing is written.
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
    return _checked(locked, by, at, evidence, file, first=_day(locked, at))


@transaction.atomic
def check_again(
    *, claim: Claim, by: User, at: datetime, evidence: str, file: "Upload | None" = None
) -> Claim:
    """Say that a verified figure is still true, and on what.

    It is due again 12 and 24 months after it was first verified, then no more. A check that comes
    more than two months early is kept, and the day stays; a late one counts for every day passed.
    Raises as `verify` does.
    """
    locked: Claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if locked.withdrawn_at:
        raise NotVerifiable(_("The figure was withdrawn."))
    if locked.verified_at is None or locked.verified_by is None:
        raise NotVerifiable(_("The figure is not verified yet."))
    last = _day(locked, locked.verified_at)
    if _day(locked, at) <= last:
        told = {"day": day_shown(last), "who": locked.verified_by}
        raise NotVerifiable(_("%(who)s has checked it already, on %(day)s.") % told)
    first = _first_day(locked, locked.verified_by, locked.verified_at)
    return _checked(locked, by, at, evidence, file, first=first)


def _checked(
    claim: Claim, by: User, at: datetime, evidence: str, file: "Upload | None", *, first: date
) -> Claim:
    """Write one check of a locked figure; the latest stands on the figure too.

    That it stands there has the database refuse a check by whoever recorded the figure, also a
    later one.
    """
    if claim.recorded_by_id == by.pk:
        raise NotVerifiable(_("Whoever recorded a figure cannot verify it."))
    if not by.sees_restricted:
        raise NotVerifiable(_("A manager verifies figures."))
    evidence = evidence.strip()
    if not evidence:
        raise NotVerifiable(_("Say on what evidence."))
    if len(evidence) > LONGEST:
        raise NotVerifiable(_("Say it in at most %(count)s characters.") % {"count": LONGEST})
    claim.evidence_file = evidence_files.keep(claim, file, by, at) if file else None
    claim.verified_by, claim.verified_at, claim.evidence = by, at, evidence
    claim.check_again_on = next_check(first, _day(claim, at))
    sign(claim, by)
    claim.save(
        update_fields=["verified_by", "verified_at", "evidence", "evidence_file", "check_again_on"]
    )
    _remember(claim, by, at)
    return claim


def next_check(first: date, checked: date) -> date | None:
    """The next day to look at a figure that was first verified and last checked on these days."""
    days = (months_later(first, months) for months in CHECKS)
    return next((day for day in days if months_later(day, -EARLY) > checked), None)


def usual_check(claim: Claim) -> date | None:
    """The day a verified figure would be due again if nothing had happened; None: no more."""
    if claim.verified_at is None:
        return None
    first = claim.verifications.order_by("checked_at", "pk").first()
    began = first.checked_at if first else claim.verified_at
    return next_check(_day(claim, began), _day(claim, claim.verified_at))


def _day(claim: Claim, moment: datetime) -> date:
    """The day a moment was at the office whose figure it is."""
    day: date = claim.about().office.today(moment)
    return day


def _first_day(claim: Claim, by: User, at: datetime) -> date:
    """The day a locked figure was first verified; `by` and `at` of its latest check."""
    first = claim.verifications.order_by("checked_at", "pk").first()
    if first is None:  # verified before checks had a table of their own
        first = _remember(claim, by, at)
    return _day(claim, first.checked_at)


def _remember(claim: Claim, by: User, at: datetime) -> Verification:
    """Write down the check a figure stands on."""
    return Verification.objects.create(
        claim=claim,
        checked_by=by,
        checked_at=at,
        evidence=claim.evidence,
        evidence_file=claim.evidence_file,
    )


def may_be_verified_by(claim: Claim, user: User) -> bool:
    """Whether it makes sense to ask them; the verb looks again."""
    return (
        _may_be_checked_by(claim, user)
        and claim.phase == Claim.Phase.ACTUAL
        and claim.value is not None
        and not claim.is_verified
    )


def may_be_checked_again_by(claim: Claim, user: User) -> bool:
    """Whether it makes sense to ask them; the verb looks again."""
    return _may_be_checked_by(claim, user) and claim.is_verified


def _may_be_checked_by(claim: Claim, user: User) -> bool:
    return user.sees_restricted and not claim.withdrawn_at and claim.recorded_by_id != user.pk


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
    """The figure reported of several about the same, why that one, and those beside it."""

    claim: Claim
    why: str
    others: list[Claim]


# Metric, phase, and the number of the institution; None for the deal (or mission, …) as a whole.
Key: TypeAlias = tuple[str, str, int | None]


def reported(claims: Iterable[Claim]) -> dict[Key, Reported]:
    """Choose, for each metric, phase and institution of one thing, the figure to report.

    The verified one, else the latest as of, else the latest recorded (architecture §4.3); the rest
    stay beside it, also in another currency. Withdrawn figures are not considered. Nothing is
    added up.
    """
    together: dict[Key, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.withdrawn_at is None:
            together[claim.metric, claim.phase, claim.institution_id].append(claim)
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

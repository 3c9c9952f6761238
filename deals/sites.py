"""What became of a plant that ran: closed, closed in part, or moved elsewhere."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deals import claims
from deals.models import Claim, Deal, SiteChange, Stage
from deals.refusals import refuse_to_come
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible

SAID = ("kind", "happened", "moved_to", "reason", "source", "source_url")  # what a person says


@transaction.atomic
def record(
    *,
    deal: Deal,
    kind: str,
    source: str,
    by: User,
    at: datetime,
    happened: str = "",
    moved_to: str = "",
    reason: str = "",
    source_url: str = "",
) -> SiteChange:
    """Write down that what ran was closed or moved, as a partial date and with its source.

    The figures a second person checked are due to be checked again from that day on. Raises
    NotPossible or ValidationError, and then nothing is written.
    """
    locked = Deal.objects.select_for_update().get(pk=deal.pk)
    if locked.stage != Stage.OPERATIONAL:
        raise NotPossible(_("Only what is operational can be closed or moved."))
    change = SiteChange(
        deal=locked,
        kind=kind,
        happened=happened.strip(),
        moved_to=moved_to,
        reason=reason.strip(),
        source=source.strip(),
        source_url=source_url,
        recorded_by=by,
        recorded_at=at,
    )
    change.full_clean()
    refuse_to_come(change.happened, by.today(at))
    sign(change, by)
    change.save()
    _check_again(locked, _day(change), by)
    return change


@transaction.atomic
def correct(*, change: SiteChange, by: User) -> SiteChange:
    """Save what somebody corrected in a closure or a move.

    Where its day is another now, so is the day on which figures nobody has checked since are to
    be checked again.
    """
    locked = Deal.objects.select_for_update().get(pk=change.deal_id)
    before = _day(SiteChange.objects.select_related("recorded_by").get(pk=change.pk))
    sign(change, by)
    change.save()
    if _day(change) > before:
        _check_later(locked, before, by)
    elif _day(change) < before:
        _check_again(locked, _day(change), by, change.recorded_at)
    return change


def _day(change: SiteChange) -> date:
    """The first day it may have been; where nobody knows, the day it was recorded."""
    return change.happened_earliest or change.recorded_by.today(change.recorded_at)


def _check_again(deal: Deal, day: date, by: User, since: datetime | None = None) -> None:
    """Have its verified figures be looked at again, from a day on or earlier.

    Only those nobody has checked since a moment, where one is named.
    """
    for claim in _verified(deal):
        is_checked = since is not None and claim.verified_at >= since
        if not is_checked and (claim.check_again_on is None or claim.check_again_on > day):
            _look_again(claim, day, by)


def _check_later(deal: Deal, day: date, by: User) -> None:
    """Have what was to be looked at on a day wait for the next reason to do so."""
    changes = list(deal.site_changes.select_related("recorded_by"))
    for claim in _verified(deal):
        if claim.check_again_on == day:
            days = [_day(one) for one in changes if one.recorded_at > claim.verified_at]
            usual = claims.usual_check(claim)
            _look_again(claim, min([*days, usual] if usual else days, default=None), by)


def _verified(deal: Deal) -> Any:
    return Claim.objects.select_for_update().filter(deal=deal).verified().order_by("pk")


def _look_again(claim: Claim, day: date | None, by: User) -> None:
    claim.check_again_on = day
    sign(claim, by)
    claim.save(update_fields=["check_again_on"])

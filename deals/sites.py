"""What became of a plant that ran: closed, closed in part, or moved elsewhere."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

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
    _check_again(locked, change.happened_earliest or by.today(at), by)
    return change


def _check_again(deal: Deal, day: date, by: User) -> None:
    """Have its verified figures be looked at again, from a day on or earlier."""
    rows = Claim.objects.select_for_update().filter(deal=deal).verified().order_by("pk")
    for claim in rows:
        if claim.check_again_on is None or claim.check_again_on > day:
            claim.check_again_on = day
            sign(claim, by)
            claim.save(update_fields=["check_again_on"])

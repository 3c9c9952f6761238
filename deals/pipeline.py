"""Moving deals through their stages."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from deals.models import Deal, Stage, StageChange, Status
from itpo.office import partial_dates
from itpo.office.history import sign
from itpo.office.models import User

LONGEST = 200  # characters of a reason; the length of the columns


class MoveNotAllowed(Exception):
    """The deal cannot move so. The message says why."""


# One step on, or back when something was recorded too early.
MOVES = {
    Stage.IDENTIFIED: {Stage.PROMOTED},
    Stage.PROMOTED: {Stage.NEGOTIATION, Stage.IDENTIFIED},
    Stage.NEGOTIATION: {Stage.CONCLUDED, Stage.PROMOTED},
    Stage.CONCLUDED: {Stage.OPERATIONAL, Stage.NEGOTIATION},
    Stage.OPERATIONAL: {Stage.CONCLUDED},
}


@transaction.atomic
def move(
    *, deal: Deal, to: Stage, by: User, at: datetime, happened: str = "", reason: str = ""
) -> StageChange:
    """Take a deal to the next stage, or back, and remember who said so, when and why.

    `happened` is when it was, as a partial date; blank means today, as of `at` in the
    recorder's time zone. Raises MoveNotAllowed, and then nothing is written.
    """
    locked = Deal.objects.select_for_update().get(pk=deal.pk)
    current = Stage(locked.stage)
    if locked.is_ended:
        raise MoveNotAllowed(
            _("The deal is %(status)s.") % {"status": locked.get_status_display().lower()}
        )
    if to not in MOVES[current]:
        raise MoveNotAllowed(
            _("A deal in “%(current)s” cannot move to “%(to)s”.")
            % {"current": current.label, "to": to.label}
        )
    reason = _fitting(reason)
    when = happened.strip() or by.today(at).isoformat()
    try:
        understood = partial_dates.read(when)
    except partial_dates.NotADate as error:
        raise MoveNotAllowed(str(error)) from error
    if understood.earliest > by.today(at):
        raise MoveNotAllowed(_("What is still to come has not happened yet."))
    locked.stage = to
    locked.stage_since = understood.earliest
    sign(locked, by)
    locked.save(update_fields=["stage", "stage_since"])
    return StageChange.objects.create(
        deal=locked,
        from_stage=current,
        to_stage=to,
        from_status=locked.status,
        to_status=locked.status,
        happened=when,
        reason=reason,
        changed_by=by,
        changed_at=at,
    )


@transaction.atomic
def end(*, deal: Deal, as_: Status, by: User, at: datetime, because: str) -> StageChange:
    """Say that a deal is lost or given up, and why. Raises MoveNotAllowed; nothing is written."""
    locked = Deal.objects.select_for_update().get(pk=deal.pk)
    if locked.is_ended:
        raise MoveNotAllowed(
            _("The deal is %(status)s.") % {"status": locked.get_status_display().lower()}
        )
    if as_ not in {Status.LOST, Status.ABANDONED}:
        raise MoveNotAllowed(_("A deal ends as lost or as abandoned."))
    because = _fitting(because)
    if not because:
        raise MoveNotAllowed(_("Say why the deal is lost or given up."))
    before = locked.status
    locked.status = as_
    locked.lost_because = because
    sign(locked, by)
    locked.save(update_fields=["status", "lost_because"])
    return StageChange.objects.create(
        deal=locked,
        from_stage=locked.stage,
        to_stage=locked.stage,
        from_status=before,
        to_status=as_,
        happened=by.today(at).isoformat(),
        reason=because,
        changed_by=by,
        changed_at=at,
    )


def _fitting(reason: str) -> str:
    """What somebody said, without the blanks around it. Raises MoveNotAllowed."""
    reason = reason.strip()
    if len(reason) > LONGEST:
        raise MoveNotAllowed(_("Say it in at most %(count)s characters.") % {"count": LONGEST})
    return reason

"""Moving deals through their stages."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deals.models import Deal, Stage, StageChange, Status
from deals.models.deals import ENDED
from itpo.office import follow_ups, partial_dates
from itpo.office.history import sign
from itpo.office.models import FollowUp, User

LONGEST = 200  # characters of a reason; the length of the columns


class MoveNotAllowed(Exception):
    """The deal cannot move so. The message says why."""


class CannotTakeOver(Exception):
    """The deal cannot be handed to this person. The message says why."""


# One step on, or back when something was recorded too early.
MOVES = {
    Stage.IDENTIFIED: {Stage.PROMOTED},
    Stage.PROMOTED: {Stage.NEGOTIATION, Stage.IDENTIFIED},
    Stage.NEGOTIATION: {Stage.CONCLUDED, Stage.PROMOTED},
    Stage.CONCLUDED: {Stage.OPERATIONAL, Stage.NEGOTIATION},
    Stage.OPERATIONAL: {Stage.CONCLUDED},
}


def next_stage(stage: Stage) -> Stage:
    """The stage that comes after this one. Raises MoveNotAllowed after the last."""
    stages = list(Stage)
    if stage == stages[-1]:
        raise MoveNotAllowed(_("It is operational already."))
    return stages[stages.index(stage) + 1]


@transaction.atomic
def move(
    *, deal: Deal, to: Stage, by: User, at: datetime, happened: str = "", reason: str = ""
) -> StageChange:
    """Take a deal to the next stage, or back, and remember who said so, when and why.

    `happened` is when it was, as a partial date; blank means today, as of `at` in the
    recorder's time zone. Raises MoveNotAllowed, and then nothing is written.
    """
    locked = _not_ended(deal)
    current = Stage(locked.stage)
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
    locked = _not_ended(deal)
    if as_ not in ENDED:
        raise MoveNotAllowed(_("A deal ends as lost or as abandoned."))
    because = _fitting(because)
    if not because:
        raise MoveNotAllowed(_("Say why the deal is lost or given up."))
    before = locked.status
    locked.status = as_
    locked.lost_because = because
    sign(locked, by)
    locked.save(update_fields=["status", "lost_because"])
    return _status_changed(locked, before, by=by, at=at, reason=because)


@transaction.atomic
def change_status(
    *, deal: Deal, to: Status, by: User, at: datetime, reason: str = ""
) -> StageChange:
    """Say how a deal is doing where it stands, and why. Raises MoveNotAllowed; nothing is written.

    Lost and abandoned are how a deal ends, see `end`.
    """
    locked = _not_ended(deal)
    if to in ENDED:
        raise MoveNotAllowed(_("A deal that ends says why it is lost or given up."))
    if to == locked.status:
        raise MoveNotAllowed(_("The deal is %(status)s already.") % {"status": to.label.lower()})
    reason = _fitting(reason)
    before = locked.status
    locked.status = to
    sign(locked, by)
    locked.save(update_fields=["status"])
    return _status_changed(locked, before, by=by, at=at, reason=reason)


@transaction.atomic
def hand_over(*, deal: Deal, to: User, by: User) -> None:
    """Have somebody else of the office look after a deal. Raises CannotTakeOver.

    What was promised stays with whoever promised it.
    """
    locked = Deal.objects.select_for_update().get(pk=deal.pk)
    if to.office_id != locked.office_id:
        raise CannotTakeOver(_("%(user)s belongs to another office.") % {"user": to})
    if not to.is_active or not to.may_change:
        raise CannotTakeOver(_("%(user)s cannot look after deals.") % {"user": to})
    if to.pk == locked.owner_id:
        raise CannotTakeOver(_("%(user)s looks after it already.") % {"user": to})
    locked.owner = to
    sign(locked, by)
    locked.save(update_fields=["owner"])


@transaction.atomic
def plan(*, deal: Deal, what: str, due_on: date, owner: User, by: User) -> FollowUp:
    """Say what is to be done next about a deal. Raises follow_ups.NotPossible.

    About a confidential deal it is for its owner and the managers only.
    """
    locked: Deal = Deal.objects.select_for_update().get(pk=deal.pk)
    step = follow_ups.promise(
        what=what,
        due_on=due_on,
        owner=owner,
        about=locked,
        restricted=locked.is_confidential,
        by=by,
    )
    locked.follow_ups.add(step)
    return step


def _not_ended(deal: Deal) -> Any:
    """Lock the row and look again. Raises MoveNotAllowed for a deal that is lost or given up."""
    locked = Deal.objects.select_for_update().get(pk=deal.pk)
    if locked.is_ended:
        raise MoveNotAllowed(
            _("The deal is %(status)s.") % {"status": locked.get_status_display().lower()}
        )
    return locked


def _status_changed(deal: Deal, before: str, *, by: User, at: datetime, reason: str) -> StageChange:
    return StageChange.objects.create(
        deal=deal,
        from_stage=deal.stage,
        to_stage=deal.stage,
        from_status=before,
        to_status=deal.status,
        happened=by.today(at).isoformat(),
        reason=reason,
        changed_by=by,
        changed_at=at,
    )


def _fitting(reason: str) -> str:
    """What somebody said, without the blanks around it. Raises MoveNotAllowed."""
    reason = reason.strip()
    if len(reason) > LONGEST:
        raise MoveNotAllowed(_("Say it in at most %(count)s characters.") % {"count": LONGEST})
    return reason


@transaction.atomic
def start(*, deal: Deal, by: User, at: datetime) -> Deal:
    """Save a deal that is new, and remember who put it into the pipeline, and when."""
    deal.stage_since = deal.stage_since or by.today(at)
    sign(deal, by)
    deal.save()
    StageChange.objects.create(
        deal=deal,
        to_stage=deal.stage,
        to_status=deal.status,
        happened=deal.stage_since.isoformat(),
        changed_by=by,
        changed_at=at,
    )
    return deal

"""Moving deals through their stages."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django_countries import countries

from deals import confidentiality, decisions
from deals.gates import Incomplete, missing_for
from deals.models import Deal, Fact, Stage, StageChange, Status
from deals.models.deals import ENDED
from deals.refusals import CannotTakeOver, MovedMeanwhile, MoveNotAllowed, refuse_owner
from itpo.office import follow_ups, partial_dates
from itpo.office.history import sign
from itpo.office.models import FollowUp, User

__all__ = [
    "MOVES",
    "CannotTakeOver",
    "MoveNotAllowed",
    "MovedMeanwhile",
    "change_status",
    "end",
    "hand_over",
    "move",
    "next_stage",
    "plan",
    "revive",
    "start",
    "toward",
]

LONGEST = 200  # characters of a reason; the length of the columns


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


def toward(stage: Stage, to: Stage) -> Stage:
    """The next stage on the way from one to another; the stage itself where that is it."""
    stages = list(Stage)
    here, there = stages.index(stage), stages.index(to)
    return stages[here + (there > here) - (there < here)]


@transaction.atomic
def move(
    *,
    deal: Deal,
    to: Stage,
    by: User,
    at: datetime,
    happened: str = "",
    reason: str = "",
    seen: Stage | None = None,
    passed_because: str = "",
) -> StageChange:
    """Take a deal to the next stage, or back, and remember who said so, when and why.

    `happened` is when it was, as a partial date; blank means today, as of `at` in the
    recorder's time zone. `seen` is the stage whoever moves it has seen it in. On the way forward
    a gate may ask for more than the deal has: a manager lets it pass by saying why
    (`passed_because`). Raises MoveNotAllowed, and then nothing is written.
    """
    locked = _not_ended(deal)
    current = Stage(locked.stage)
    if seen is not None and current != seen:
        raise MovedMeanwhile(
            _("Somebody has moved it meanwhile: it is in “%(stage)s” now. Look, then decide.")
            % {"stage": current.label}
        )
    _refuse_leap(current, to)
    reason = _fitting(reason, "reason")
    when = happened.strip() or by.today(at).isoformat()
    first = _first_day(when, by, at)
    lacks = _lacking(locked, to, happened) if _is_forward(current, to) else []
    passed_because = _allowed_past(lacks, to, by, passed_because)
    locked.stage = to
    locked.stage_since = first
    decided = decisions.follow(locked, current, when)
    sign(locked, by)
    locked.save(update_fields=["stage", "stage_since", *decided])
    if decided:
        decisions.tell(locked)
    return StageChange.objects.create(
        deal=locked,
        from_stage=current,
        to_stage=to,
        from_status=locked.status,
        to_status=locked.status,
        happened=when,
        reason=reason,
        missing=",".join(lacks),
        passed_because=passed_because,
        changed_by=by,
        changed_at=at,
    )


def _is_forward(current: Stage, to: Stage) -> bool:
    stages = list(Stage)
    return stages.index(to) > stages.index(current)


def _refuse_leap(current: Stage, to: Stage) -> None:
    """Raise MoveNotAllowed where a stage neither follows nor comes before another."""
    if to in MOVES[current]:
        return
    said = {"current": current.label, "to": to.label}
    if to == current:
        raise MoveNotAllowed(_("A deal in “%(current)s” cannot move to “%(to)s”.") % said, "to")
    said["next"] = toward(current, to).label
    raise MoveNotAllowed(
        _(
            "A deal in “%(current)s” cannot move to “%(to)s”: it goes one stage at a time, and "
            "“%(next)s” comes first."
        )
        % said,
        "to",
    )


def _first_day(when: str, by: User, at: datetime) -> date:
    """The first day a partial date may mean. Raises MoveNotAllowed for what is still to come."""
    try:
        understood = partial_dates.read(when)
    except partial_dates.NotADate as error:
        raise MoveNotAllowed(str(error), "happened") from error
    if understood.earliest > by.today(at):
        raise MoveNotAllowed(_("What is still to come has not happened yet."), "happened")
    return understood.earliest


def _lacking(deal: Deal, to: Stage, happened: str) -> list[Fact]:
    """What the gates ask for and the deal does not have.

    Whoever says when it was concluded has said when the investor decided.
    """
    is_dated = to == Stage.CONCLUDED and bool(happened.strip())
    return [fact for fact in missing_for(deal, to) if not (is_dated and fact == Fact.DECIDED)]


def _allowed_past(lacks: list[Fact], to: Stage, by: User, because: str) -> str:
    """Why the deal may pass without what it lacks; blank where it lacks nothing.

    Raises MoveNotAllowed where nobody who may has said so.
    """
    because = _fitting(because, "passed_because")
    if because and not by.sees_restricted:
        raise MoveNotAllowed(_("Only a manager lets a deal pass without what a gate asks for."))
    if lacks and not because:
        raise Incomplete(to, lacks)
    return because if lacks else ""


@transaction.atomic
def end(
    *, deal: Deal, as_: Status, by: User, at: datetime, because: str, lost_to: str = ""
) -> StageChange:
    """Say that a deal is lost or given up, and why. Raises MoveNotAllowed; nothing is written.

    `lost_to` is the country a lost one went to, by its code, if that is known. The next steps that
    were planned for it are dropped with it; what was promised about something else stays.
    """
    locked = _not_ended(deal)
    if lost_to and as_ != Status.LOST:
        raise MoveNotAllowed(_("Only a lost deal went to another country."), "lost_to")
    if as_ not in ENDED:
        raise MoveNotAllowed(_("A deal ends as lost or as abandoned."), "to")
    because = _fitting(because, "reason")
    if not because:
        raise MoveNotAllowed(_("Say why the deal is lost or given up."), "reason")
    if lost_to and lost_to not in countries:
        raise MoveNotAllowed(_("“%(code)s” is no country.") % {"code": lost_to[:20]}, "lost_to")
    before = locked.status
    locked.status = as_
    locked.lost_because = because
    locked.lost_to = lost_to
    sign(locked, by)
    locked.save(update_fields=["status", "lost_because", "lost_to"])
    _drop_next_steps(locked, by=by, at=at)
    return _status_changed(locked, before, by=by, at=at, reason=because)


@transaction.atomic
def revive(*, deal: Deal, by: User, at: datetime, reason: str) -> StageChange:
    """Take a deal that was lost or given up up again, where it stood, and say why.

    Why it had ended, and where it went, stays in the log. Raises MoveNotAllowed.
    """
    locked: Any = Deal.objects.select_for_update().get(pk=deal.pk)
    if not locked.is_ended:
        raise MoveNotAllowed(_("The deal is neither lost nor abandoned."))
    if not by.sees_restricted and locked.owner_id != by.pk:
        raise MoveNotAllowed(_("Who looks after the deal, or a manager, takes it up again."))
    reason = _fitting(reason, "reason")
    if not reason:
        raise MoveNotAllowed(_("Say why the deal is taken up again."), "reason")
    before = locked.status
    locked.status, locked.lost_because, locked.lost_to = Status.ONGOING, "", ""
    sign(locked, by)
    locked.save(update_fields=["status", "lost_because", "lost_to"])
    return _status_changed(locked, before, by=by, at=at, reason=reason)


@transaction.atomic
def change_status(
    *, deal: Deal, to: Status, by: User, at: datetime, reason: str = ""
) -> StageChange:
    """Say how a deal is doing where it stands, and why. Raises MoveNotAllowed; nothing is written.

    Lost and abandoned are how a deal ends, see `end`.
    """
    locked = _not_ended(deal)
    if to in ENDED:
        raise MoveNotAllowed(_("A deal that ends says why it is lost or given up."), "reason")
    if to == locked.status:
        raise MoveNotAllowed(
            _("The deal is %(status)s already.") % {"status": to.label.lower()}, "to"
        )
    reason = _fitting(reason, "reason")
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
    refuse_owner(locked, to)
    if to.pk == locked.owner_id:
        raise CannotTakeOver(_("%(user)s looks after it already.") % {"user": to})
    locked.owner = to
    sign(locked, by)
    locked.save(update_fields=["owner"])
    confidentiality.settle(deal=locked, by=by)


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
    confidentiality.inherit(deal=locked, follow_up=step)
    return step


def _drop_next_steps(deal: Deal, *, by: User, at: datetime) -> None:
    """Nobody is to be reminded of what is not called for any more."""
    why = _("The deal is %(status)s.") % {"status": deal.get_status_display().lower()}
    # What a rule asked for is dropped by its rule, which takes it up again with the deal.
    ours = deal.follow_ups.open().filter(about_url=deal.get_absolute_url(), rule=None)
    for step in ours.order_by("pk"):
        with suppress(follow_ups.NotPossible):  # closed this very moment
            follow_ups.drop(follow_up=step, by=by, at=at, reason=why)


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
        lost_to=deal.lost_to,
        changed_by=by,
        changed_at=at,
    )


def _fitting(reason: str, field: str) -> str:
    """What somebody said in a field, without the blanks around it. Raises MoveNotAllowed."""
    reason = reason.strip()
    if len(reason) > LONGEST:
        raise MoveNotAllowed(
            _("Say it in at most %(count)s characters.") % {"count": LONGEST}, field
        )
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

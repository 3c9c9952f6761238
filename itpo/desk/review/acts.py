"""Doing one thing to several deals: each by its verb, in a transaction of its own."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from deals import pipeline
from deals.models import Deal, Stage, Status
from itpo.desk.review.forms import HAND_OVER, MOVE_ON, PLAN
from itpo.office.follow_ups import NotPossible
from itpo.office.models import User


class Outcome(NamedTuple):
    """How many deals it was done to, and what the verb said of the others."""

    done: int
    refusals: list[str]


def carry_out(
    chosen: Iterable[tuple[Deal, Stage]], data: Mapping[str, Any], *, by: User, at: datetime
) -> Outcome:
    """Do what the form says to every deal; a refusal keeps none of the others back."""
    done, refusals = 0, []
    for deal, stage in chosen:
        try:
            _do(deal, stage, data, by=by, at=at)
        except (pipeline.MoveNotAllowed, pipeline.CannotTakeOver, NotPossible) as refusal:
            refusals.append(f"{deal}: {refusal}")
        else:
            done += 1
    return Outcome(done, refusals)


def _do(deal: Deal, stage: Stage, data: Mapping[str, Any], *, by: User, at: datetime) -> None:
    act, reason = data["act"], data["reason"]
    if act == MOVE_ON:
        # From the stage that was seen: pressed twice, it does not move two stages.
        to = pipeline.next_stage(stage)
        pipeline.move(deal=deal, to=to, by=by, at=at, reason=reason)
    elif act == PLAN:
        theirs = deal.owner if deal.owner and deal.owner.works_at(deal.office_id) else by
        owner = data["person"] or theirs
        pipeline.plan(deal=deal, what=data["what"], due_on=data["due_on"], owner=owner, by=by)
    elif act == HAND_OVER:
        pipeline.hand_over(deal=deal, to=data["person"], by=by)
    elif act in {Status.LOST, Status.ABANDONED}:
        pipeline.end(deal=deal, as_=Status(act), by=by, at=at, because=reason)
    else:
        pipeline.change_status(deal=deal, to=Status(act), by=by, at=at, reason=reason)

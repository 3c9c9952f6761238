"""When the investor decided, as far as the stages of a deal tell."""

from typing import Any

from deals import contributions
from deals.models import Deal, Stage
from deals.refusals import MoveNotAllowed


def follow(deal: Any, before: Stage, when: str) -> list[str]:
    """Keep the day of the investor's decision in step; the columns that are to be written.

    It is the day a deal was concluded, unless somebody has said another; and it goes when the
    deal goes back, if it came that way.
    """
    if deal.stage == Stage.CONCLUDED and before == Stage.NEGOTIATION and not deal.decided:
        deal.decided = when
    elif deal.stage == Stage.NEGOTIATION and before == Stage.CONCLUDED and _came_by_move(deal):
        deal.decided = ""
    else:
        return []
    return ["decided"]


def _came_by_move(deal: Any) -> bool:
    """Whether the day that stands as the decision was written when the deal was concluded."""
    other = deal.history.exclude(decided=deal.decided).order_by("-history_id").first()
    if other is None or not deal.decided:
        return False
    wrote = deal.history.filter(history_id__gt=other.history_id).order_by("history_id").first()
    return (other.stage, wrote and wrote.stage) == (Stage.NEGOTIATION, Stage.CONCLUDED)


def tell(deal: Deal) -> None:
    """Have what helped the deal know of the new day. Raises MoveNotAllowed."""
    try:
        contributions.decision_changed(deal)
    except contributions.AfterTheDecision as error:
        raise MoveNotAllowed(str(error)) from error

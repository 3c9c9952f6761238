"""What a deal's page says in tables: its way through the stages, its figures, its family."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.functional import Promise

from deals import claims
from deals.models import Claim, Deal, Stage, StageChange
from deals.transfers import PHASES, Together, counted
from deals.transfers import transfers as transfers


class StageShown(NamedTuple):
    """One stage on the way: its name, since when, and whether it lies behind us."""

    label: str | Promise
    when: str
    css_class: str


def stages_of(deal: Deal, changes: Sequence[StageChange]) -> list[StageShown]:
    """All stages in order, each with the day it was first reached where that is known.

    `changes` in the order they were made. What was gone back on was never reached.
    """
    order = list(Stage)
    reached: dict[str, str] = {}
    for change in changes:
        before = order.index(Stage(change.from_stage)) if change.from_stage else -1
        after = order.index(Stage(change.to_stage))
        for undone in order[after + 1 : before + 1]:
            reached.pop(undone, None)
        if after > before:
            reached[change.to_stage] = change.happened_shown
    now = order.index(Stage(deal.stage))
    return [
        StageShown(
            stage.label,
            reached.get(stage, ""),
            "done" if place < now else "now" if place == now else "",
        )
        for place, stage in enumerate(order)
    ]


class FigureRow(NamedTuple):
    """What is known of one metric: the figure of each phase, and how many claims."""

    label: str | Promise
    cells: list[claims.Reported | Together | None]
    number: int


def table(rows: Iterable[Claim]) -> list[FigureRow]:
    """One line per metric that is known at all, jobs and capital always.

    Nothing is added up but the figures of several institutions where the whole has none.
    """
    standing = [claim for claim in rows if claim.withdrawn_at is None]
    reported = claims.reported(standing)
    shown = []
    for metric in Claim.Metric:
        number = sum(claim.metric == metric for claim in standing)
        if number or metric in {Claim.Metric.JOBS, Claim.Metric.CAPITAL}:
            cells = [counted(reported, metric, phase) for phase in PHASES]
            shown.append(FigureRow(metric.label, cells, number))
    return shown


def family_of(deal: Deal) -> Any:
    """The deal it belongs to, that deal's other parts, and its own parts and expansions."""
    family = Q(parent=deal)
    if deal.parent_id:
        family |= Q(pk=deal.parent_id) | Q(parent=deal.parent_id)
    return family & ~Q(pk=deal.pk)

"""What a deal's page says in tables: its way through the stages, its figures, its family."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from deals import claims
from deals.models import Claim, Deal, Stage, StageChange
from deals.transfers import PHASES, Together, counted
from deals.transfers import transfers as transfers
from itpo.office.visibility import Viewer


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


class Relative(NamedTuple):
    """A deal of the same family; by its other name and with no address where it is confidential."""

    words: str
    url: str
    relation: str | Promise
    stage: str | Promise


def family(deal: Deal, viewer: Viewer) -> list[Relative]:
    """The deal it belongs to, that deal's other parts, and its own parts and expansions.

    Of a confidential one next to it a reader who may not see it learns its other name. One query.
    """
    near = Q(parent=deal) | Q(pk=deal.parent_id)
    kin = near | Q(parent=deal.parent_id) if deal.parent_id else near
    seen = Exists(Deal.objects.visible_to(viewer).filter(pk=OuterRef("pk")))
    unnamed = near & Q(is_confidential=True, office=getattr(viewer, "office_id", None))
    rows = Deal.objects.filter(kin).exclude(pk=deal.pk).annotate(is_seen=seen)
    # What may not be read does not leave the database.
    words = Case(When(is_seen=True, then="title"), default="anonymous_description")
    found = rows.filter(Q(is_seen=True) | unnamed).order_by("pk")
    return [
        _relative(deal, *row)
        for row in found.values_list("pk", "is_seen", words, "parent_relation", "stage")
    ]


def _relative(
    deal: Deal, pk: int, is_seen: bool, words: str, relation: str, stage: str
) -> Relative:
    how = _("the larger deal") if pk == deal.parent_id else Deal.ParentRelation(relation).label
    if not is_seen:
        return Relative(words, "", how, "")
    return Relative(words, reverse("deals:deal", args=[pk]), how, Stage(stage).label)

"""The board: deals as cards, in a lane for each stage.

One statement picks the cards of all lanes, by their numbers alone; what stands on them is then
read in a fixed number of queries. In each lane those that came into the stage last are first.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F
from django.urls import reverse

from deals import card_markup, card_words, gates, staleness
from deals.cards import Card, Lane
from deals.lists import RUNNING
from deals.models import Claim, Deal, Stage, Status
from deals.models.deals import DealQuerySet
from deals.rollup import Figures, rolled_up
from itpo.office.paging import query_of
from itpo.office.requests import OfficerRequest

PER_LANE = 10
ANY_STAGE = "?"  # in whose place each lane's stage is put
NEWEST_FIRST = (F("stage_since").desc(nulls_last=True), F("pk").desc())
SHOWN_ON_A_CARD = [
    *("title", "country__name", "region_typed", "stage", "stage_since"),
    *("status", "is_confidential"),
]


def picked(deals: DealQuerySet) -> list[int]:
    """The first deals of every lane, by their numbers. One query, whatever they are filtered by.

    A lane's part stops at its last card, where a window over the lanes reads and sorts all deals.
    SQLite takes such parts only one SELECT further in, and Django does not write that.
    """
    one = deals.filter(stage=ANY_STAGE).order_by(*NEWEST_FIRST).values_list("pk")[:PER_LANE]
    try:
        sql, parameters = one.query.sql_with_params()
    except EmptyResultSet:
        return []
    parts = [f"SELECT * FROM ({sql}) AS {stage}" for stage in Stage]  # noqa: S608 - Django's own
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(parts),
            [stage.value if one == ANY_STAGE else one for stage in Stage for one in parameters],
        )
        return [pk for (pk,) in cursor.fetchall()]


def lanes(request: OfficerRequest, deals: DealQuerySet, today: date) -> list[Lane]:
    """The board as somebody asked for it. `deals` has gone through `visible_to` and the filters."""
    if request.GET.get("status") not in Status.values:
        deals = deals.running()
    numbers = dict(deals.order_by().values_list("stage").annotate(Count("pk")))
    cards = _cards(request, picked(deals), today)
    shown = [_lane(request, stage) for stage in _stages(request)]
    for lane in shown:
        lane.cards = cards[lane.stage]
        lane.number = numbers.get(lane.stage, 0)
        lane.more = lane.number - len(lane.cards)
        lane.items = [card_markup.item(card, lane) for card in lane.cards]
    return shown


def sums(request: OfficerRequest, deals: DealQuerySet) -> list[tuple[Stage, int, list[str]]]:
    """How many running deals each stage has, and what they add up to, in words. One query.

    Each phase and each currency for itself; what is part of a larger deal's figure counts once.
    """
    added = rolled_up(deals, by="stage")
    nothing = Figures()
    of_stage = {stage: added.get(stage, nothing) for stage in _stages(request)}
    return [(stage, one.deals, card_words.sums(one)) for stage, one in of_stage.items()]


def _stages(request: OfficerRequest) -> list[Stage]:
    """All stages, or the one somebody asks for."""
    asked = request.GET.get("stage")
    return [stage for stage in Stage if asked not in Stage.values or stage == asked]


def _lane(request: OfficerRequest, stage: Stage) -> Lane:
    order = list(Stage)
    at = order.index(stage)
    ways = [(one.value, f"→ {one.label}") for one in order[at + 1 : at + 2]]
    ways += [(one.value, f"← {one.label}") for one in order[max(at - 1, 0) : at]]
    status = request.GET.get("status") or RUNNING
    query = query_of(request, without=["filter"], stage=stage, status=status, sort="-stage")
    return Lane(stage, ways, query=query)


def _cards(
    request: OfficerRequest, picked: Sequence[int], today: date
) -> defaultdict[str, list[Card]]:
    """What stands on the cards of these deals, which their reader may see; by their stages."""
    viewer = request.user
    found = (
        Deal.objects.filter(pk__in=picked)
        .with_company_names()
        .with_next_step(viewer)
        .select_related("country")
        .only(*SHOWN_ON_A_CARD)
        .order_by(*NEWEST_FIRST)
    )
    deals = list(found)
    figures = _figures(picked)
    missing = gates.missing_of(deals, viewer=viewer)
    silent = staleness.stale_since(deals, today)
    back = quote(request.get_full_path(), safe="/")
    age = lru_cache(card_words.age)
    due = lru_cache(card_words.due)
    cards = defaultdict(list)
    for deal in deals:
        card = Card(
            pk=deal.pk,
            title=deal.title,
            url=deal.get_absolute_url(),
            who=card_words.who(deal),
            figure=figures[deal.pk],
            age=age(deal.stage_since, today),
            next=deal.next_what or "",
            due=due(deal.next_due_on, today, deal.is_open),
            move="" if deal.is_ended or not viewer.may_change else _move(deal.pk, back),
            is_confidential=deal.is_confidential,
            missing=card_words.missing(missing.get(deal.pk, [])),
            stale=card_words.silent(silent[deal.pk], today) if deal.pk in silent else "",
            note="" if deal.status == Status.ONGOING else deal.get_status_display(),
        )
        cards[deal.stage].append(card)
    return cards


def _move(pk: int, back: str) -> str:
    """The address that moves a deal and then leads back to its card."""
    return f"{reverse('deals:move', args=[pk])}?next={back}%23deal-{pk}"


def _figures(deals: Iterable[int]) -> dict[int, str]:
    """The figure to show of each deal, in words; of several about the same the reported one."""
    said = Claim.objects.standing().filter(
        deal__in=deals, metric__in=[Claim.Metric.JOBS, Claim.Metric.CAPITAL]
    )
    rows = said.reported_first().values_list("deal", "metric", "phase", "value", "currency")
    reported: dict[int, dict[tuple[str, str], Any]] = defaultdict(dict)
    for deal, metric, phase, value, currency in rows:
        reported[deal].setdefault((metric, phase), (value, currency))
    unknown = card_words.figure({})
    found = {deal: card_words.figure(figures) for deal, figures in reported.items()}
    return defaultdict(lambda: unknown, found)

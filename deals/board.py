"""The board: deals as cards, in a lane for each stage.

One statement picks the cards of all lanes, by their numbers alone; what stands on them is then
read in a fixed number of queries. In each lane those that came into the stage last are first.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F
from django.urls import reverse

from deals import card_markup, card_words, gates, staleness
from deals.cards import Card, Lane
from deals.models import Claim, Deal, Stage, Status
from deals.models.deals import ENDED, RUNNING, DealQuerySet, is_open
from deals.rollup import Figures, rolled_up
from itpo.office.compiled import StandIns, ask, shape_of_viewer
from itpo.office.models import User
from itpo.office.paging import query_of
from itpo.office.requests import OfficerRequest

PER_LANE = 10
ANY_STAGE = "?"  # in whose place each lane's stage is put
ANY_NUMBER = 10**12  # in whose place each deal's number is put
NEWEST_FIRST = (F("stage_since").desc(nulls_last=True), F("pk").desc())


class Row(NamedTuple):
    """What a card needs of its deal, by the names of the columns."""

    pk: int
    title: str
    country__name: str | None
    region_typed: str
    stage: str
    stage_since: date | None
    status: str
    is_confidential: bool
    company_names: str
    next_due_on: date | None
    next_what: str | None


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
    # Of rows: of their numbers, an index of what is asked would not do.
    numbers = dict(deals.order_by().values_list("stage").annotate(number=Count("*")))
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
    figures = _figures(picked)
    missing = gates.missing_of(picked, viewer=viewer)
    silent = staleness.stale_since(picked, today)
    back = quote(request.get_full_path(), safe="/")
    age = lru_cache(card_words.age)
    due = lru_cache(card_words.due)
    url, move = _addresses("deals:deal"), _addresses("deals:move")
    cards = defaultdict(list)
    for row in _rows(picked, viewer):
        is_stuck = row.status in ENDED or not viewer.may_change
        card = Card(
            pk=row.pk,
            title=row.title,
            url=url(row.pk),
            who=card_words.who(row.company_names, row.country__name or row.region_typed),
            figure=figures[row.pk],
            age=age(row.stage_since, today),
            next=row.next_what or "",
            due=due(row.next_due_on, today, is_open(row.stage, row.status)),
            # Then it leads back to the card.
            move="" if is_stuck else f"{move(row.pk)}?next={back}%23deal-{row.pk}",
            is_confidential=row.is_confidential,
            missing=card_words.missing(missing.get(row.pk, [])),
            stale=card_words.silent(silent[row.pk], today) if row.pk in silent else "",
            note="" if row.status == Status.ONGOING else str(Status(row.status).label),
        )
        cards[row.stage].append(card)
    return cards


def _rows(picked: Sequence[int], viewer: User) -> list[Row]:
    """What stands of these deals in their own rows, in the order of their lanes. One query."""
    stand_ins = StandIns()
    numbers, somebody = stand_ins.for_numbers(picked), stand_ins.for_viewer(viewer)
    found = ask(
        ("cards", len(numbers), shape_of_viewer(viewer)),
        stand_ins,
        lambda: (
            Deal.objects.filter(pk__in=numbers)
            .with_company_names()
            .with_next_step(somebody)
            .order_by(*NEWEST_FIRST)
            .values_list(*Row._fields)
        ),
    )
    return [Row(*one) for one in found]


def _addresses(url_name: str) -> Callable[[int], str]:
    """Addresses of several deals: Django puts each together anew, which takes its time."""
    before, after = reverse(url_name, args=[ANY_NUMBER]).split(str(ANY_NUMBER))
    return lambda pk: f"{before}{pk}{after}"


def _figures(picked: Sequence[int]) -> dict[int, str]:
    """The figure to show of each deal, in words; of several about the same the reported one."""
    stand_ins = StandIns()
    numbers = stand_ins.for_numbers(picked)
    rows = ask(
        ("figures of cards", len(numbers)),
        stand_ins,
        lambda: (
            Claim.objects.standing()
            .filter(deal__in=numbers, metric__in=[Claim.Metric.JOBS, Claim.Metric.CAPITAL])
            .reported_first()
            .values_list("deal", "metric", "phase", "value", "currency")
        ),
    )
    reported: dict[int, dict[tuple[str, str], Any]] = defaultdict(dict)
    for deal, metric, phase, value, currency in rows:
        reported[deal].setdefault((metric, phase), (value, currency))
    unknown = card_words.figure({})
    found = {deal: card_words.figure(figures) for deal, figures in reported.items()}
    return defaultdict(lambda: unknown, found)

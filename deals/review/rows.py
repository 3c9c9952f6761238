"""Which deals, moves and figures the review speaks of."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet

from deals.gates.facts import known
from deals.models import Claim, Deal, Fact, Gate, Stage, StageChange
from deals.models.deals import DealQuerySet
from deals.review.forecast import expected_in
from deals.review.lost import lost_as
from itpo.office.models import FollowUp
from itpo.office.visibility import Viewer

EXPECTED_WITHIN = timedelta(days=60)
PASSED_WITHIN = timedelta(days=28)
NOBODY = "none"  # in the place of an owner, a country or a sector where there is none


def latest_first(deals: DealQuerySet, viewer: Viewer, today: date) -> QuerySet[Any, Any]:
    """The numbers of the overdue deals, the one whose step has waited longest first."""
    steps = FollowUp.objects.visible_to(viewer).open()
    links: Any = Deal.follow_ups.through.objects.filter(
        deal__in=deals.overdue(viewer, today), followup__in=steps.values("pk")
    )
    numbers: QuerySet[Any, Any] = links.values("deal").annotate(since=Min("followup__due_on"))
    return numbers.order_by("since", "deal")


def longest_first(deals: DealQuerySet) -> DealQuerySet:
    """Those longest in their stage first; where that is not known, last."""
    return deals.order_by(F("stage_since").asc(nulls_last=True), "pk")


def silent(deals: DealQuerySet, today: date) -> DealQuerySet:
    """Open deals silent for longer than their rhythm; the one silent for longest first."""
    return deals.stale(today).order_by("silent_since", "pk")


def lacking(deals: DealQuerySet, today: date) -> DealQuerySet:
    """Open deals expected to move on soon, or by now, that their gate will stop.

    One query for the gates, and one condition for each of them.
    """
    soon = expected(deals, today)
    stages = list(Stage)
    lacks = Q(pk__in=[])
    facts = set()
    for office, kind, stage, fact in Gate.objects.values_list("office", "kind", "stage", "fact"):
        asks = Q(stage__in=stages[max(stages.index(Stage(stage)) - 1, 0) : -1])
        if office:
            asks &= Q(office=office)
        if kind:
            asks &= Q(kind=kind)
        lacks |= asks & Q(**{f"has_{fact}": False})
        facts.add(Fact(fact))
    has = {f"has_{fact}": known(fact) for fact in facts}
    found: DealQuerySet = soon.alias(**has).filter(lacks)
    return found


def expected(deals: DealQuerySet, today: date) -> DealQuerySet:
    """Open deals whose next stage is expected soon, or was."""
    return deals.open().filter(expected_on__lte=today + EXPECTED_WITHIN)


def moved(viewer: Viewer, since: datetime) -> QuerySet[StageChange]:
    """What was recorded since; the latest first."""
    changes = StageChange.objects.visible_to(viewer).filter(changed_at__gte=since)
    return changes.order_by("-changed_at", "-pk")


def passed(viewer: Viewer, today: date) -> QuerySet[StageChange]:
    """Moves of late that a manager let pass a gate; the latest first."""
    changes = StageChange.objects.visible_to(viewer).exclude(missing="")
    return changes.filter(changed_at__date__gte=today - PASSED_WITHIN).order_by(
        "-changed_at", "-pk"
    )


def waiting(viewer: Viewer) -> QuerySet[Claim]:
    """Figures that wait for a second person; the one that has waited longest first."""
    return Claim.objects.visible_to(viewer).to_verify().order_by("recorded_at", "pk")


def due_again(viewer: Viewer, today: date) -> QuerySet[Claim]:
    """Verified figures that are to be checked once more; the one due for longest first."""
    return Claim.objects.visible_to(viewer).due_again(today).order_by("check_again_on", "pk")


def with_result(deals: DealQuerySet, which: str) -> DealQuerySet:
    """Deals with a result that was checked, with one that waits for that, or with none checked."""
    of_deal = Claim.objects.filter(deal=OuterRef("pk"))
    if which == "waiting":
        return deals.filter(Exists(of_deal.to_verify()))
    checked = Exists(of_deal.verified())
    return deals.exclude(checked) if which == "no" else deals.filter(checked)


def with_step(deals: DealQuerySet, which: str, viewer: Viewer, today: date) -> DealQuerySet:
    """Deals that call for something: a step late or missing, a gate ahead, a long silence."""
    if which == "late":
        return deals.overdue(viewer, today)
    if which == "none":
        return deals.with_nothing_planned()
    if which == "stuck":
        return deals.stale(today)
    return lacking(deals, today) if which == "lacking" else expected(deals, today)


def narrowed(
    deals: DealQuerySet, asked: Mapping[str, str], viewer: Viewer, today: date
) -> DealQuerySet:
    """Only the deals somebody asks for. What is asked is known to make sense."""
    for name in ("stage", "kind"):
        if asked.get(name):
            deals = deals.filter(**{name: asked[name]})
    for name, path in (("owner", "owner"), ("country", "country"), ("sector", "sectors")):
        if asked.get(name) == NOBODY:
            deals = deals.filter(**{f"{path}__isnull": True})
        elif asked.get(name):
            deals = deals.filter(**{path: int(asked[name])})
    if status := asked.get("status"):
        deals = deals.of_status(status)
    if asked.get("lost"):
        deals = lost_as(deals, asked["lost"])
    if asked.get("next"):
        deals = with_step(deals, asked["next"], viewer, today)
    if asked.get("expected"):
        deals = expected_in(deals, asked["expected"], today)
    if asked.get("verified"):
        deals = with_result(deals, asked["verified"])
    return deals.matching(asked["q"]) if asked.get("q") else deals


def numbers_of(**several: QuerySet[Any, Any]) -> dict[str, list[int]]:
    """The row numbers several querysets give, each in its own order, in one query.

    Each gives one column and is cut to what somebody reads.
    """
    found: dict[str, list[int]] = {name: [] for name in several}
    rows: list[str] = []
    parts: list[str] = []
    values: list[Any] = []
    for name, queryset in several.items():
        try:
            sql, more = queryset.query.sql_with_params()
        except EmptyResultSet:
            continue
        table = connection.ops.quote_name(name)
        rows.append(f"{table} (number) AS ({sql})")
        parts.append(PART.format(name=name, table=table))
        values += more
    if parts:
        with connection.cursor() as cursor:
            statement = f"WITH {', '.join(rows)} {' UNION ALL '.join(parts)} ORDER BY 1, 3"
            cursor.execute(statement, values)
            for name, number, _place in cursor.fetchall():
                found[name].append(number)
    return found


PART = "SELECT '{name}', number, row_number() OVER () FROM {table}"

"""Of the deals that came to a stage: how many went on, how many ended there, and how long it took.

A deal has come to a stage when it moved up to it, or began there, and did not go back behind it
later: what was gone back on was recorded too early. Of several times only the first counts. How
long it stayed is known where both days are known to the day.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, F, IntegerField, Value, When, Window
from django.db.models.functions import RowNumber

from deals.models import Deal, Stage, StageChange
from deals.models.deals import ENDED
from deals.rollup.statement import ask
from itpo.office.visibility import Viewer

STAGES = list(Stage)
BEFORE_ALL = -1
DAYS = {"sqlite": "CAST(julianday(left_on) - julianday(day) AS integer)"}

# `entry` is every time a deal came to a stage for good: by a move; by being there before its first
# move, when nobody recorded its beginning; or by being where it is, when nothing was recorded.
STATEMENT = """
  seen (deal, number, origin, place, day, earliest, lowest) AS (
    SELECT deal, number, origin, place, day, earliest, min(place) OVER (
      PARTITION BY deal ORDER BY number ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
    FROM step
  ),
  entry (deal, place, number, day, earliest) AS (
    SELECT deal, place, number, day, earliest FROM seen WHERE place > origin AND lowest >= place
    UNION ALL
    SELECT deal, origin, 0, NULL, NULL FROM seen
    WHERE number = 1 AND origin >= 0 AND lowest >= origin
    UNION ALL
    SELECT standing.deal, standing.place, 0, NULL, standing.since
    FROM standing LEFT JOIN step ON step.deal = standing.deal WHERE step.deal IS NULL
  ),
  numbered (deal, place, day, earliest, again) AS (
    SELECT deal, place, day, earliest,
      row_number() OVER (PARTITION BY deal, place ORDER BY number) FROM entry
  ),
  stay (place, day, earliest, went_on, ended, left_on) AS (
    SELECT numbered.place, day, earliest,
      CASE WHEN standing.place > numbered.place THEN 1 ELSE 0 END,
      CASE WHEN standing.place = numbered.place THEN standing.ended ELSE 0 END,
      lead(day) OVER (PARTITION BY numbered.deal ORDER BY numbered.place)
    FROM numbered JOIN standing ON standing.deal = numbered.deal
    WHERE again = 1 AND numbered.place <= standing.place
  ),
  asked (place, went_on, ended, days) AS (
    SELECT place, went_on, ended, {days} FROM stay {since}
  ),
  ranked (place, days, nth, cases) AS (
    SELECT place, days, row_number() OVER (PARTITION BY place ORDER BY days),
      count(*) OVER (PARTITION BY place)
    FROM asked WHERE went_on = 1 AND days >= 0
  ),
  middle (place, cases, median) AS (
    SELECT place, max(cases), avg(days) FROM ranked
    WHERE nth IN ((cases + 1) / 2, (cases + 2) / 2) GROUP BY place
  )
SELECT asked.place, count(*), sum(went_on), sum(ended), max(cases), max(median)
  FROM asked LEFT JOIN middle ON middle.place = asked.place GROUP BY asked.place
UNION ALL
SELECT -1, count(*), 0, 0, 0, 0 FROM stay WHERE earliest IS NULL
"""


@dataclass(frozen=True)
class Passage:
    """What became of the deals that came to one stage."""

    came: int = 0
    went_on: int = 0
    ended: int = 0
    timed: int = 0  # of those that went on, whose days are known
    median_days: float | None = None

    @property
    def still_there(self) -> int:
        return self.came - self.went_on - self.ended

    @property
    def untimed(self) -> int:
        """Went on, and nobody knows after how many days."""
        return self.went_on - self.timed


@dataclass(frozen=True)
class Conversion:
    """What became of the deals at each stage; how many came on a day that nobody knows."""

    stages: dict[str, Passage]
    undated: int = 0


def conversion(viewer: Viewer, since: date | None = None) -> Conversion:
    """How deals pass through the stages, of those somebody sees. One query.

    `since` leaves only those that came to a stage on that day or later; who came on a day that is
    not known is counted apart then.
    """
    deals = Deal.objects.visible_to(viewer).annotate(
        place=_place_of("stage"), has_ended=_one_where(status__in=ENDED)
    )
    moves = StageChange.objects.visible_to(viewer).exclude(from_stage=F("to_stage"))
    steps = moves.annotate(
        number=Window(RowNumber(), partition_by=["deal"], order_by=["changed_at", "pk"]),
        origin=_place_of("from_stage"),
        place=_place_of("to_stage"),
        day=Case(When(happened_earliest=F("happened_latest"), then=F("happened_earliest"))),
    )
    tables: Any = {
        "standing (deal, place, ended, since)": deals.values_list(
            "pk", "place", "has_ended", "stage_since"
        ),
        "step (deal, number, origin, place, day, earliest)": steps.values_list(
            "deal", "number", "origin", "place", "day", "happened_earliest"
        ),
    }
    # A day of our own making, written as the databases write days.
    only = f"WHERE earliest >= '{since.isoformat()}'" if since else ""
    days = DAYS.get(connection.vendor, "left_on - day")
    found: dict[str, Passage] = {}
    undated = 0
    for place, came, went_on, ended, timed, median in ask(
        tables, STATEMENT.format(days=days, since=only)
    ):
        if place == BEFORE_ALL:
            undated = came
        else:
            known = None if median is None else float(median)
            found[STAGES[place]] = Passage(came, went_on, ended, timed or 0, known)
    return Conversion(found, undated if since else 0)


def _place_of(column: str) -> Case:
    """How far along a stage is; before all of them for none."""
    whens = [When(**{column: stage}, then=Value(place)) for place, stage in enumerate(STAGES)]
    return Case(*whens, default=Value(BEFORE_ALL), output_field=IntegerField())


def _one_where(**condition: Any) -> Case:
    return Case(When(**condition, then=Value(1)), default=Value(0), output_field=IntegerField())

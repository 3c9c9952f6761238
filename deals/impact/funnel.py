"""How many came, met, travelled and dealt, and how long it took. One statement for any number.

The years between two steps are taken from the middle of what each date may mean. A date that is
not known to the year is counted as not known; what comes in another order is counted apart.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from statistics import median
from typing import Any, NamedTuple

from django.db.models.functions import TruncDate

from deals.impact import rows
from deals.impact.scope import Scope
from deals.models import StageChange
from deals.rollup.statement import ask
from itpo.office.visibility import Viewer

KNOWN_TO_THE_YEAR = 366  # days between the first and the last day it may be
DAYS_A_YEAR = 365.25


class Step(StrEnum):
    """The days of a deal, in the order in which they should come."""

    VISIT = "visit"
    IDENTIFIED = "identified"
    DECIDED = "decided"
    OPERATIONAL = "operational"
    VERIFIED = "verified"


class Span(NamedTuple):
    """The first and the last day something may have been."""

    first: date
    last: date

    @property
    def middle(self) -> float | None:
        """In days; None for what is not known to the year."""
        if (self.last - self.first).days > KNOWN_TO_THE_YEAR:
            return None
        return (self.first.toordinal() + self.last.toordinal()) / 2


@dataclass
class Between:
    """The years from one step to another, over the deals of which both are known."""

    since: Step
    until: Step
    years: list[float] = field(default_factory=list)
    unknown: int = 0  # deals of which one of the days is not known to the year
    reversed: int = 0  # deals in which they came the other way round

    @property
    def median(self) -> float | None:
        return round(median(self.years), 1) if self.years else None

    def take(self, middles: Mapping[Step, float | None]) -> None:
        since, until = middles.get(self.since), middles.get(self.until)
        if since is None or until is None:
            self.unknown += 1
        elif until < since:
            self.reversed += 1
        else:
            self.years.append((until - since) / DAYS_A_YEAR)


class When(NamedTuple):
    """When things of a kind were, and of how many of them nobody knows."""

    first: Span | None
    last: Span | None
    undated: int


NEVER = When(None, None, 0)


@dataclass
class Funnel:
    """The numbers of a report. What is not in `counts` is none."""

    counts: dict[str, int] = field(default_factory=dict)
    between: list[Between] = field(default_factory=list)
    when: dict[str, When] = field(default_factory=dict)
    ran: dict[int, Span] = field(default_factory=dict)  # by deal, since when it is operational

    def __getitem__(self, name: str) -> int:
        return self.counts.get(name, 0)


PAIRS = [
    (Step.VISIT, Step.IDENTIFIED),
    (Step.IDENTIFIED, Step.DECIDED),
    (Step.DECIDED, Step.OPERATIONAL),
    (Step.OPERATIONAL, Step.VERIFIED),
    (Step.VISIT, Step.OPERATIONAL),
]

HELP = (
    "deal",
    *("visit", "meeting", "mission", "meeting__visit", "meeting__mission"),
    *("role", "day", "deal__decided_latest"),
    *("visit__begins_earliest", "visit__begins_latest"),
    *("meeting__visit__begins_earliest", "meeting__visit__begins_latest"),
)

PREPARED = """
  helped_visit (id) AS (
    SELECT visit FROM help WHERE visit IS NOT NULL
    UNION SELECT meeting_visit FROM help WHERE meeting_visit IS NOT NULL
  ),
  helped_mission (id) AS (
    SELECT mission FROM help WHERE mission IS NOT NULL
    UNION SELECT meeting_mission FROM help WHERE meeting_mission IS NOT NULL
  ),
  helped_deal (id) AS (SELECT DISTINCT deal FROM help),
  first_visit (deal, lo, hi) AS (
    SELECT deal, min(lo), min(hi) FROM (
      SELECT deal, visit_lo AS lo, visit_hi AS hi FROM help
      UNION ALL SELECT deal, meeting_lo, meeting_hi FROM help
    ) visits WHERE lo IS NOT NULL GROUP BY deal
  ),
  identified (deal, lo, hi) AS (
    SELECT deal, min(lo), min(hi) FROM change
    WHERE was = '' AND became = 'identified' AND lo IS NOT NULL GROUP BY deal
  ),
  concluded (deal, lo, hi) AS (
    SELECT deal, max(lo), max(hi) FROM change
    WHERE became = 'concluded' AND was <> 'operational' AND was <> became AND lo IS NOT NULL
    GROUP BY deal
  ),
  running (deal, lo, hi) AS (
    SELECT deal, max(lo), max(hi) FROM change
    WHERE became = 'operational' AND was <> became AND lo IS NOT NULL GROUP BY deal
  ),
  confirmed (deal, day) AS (SELECT deal, min(day) FROM checked GROUP BY deal),
  dated (id, stage, decided_lo, decided_hi, run_lo, run_hi) AS (
    SELECT deal.id, deal.stage,
      CASE WHEN deal.lo IS NOT NULL THEN deal.lo
           WHEN deal.stage IN ('concluded', 'operational') THEN concluded.lo END,
      CASE WHEN deal.hi IS NOT NULL THEN deal.hi
           WHEN deal.stage IN ('concluded', 'operational') THEN concluded.hi END,
      CASE WHEN deal.stage = 'operational' THEN running.lo END,
      CASE WHEN deal.stage = 'operational' THEN running.hi END
    FROM deal LEFT JOIN concluded ON concluded.deal = deal.id
      LEFT JOIN running ON running.deal = deal.id
  )
SELECT 'deal', deal.id, first_visit.lo, first_visit.hi,
  CASE WHEN identified.lo IS NULL AND deal.stage = 'identified' THEN deal.since
       ELSE identified.lo END,
  CASE WHEN identified.hi IS NULL AND deal.stage = 'identified' THEN deal.since
       ELSE identified.hi END,
  dated.decided_lo, dated.decided_hi, dated.run_lo, dated.run_hi, confirmed.day, confirmed.day
FROM deal JOIN dated ON dated.id = deal.id
  LEFT JOIN first_visit ON first_visit.deal = deal.id
  LEFT JOIN identified ON identified.deal = deal.id
  LEFT JOIN confirmed ON confirmed.deal = deal.id
"""
# Each gives as many columns as a deal has.
COUNTED = "UNION ALL SELECT '{name}', {number}" + ", NULL" * 10 + " FROM {rest}\n"
WHEN_IT_WAS = (
    "UNION ALL SELECT 'when {name}', count(*) - count({lo}), min({lo}), min({hi}), max({lo}), "
    "max({hi})" + ", NULL" * 6 + " FROM {rest}\n"
)
# What is counted, and from which rows.
COUNTS = {
    "delegates": "count(DISTINCT delegate) FROM visit",
    "visits": "count(*) FROM visit",
    "programmes": "count(DISTINCT programme) FROM visit",
    "meetings": "count(*) FROM meeting",
    "missions": "count(*) FROM mission",
    "deals": "count(*) FROM deal",
    "results": "count(*) FROM checked",
    "delegates helped": "count(DISTINCT delegate) FROM visit "
    "WHERE id IN (SELECT id FROM helped_visit)",
    "visits helped": "count(*) FROM visit WHERE id IN (SELECT id FROM helped_visit)",
    "visits met": "count(*) FROM visit WHERE id IN "
    "(SELECT visit FROM meeting WHERE visit IS NOT NULL)",
    "meetings helped": "count(*) FROM meeting WHERE id IN "
    "(SELECT meeting FROM help WHERE meeting IS NOT NULL)",
    "missions helped": "count(*) FROM mission WHERE id IN (SELECT id FROM helped_mission)",
    "deals helped": "count(*) FROM deal WHERE id IN (SELECT id FROM helped_deal)",
    "deals concluded": "count(*) FROM deal WHERE stage IN ('concluded', 'operational')",
    "deals operational": "count(*) FROM deal WHERE stage = 'operational'",
    "deals ended": "count(*) FROM deal WHERE status IN ('lost', 'abandoned')",
    "deals verified": "count(DISTINCT deal) FROM checked",
    "deals without help": "count(*) FROM deal WHERE stage IN ('concluded', 'operational') "
    "AND id NOT IN (SELECT id FROM helped_deal)",
    "figures unverified": "count(*) FROM unchecked",
    "help after": "count(*) FROM help WHERE day > decided "
    "AND role <> 'implementation' AND deal IN (SELECT id FROM deal)",
    "help undated": "count(*) FROM help WHERE (day IS NULL OR decided IS NULL) "
    "AND role <> 'implementation' "
    "AND deal IN (SELECT id FROM deal WHERE stage IN ('concluded', 'operational'))",
}
# When things of a kind were: the first and the last of them, each as exactly as it is known.
WHEN = {
    "visits": ("lo", "hi", "visit"),
    "missions": ("lo", "hi", "mission"),
    "decisions": ("decided_lo", "decided_hi", "dated WHERE stage IN ('concluded', 'operational')"),
}


def counted(scope: Scope, viewer: Viewer) -> Funnel:
    """Count what somebody sees of a report's rows. One query."""
    funnel = Funnel(between=[Between(*pair) for pair in PAIRS])
    for what, number, *days in ask(_tables(scope, viewer), PREPARED + "".join(_parts())):
        spans = [_span(*pair) for pair in zip(days[::2], days[1::2], strict=True)]
        if what == "deal":
            known = {step: span for step, span in zip(Step, spans, strict=True) if span}
            middles = {step: span.middle for step, span in known.items()}
            for between in funnel.between:
                between.take(middles)
            if Step.OPERATIONAL in known:
                funnel.ran[int(number)] = known[Step.OPERATIONAL]
        elif what.startswith("when "):
            funnel.when[what.removeprefix("when ")] = When(spans[0], spans[1], int(number))
        else:
            funnel.counts[what] = int(number)
    return funnel


def _parts() -> Iterator[str]:
    for name, sql in COUNTS.items():
        number, rest = sql.split(" FROM ", 1)
        yield COUNTED.format(name=name, number=number, rest=rest)
    for name, (lo, hi, rest) in WHEN.items():
        yield WHEN_IT_WAS.format(name=name, lo=lo, hi=hi, rest=rest)


def _span(first: Any, last: Any) -> Span | None:
    if first is None or last is None:
        return None
    return Span(_day(first), _day(last))


def _day(found: Any) -> date:
    """A day, which SQLite keeps as text."""
    return date.fromisoformat(found) if isinstance(found, str) else found


def _tables(scope: Scope, viewer: Viewer) -> dict[str, Any]:
    deals = rows.deals(scope, viewer)
    numbers = deals.values("pk")
    of_deals = rows.claims(scope, viewer)
    changes = StageChange.objects.filter(deal__in=numbers)
    return {
        "visit (id, delegate, programme, lo, hi)": rows.visits(scope, viewer).values_list(
            "pk", "delegate", "programme", "begins_earliest", "begins_latest"
        ),
        "meeting (id, visit)": rows.meetings(scope, viewer).values_list("pk", "visit"),
        "mission (id, lo, hi)": rows.missions(scope, viewer).values_list(
            "pk", "begins_earliest", "begins_latest"
        ),
        "deal (id, stage, status, lo, hi, since)": deals.values_list(
            "pk", "stage", "status", "decided_earliest", "decided_latest", "stage_since"
        ),
        "help (deal, visit, meeting, mission, meeting_visit, meeting_mission, role, day, decided, "
        "visit_lo, visit_hi, meeting_lo, meeting_hi)": (
            rows.helpers(scope, viewer).with_day().values_list(*HELP)
        ),
        "change (deal, was, became, lo, hi)": changes.values_list(
            "deal", "from_stage", "to_stage", "happened_earliest", "happened_latest"
        ),
        "checked (deal, day)": of_deals.exclude(verified_at=None).values_list(
            "deal", TruncDate("verified_at")
        ),
        "unchecked (deal)": of_deals.to_verify().values_list("deal"),
    }

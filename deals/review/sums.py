"""What the review counts and adds up, in one statement for any number of deals.

Of each deal, metric and phase the reported figure counts. Planned and verified stay apart, and so
do currencies. A figure is left out when a larger deal it is a part of, however far up, has one in
the same metric and phase: it is in there already (architecture §4.3). Deals that are lost or given
up add nothing.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, QuerySet, Window
from django.db.models.functions import RowNumber

from deals.models import Claim, Deal
from deals.models.claims import ClaimQuerySet
from deals.models.deals import ENDED
from deals.review import rows
from delegates.models import HostCountry
from itpo.office.models import Sector
from itpo.office.visibility import Viewer

JOBS, CAPITAL = Claim.Metric.JOBS, Claim.Metric.CAPITAL
PLANNED, VERIFIED = Claim.Phase.PLANNED, Claim.Phase.ACTUAL
CENT = Decimal("0.01")


@dataclass
class Sums:
    """The deals of one stage, owner, country or sector, and their figures."""

    name: str = ""
    by_status: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    open: int = 0
    late: int = 0
    unplanned: int = 0
    # By metric and phase, and then by currency. What is not there is not known: that is not zero.
    figures: dict[tuple[str, str], dict[str, Decimal]] = field(default_factory=dict)

    def add(self, other: "Sums") -> None:
        for status, number in other.by_status.items():
            self.by_status[status] += number
        self.open += other.open
        self.late += other.late
        self.unplanned += other.unplanned
        for key, values in other.figures.items():
            mine = self.figures.setdefault(key, {})
            for currency, value in values.items():
                mine[currency] = mine.get(currency, Decimal(0)) + value

    @property
    def running(self) -> int:
        """Neither lost nor given up."""
        return sum(number for status, number in self.by_status.items() if status not in ENDED)

    def jobs(self, phase: str) -> Decimal | None:
        return self.figures.get((JOBS, phase), {}).get("")

    def capital(self, phase: str) -> dict[str, Decimal]:
        """The capital of a phase, by currency."""
        return dict(sorted(self.figures.get((CAPITAL, phase), {}).items()))


@dataclass
class Counted:
    """Everything the review counts. Keys are stages, and numbers of rows as text."""

    stages: dict[str, Sums] = field(default_factory=lambda: defaultdict(Sums))
    owners: dict[str, Sums] = field(default_factory=lambda: defaultdict(Sums))
    countries: dict[str, Sums] = field(default_factory=lambda: defaultdict(Sums))
    sectors: dict[str, Sums] = field(default_factory=lambda: defaultdict(Sums))
    kinds: set[str] = field(default_factory=set)
    left_out: int = 0  # figures that lie inside a larger deal's

    @property
    def total(self) -> Sums:
        """Of all stages. Not of all sectors: a deal may be in several."""
        total = Sums()
        for one in self.stages.values():
            total.add(one)
        return total


REPORTED = "claim, deal, stage, owner, country, metric, phase, currency, value, verified_at"

# Goes on after the rows that querysets say, see `_read`.
STATEMENT = """
  figure (claim, deal, stage, owner, country, metric, phase, currency, value) AS (
    SELECT claim, deal, stage, owner, country, metric, phase, currency, value FROM reported
    WHERE value IS NOT NULL AND (phase = 'planned' OR verified_at IS NOT NULL)
  ),
  inside (claim, metric, phase, whole) AS (
    SELECT claim, metric, phase, whole FROM figure JOIN part ON part.deal = figure.deal
    UNION
    SELECT claim, metric, phase, part.whole FROM inside JOIN part ON part.deal = inside.whole
  ),
  left_out (claim) AS (
    SELECT DISTINCT inside.claim FROM inside JOIN figure ON figure.deal = inside.whole
      AND figure.metric = inside.metric AND figure.phase = inside.phase
  ),
  added (deal, stage, owner, country, metric, phase, currency, value) AS (
    SELECT deal, stage, owner, country, metric, phase, currency, value FROM figure
    WHERE claim NOT IN (SELECT claim FROM left_out)
  ),
  flagged (flag, deal, owner, country) AS (
    SELECT 'open', deal, owner, country FROM opened
    UNION ALL SELECT 'late', deal, owner, country FROM late
    UNION ALL SELECT 'unplanned', deal, owner, country FROM unplanned
  )
SELECT 'left out', '', '', '', '', count(*) FROM left_out
UNION ALL
SELECT 'kind', kind, '', '', '', sum(number) FROM standing GROUP BY kind
UNION ALL
SELECT 'country', CAST(country AS text), 'name', name, '', 0 FROM country_name
UNION ALL
SELECT 'sector', CAST(sector AS text), 'name', name, '', 0 FROM sector_name
UNION ALL
SELECT 'stage', stage, 'status', status, '', sum(number) FROM standing GROUP BY stage, status
UNION ALL
SELECT 'stage', stage, metric, phase, currency, sum(value)
  FROM added GROUP BY stage, metric, phase, currency
UNION ALL
SELECT 'owner', CAST(owner AS text), 'flag', flag, '', count(*) FROM flagged GROUP BY owner, flag
UNION ALL
SELECT 'owner', CAST(owner AS text), metric, phase, currency, sum(value)
  FROM added GROUP BY owner, metric, phase, currency
UNION ALL
SELECT 'country', CAST(country AS text), 'flag', flag, '', count(*)
  FROM flagged GROUP BY country, flag
UNION ALL
SELECT 'country', CAST(country AS text), metric, phase, currency, sum(value)
  FROM added GROUP BY country, metric, phase, currency
UNION ALL
SELECT 'sector', CAST(sector AS text), 'flag', flag, '', count(*)
  FROM flagged LEFT JOIN sector_of ON sector_of.deal = flagged.deal GROUP BY sector, flag
UNION ALL
SELECT 'sector', CAST(sector AS text), metric, phase, currency, sum(value)
  FROM added LEFT JOIN sector_of ON sector_of.deal = added.deal
  GROUP BY sector, metric, phase, currency
"""


def counted(viewer: Viewer, today: date) -> Counted:
    """Count and add up what somebody sees. `today` is theirs. One query."""
    result = Counted()
    tables = {
        "stage": result.stages,
        "owner": result.owners,
        "country": result.countries,
        "sector": result.sectors,
    }
    for table, key, what, words, currency, number in _read(viewer, today):
        if table == "left out":
            result.left_out = int(number)
        elif table == "kind":
            result.kinds.add(key)
        else:
            sums = tables[table][rows.NOBODY if key is None else key]
            if what == "name":
                sums.name = words
            elif what == "status":
                sums.by_status[words] = int(number)
            elif what == "flag":
                setattr(sums, words, int(number))
            else:
                # SQLite adds up in binary fractions.
                value = Decimal(str(number)).quantize(CENT)
                sums.figures.setdefault((what, words), {})[currency] = value
    return result


def _read(viewer: Viewer, today: date) -> list[Any]:
    deals = Deal.objects.visible_to(viewer)
    sector_of = Deal.sectors.through.objects.all()
    parts = Deal.objects.filter(parent_relation=Deal.ParentRelation.PART)
    countries = HostCountry.objects.filter(pk__in=deals.values("country"))
    sectors = Sector.objects.filter(pk__in=sector_of.filter(deal__in=deals).values("sector"))
    whose = ("pk", "owner", "country")
    said: dict[str, QuerySet[Any, Any]] = {
        "standing (stage, status, kind, number)": deals.values_list(
            "stage", "status", "kind"
        ).annotate(number=Count("pk")),
        "opened (deal, owner, country)": deals.open().values_list(*whose),
        "late (deal, owner, country)": deals.overdue(viewer, today).values_list(*whose),
        "unplanned (deal, owner, country)": deals.with_nothing_planned().values_list(*whose),
        "sector_of (deal, sector)": sector_of.values_list("deal", "sector"),
        f"reported ({REPORTED})": _reported(deals),
        # Of all deals: a part stays one when what lies between is restricted.
        "part (deal, whole)": parts.values_list("pk", "parent"),
        "country_name (country, name)": countries.values_list("pk", "name"),
        "sector_name (sector, name)": sectors.values_list("pk", "name"),
    }
    heads: list[str] = []
    values: list[Any] = []
    try:
        for head, queryset in said.items():
            sql, more = queryset.query.sql_with_params()
            heads.append(f"{head} AS ({sql})")
            values += more
    except EmptyResultSet:  # they see nothing
        return []
    with connection.cursor() as cursor:
        cursor.execute("WITH RECURSIVE " + ", ".join(heads) + "," + STATEMENT, values)
        return list(cursor.fetchall())


def _reported(deals: Any) -> QuerySet[Any, Any]:
    """The reported figures of deals that are neither lost nor given up."""
    said = Claim.objects.filter(
        deal__in=deals.exclude(status__in=ENDED),
        metric__in=[JOBS, CAPITAL],
        phase__in=[PLANNED, VERIFIED],
    )
    return _chosen(said).values_list(
        "pk",
        "deal",
        "deal__stage",
        "deal__owner",
        "deal__country",
        "metric",
        "phase",
        "currency",
        "value",
        "verified_at",
    )


def _chosen(claims: ClaimQuerySet) -> ClaimQuerySet:
    """The one to report of each deal, metric and phase, by the order every page goes by.

    A filter added to these rows would leave claims out before one of them is chosen.
    """
    order: Any = Claim.objects.reported_first().query.order_by
    place = Window(RowNumber(), partition_by=["deal", "metric", "phase"], order_by=list(order))
    chosen: ClaimQuerySet = claims.standing().annotate(place=place).filter(place=1)
    return chosen

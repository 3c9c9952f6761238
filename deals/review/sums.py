"""What the review counts and adds up, in one statement for any number of deals.

Which figures count, and which lie inside a larger deal's, is the roll-ups' rule
(`deals/rollup/statement.py`); the review shows its planned and verified jobs and capital.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from deals.models import Claim, Deal
from deals.models.deals import ENDED
from deals.review import rows
from deals.rollup.columns import Column
from deals.rollup.statement import RULE, ask, said
from deals.rollup.sums import exact
from delegates.models import HostCountry
from itpo.office.models import Sector
from itpo.office.visibility import Viewer

JOBS, CAPITAL = Claim.Metric.JOBS, Claim.Metric.CAPITAL
PLANNED, VERIFIED = Column.PLANNED, Column.VERIFIED
Phase = Claim.Phase


@dataclass
class Sums:
    """The deals of one stage, owner, country or sector, and their figures."""

    name: str = ""
    by_status: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    open: int = 0
    late: int = 0
    unplanned: int = 0
    # By metric and column, and then by currency. What is not there is not known: that is not zero.
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

    def jobs(self, column: str) -> Decimal | None:
        return self.figures.get((JOBS, column), {}).get("")

    def capital(self, column: str) -> dict[str, Decimal]:
        """The capital of a column, by currency."""
        return dict(sorted(self.figures.get((CAPITAL, column), {}).items()))


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


# Goes on after the rows that querysets say, see `_read`.
STATEMENT = """,
  summed (deal, stage, owner, country, metric, col, currency, value) AS (
    SELECT added.deal, whose.stage, whose.owner, whose.country, metric, col, currency, value
    FROM added JOIN whose ON whose.deal = added.deal WHERE col IN ('planned', 'verified')
  ),
  flagged (flag, deal, owner, country) AS (
    SELECT 'open', deal, owner, country FROM opened
    UNION ALL SELECT 'late', deal, owner, country FROM late
    UNION ALL SELECT 'unplanned', deal, owner, country FROM unplanned
  )
SELECT 'left out', '', '', '', '', count(*) FROM left_out
  WHERE col IN ('planned', 'verified')
UNION ALL
SELECT 'kind', kind, '', '', '', sum(number) FROM standing GROUP BY kind
UNION ALL
SELECT 'country', CAST(country AS text), 'name', name, '', 0 FROM country_name
UNION ALL
SELECT 'sector', CAST(sector AS text), 'name', name, '', 0 FROM sector_name
UNION ALL
SELECT 'stage', stage, 'status', status, '', sum(number) FROM standing GROUP BY stage, status
UNION ALL
SELECT 'stage', stage, metric, col, currency, sum(value)
  FROM summed GROUP BY stage, metric, col, currency
UNION ALL
SELECT 'owner', CAST(owner AS text), 'flag', flag, '', count(*) FROM flagged GROUP BY owner, flag
UNION ALL
SELECT 'owner', CAST(owner AS text), metric, col, currency, sum(value)
  FROM summed GROUP BY owner, metric, col, currency
UNION ALL
SELECT 'country', CAST(country AS text), 'flag', flag, '', count(*)
  FROM flagged GROUP BY country, flag
UNION ALL
SELECT 'country', CAST(country AS text), metric, col, currency, sum(value)
  FROM summed GROUP BY country, metric, col, currency
UNION ALL
SELECT 'sector', CAST(sector AS text), 'flag', flag, '', count(*)
  FROM flagged LEFT JOIN sector_of ON sector_of.deal = flagged.deal GROUP BY sector, flag
UNION ALL
SELECT 'sector', CAST(sector AS text), metric, col, currency, sum(value)
  FROM summed LEFT JOIN sector_of ON sector_of.deal = summed.deal
  GROUP BY sector, metric, col, currency
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
                sums.figures.setdefault((what, words), {})[currency] = exact(number)
    return result


def _read(viewer: Viewer, today: date) -> list[Any]:
    deals = Deal.objects.visible_to(viewer)
    sector_of = Deal.sectors.through.objects.all()
    countries = HostCountry.objects.filter(pk__in=deals.values("country"))
    sectors = Sector.objects.filter(pk__in=sector_of.filter(deal__in=deals).values("sector"))
    whose = ("pk", "owner", "country")
    tables: dict[str, QuerySet[Any, Any]] = {
        "standing (stage, status, kind, number)": deals.values_list(
            "stage", "status", "kind"
        ).annotate(number=Count("pk")),
        "opened (deal, owner, country)": deals.open().values_list(*whose),
        "late (deal, owner, country)": deals.overdue(viewer, today).values_list(*whose),
        "unplanned (deal, owner, country)": deals.with_nothing_planned().values_list(*whose),
        "sector_of (deal, sector)": sector_of.values_list("deal", "sector"),
        "whose (deal, stage, owner, country)": deals.values_list("pk", "stage", "owner", "country"),
        **said(deals, metric__in=[JOBS, CAPITAL], phase__in=[Phase.PLANNED, Phase.ACTUAL]),
        "country_name (country, name)": countries.values_list("pk", "name"),
        "sector_name (sector, name)": sectors.values_list("pk", "name"),
    }
    return ask(tables, RULE + STATEMENT)

"""What the programmes and missions of a report cost, as far as their budgets are known.

Currencies are never added together. Of a line, what was spent counts, else what was planned; how
much of a sum is a plan is said. A budget with a line that nobody knows is not known.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Value

from deals.impact import rows
from deals.impact.funnel import Funnel
from deals.impact.scope import Scope
from deals.money import amount_shown
from delegates.models import BudgetLine
from investors.models import MissionBudgetLine
from itpo.office.visibility import Viewer


@dataclass
class Cost:
    """What is known in one currency."""

    currency: str
    value: Decimal = Decimal(0)
    planned: Decimal = Decimal(0)  # how much of it is only planned
    per_job: Decimal | None = None  # None until every budget and the verified jobs are known

    @property
    def shown(self) -> str:
        return amount_shown(self.value, self.currency)

    @property
    def planned_shown(self) -> str:
        return amount_shown(self.planned, self.currency) if self.planned else ""

    @property
    def per_job_shown(self) -> str:
        return "" if self.per_job is None else amount_shown(self.per_job, self.currency)


@dataclass
class Costs:
    """The costs of a report, and of how many programmes and missions they are known."""

    programmes: int = 0
    missions: int = 0
    programmes_known: int = 0
    missions_known: int = 0
    by_currency: list[Cost] = field(default_factory=list)
    jobs: Decimal | None = None  # verified

    @property
    def are_known(self) -> bool:
        """Whether nothing is missing, so that they can be set against results."""
        return (
            bool(self.by_currency)
            and self.programmes_known == self.programmes
            and self.missions_known == self.missions
        )


def spent(scope: Scope, viewer: Viewer, funnel: Funnel, jobs: Decimal | None) -> Costs:
    """Add up the budgets of the programmes of these visits, and of these missions. One query.

    `jobs` are the verified ones they are set against.
    """
    found = Costs(programmes=funnel["programmes"], missions=funnel["missions"], jobs=jobs)
    by_owner: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for kind, owner, currency, planned, actual in _lines(scope, viewer):
        by_owner[kind, owner].append((currency, planned, actual))
    by_currency: dict[str, Cost] = {}
    for (kind, _owner), budget in by_owner.items():
        if all(planned is not None or actual is not None for _c, planned, actual in budget):
            if kind == "programme":
                found.programmes_known += 1
            else:
                found.missions_known += 1
        _add(budget, by_currency)
    found.by_currency = [by_currency[currency] for currency in sorted(by_currency)]
    if found.are_known and found.jobs:
        for cost in found.by_currency:
            cost.per_job = (cost.value / found.jobs).quantize(Decimal("0.01"))
    return found


def _add(budget: Iterable[Any], by_currency: dict[str, Cost]) -> None:
    for currency, planned, actual in budget:
        value = planned if actual is None else actual
        if value is None:
            continue
        cost = by_currency.setdefault(currency, Cost(currency))
        cost.value += Decimal(value)
        if actual is None:
            cost.planned += Decimal(value)


def _lines(scope: Scope, viewer: Viewer) -> Any:
    """Of every line: whose it is, and what it says, in one query."""
    columns = ("currency", "planned", "actual")
    of_programmes, of_missions = _budgets(scope, viewer)
    programmes = of_programmes.values_list(Value("programme", CharField()), "programme", *columns)
    missions = of_missions.values_list(Value("mission", CharField()), "mission", *columns)
    return programmes.union(missions, all=True)


def lines(scope: Scope, viewer: Viewer) -> Iterator[tuple[str, Any]]:
    """Every line, and the name of the programme or mission it belongs to."""
    of_programmes, of_missions = _budgets(scope, viewer)
    for line in of_programmes.select_related("programme").order_by("programme", "pk"):
        yield line.programme.name, line
    for line in of_missions.select_related("mission").order_by("mission", "pk"):
        yield line.mission.name, line


def _budgets(scope: Scope, viewer: Viewer) -> tuple[Any, Any]:
    programmes = rows.visits(scope, viewer).exclude(programme=None).values("programme")
    missions = rows.missions(scope, viewer).values("pk")
    return (
        BudgetLine.objects.visible_to(viewer).filter(programme__in=programmes),
        MissionBudgetLine.objects.visible_to(viewer).filter(mission__in=missions),
    )

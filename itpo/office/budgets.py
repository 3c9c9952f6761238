"""What something costs, added up as far as it is known. Currencies are never added together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from itpo.office.models.budgets import Spending, amount_shown


@dataclass(frozen=True)
class Total:
    """The lines in one currency. What is not known is counted, and never taken for zero."""

    currency: str
    planned: Decimal | None
    actual: Decimal | None
    planned_unknown: int  # lines of which it is not known
    actual_unknown: int

    @property
    def difference(self) -> Decimal | None:
        """What was spent beyond the plan; not known until every line is known in both."""
        if self.planned is None or self.actual is None:
            return None
        if self.planned_unknown or self.actual_unknown:
            return None
        return self.actual - self.planned

    @property
    def planned_shown(self) -> str:
        return amount_shown(self.planned)

    @property
    def actual_shown(self) -> str:
        return amount_shown(self.actual)

    @property
    def difference_shown(self) -> str:
        """With its sign; empty where it is not known."""
        shown = amount_shown(self.difference)
        return f"+{shown}" if self.difference is not None and self.difference > 0 else shown


def totals(lines: Iterable[Spending]) -> list[Total]:
    """A total for each currency, in the order of their codes."""
    by_currency: dict[str, list[Spending]] = defaultdict(list)
    for line in lines:
        by_currency[line.currency].append(line)
    return [_total(currency, by_currency[currency]) for currency in sorted(by_currency)]


def _total(currency: str, lines: list[Spending]) -> Total:
    planned = [line.planned for line in lines if line.planned is not None]
    actual = [line.actual for line in lines if line.actual is not None]
    return Total(
        currency=currency,
        planned=sum(planned, Decimal(0)) if planned else None,
        actual=sum(actual, Decimal(0)) if actual else None,
        planned_unknown=len(lines) - len(planned),
        actual_unknown=len(lines) - len(actual),
    )

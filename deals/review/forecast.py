"""What open deals plan, by the quarter in which their next stage is expected.

A deal's planned figure, else the announced one, which stays apart. Nothing is weighted: how many
deals go on from a stage stands beside it (`conversion`), and who wants a guess makes it.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Q, Value, When
from django.utils import formats

from deals.models import Claim, Deal
from deals.models.deals import DealQuerySet
from deals.rollup.statement import RULE, ask, said
from itpo.office.months import months_later
from itpo.office.visibility import Viewer

LATE, LATER, NONE = "late", "later", "none"
QUARTERS = 4
CENT = Decimal("0.01")
Metric, Phase = Claim.Metric, Claim.Phase

STATEMENT = """,
  with_plan (deal, metric) AS (SELECT DISTINCT deal, metric FROM figure WHERE col = 'planned')
SELECT 'deals', span, '', '', count(*) FROM opened GROUP BY span
UNION ALL
SELECT 'left out', '', '', '', count(DISTINCT claim) FROM left_out
UNION ALL
SELECT added.metric, opened.span, added.col, added.currency, sum(added.value)
  FROM added JOIN opened ON opened.deal = added.deal
  LEFT JOIN with_plan ON with_plan.deal = added.deal AND with_plan.metric = added.metric
  WHERE added.col = 'planned' OR with_plan.deal IS NULL
  GROUP BY added.metric, opened.span, added.col, added.currency
"""


@dataclass(frozen=True)
class Span:
    """A time in which next stages are expected: from a day on, and before another."""

    key: str
    begins: date | None = None
    before: date | None = None

    def within(self) -> Q:
        """The deals whose next stage is expected then."""
        if self.key == NONE:
            return Q(expected_on=None)
        found = Q(expected_on__isnull=False)
        if self.begins:
            found &= Q(expected_on__gte=self.begins)
        if self.before:
            found &= Q(expected_on__lt=self.before)
        return found

    @property
    def label(self) -> str:
        """Of a quarter its months: “Oct–Dec 2026”."""
        if self.begins is None or self.before is None:
            return ""
        first = date(self.before.year, self.before.month, 1)
        last = months_later(first, -1)
        begins = formats.date_format(months_later(first, -3), "M")
        return f"{begins}–{formats.date_format(last, 'M Y')}"


def spans(today: date) -> list[Span]:
    """What was expected by now, this quarter and the next three, what comes later, no day."""
    found = [Span(LATE, before=today)]
    begins, before = today, months_later(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 3)
    for _number in range(QUARTERS):
        first = months_later(before, -3)
        found.append(Span(f"{first:%Y-%m}", begins, before))
        begins, before = before, months_later(before, 3)
    return [*found, Span(LATER, begins=begins), Span(NONE)]


def expected_in(deals: DealQuerySet, key: str, today: date) -> DealQuerySet:
    """Open deals whose next stage is expected in one of these times; none for another."""
    chosen = next((span for span in spans(today) if span.key == key), None)
    return deals.open().filter(chosen.within()) if chosen else deals.none()


@dataclass
class Expected:
    """The open deals of a span, and their figures by metric and phase, then by currency."""

    deals: int = 0
    figures: dict[tuple[str, str], dict[str, Decimal]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def of(self, metric: str, phase: str) -> Mapping[str, Decimal]:
        """By currency; what is not there is not known, and that is not zero."""
        return dict(sorted(self.figures.get((metric, phase), {}).items()))


@dataclass
class Forecast:
    """What is expected, by the key of each span; figures inside larger deals' are left out."""

    spans: dict[str, Expected] = field(default_factory=lambda: defaultdict(Expected))
    left_out: int = 0


def forecast(viewer: Viewer, today: date) -> Forecast:
    """What somebody may expect from the open deals they see. One query."""
    opened = Deal.objects.visible_to(viewer).open()
    whens = [When(span.within(), then=Value(span.key)) for span in spans(today)]
    by_span = opened.annotate(span=Case(*whens, output_field=CharField()))
    tables = {
        **said(
            opened,
            metric__in=[Metric.JOBS, Metric.CAPITAL],
            phase__in=[Phase.PLANNED, Phase.ANNOUNCED],
        ),
        "opened (deal, span)": by_span.values_list("pk", "span"),
    }
    result = Forecast()
    rows: list[Any] = ask(tables, RULE + STATEMENT)
    for what, span, phase, currency, number in rows:
        if what == "left out":
            result.left_out = int(number)
        elif what == "deals":
            result.spans[span].deals = int(number)
        else:
            # SQLite adds up in binary fractions.
            value = Decimal(str(number)).quantize(CENT)
            result.spans[span].figures[what, phase][currency] = value
    return result

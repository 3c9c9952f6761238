"""Lists whose rows tell together of something, as kinds of lists to take in on a page.

What would become of each row is found by taking the list in and taking that back.
"""

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Model
from django.utils.text import capfirst

from deals.importing.journal import Journal
from deals.importing.opening import Take
from deals.importing.telling import Telling
from deals.models import Claim
from delegates.models import HostCountry
from investors.models import Company
from itpo.office.importing.kinds import Asked, Fate, Plan, Row, Written
from itpo.office.importing.reading import Line
from itpo.office.importing.report import Outcome, Report, Told
from itpo.office.models import User

FATES = {
    Outcome.CREATED: Fate.CREATED,
    Outcome.UPDATED: Fate.UPDATED,
    Outcome.UNCHANGED: Fate.UNCHANGED,
}


BESIDE = (HostCountry, Company, Claim)  # what is told of, made beside what a row is about


class Whole:
    """The two functions of a kind, made of its importer and its columns."""

    def __init__(self, take: Take, columns: Sequence[str]) -> None:
        self.take, self.columns = take, columns

    def plan(self, rows: Sequence[Row], asked: Asked) -> list[Plan]:
        """Take the list in, and take that back."""
        with transaction.atomic():
            report, written = self._take(rows, asked)
            plans = _plans(rows, report, written, asked.by)
            transaction.set_rollback(True)
        return plans

    def write(self, plans: Sequence[Plan], asked: Asked) -> list[Written]:
        _report, written = self._take([plan.row for plan in plans], asked)
        asked.progress(len(plans))
        return written

    def _take(self, rows: Sequence[Row], asked: Asked) -> tuple[Report, list[Written]]:
        report, journal = Report(), Journal(asked.by)
        lines = [self._line(row) for row in rows if not row.problems]
        self.take(
            lines,
            report,
            office=asked.office,
            at=asked.at,
            by=asked.by,
            list_wins=asked.list_wins,
        )
        return report, journal.written(_rows_of(report))

    def _line(self, row: Row) -> Line:
        cells = {name: row.values.get(name, "") for name in self.columns}
        return Line(row.number, cells, row.values.get("id"))


def _rows_of(report: Report) -> dict[tuple[type[Model], int], int]:
    """The first row that tells of each record."""
    rows: dict[tuple[type[Model], int], int] = {}
    for number, told in sorted(report.told.items()):
        for draft in told.drafts:
            rows.setdefault((type(draft.record), draft.record.pk), number)
    return rows


def _plans(
    rows: Sequence[Row], report: Report, written: Sequence[Written], by: User | None
) -> list[Plan]:
    for row in rows:
        for problem in report.problems_of(row.number):
            row.refuse(problem.column, problem.reason)
    beside: dict[int, list[str]] = defaultdict(list)
    for one in written:
        if one.is_new and isinstance(one.record, BESIDE):
            kind = capfirst(str(one.record._meta.verbose_name))
            beside[one.row].append(f"{kind}: {one.record}")
    telling = Telling(by)
    return [_plan(row, report.told.get(row.number), beside[row.number], telling) for row in rows]


def _plan(row: Row, told: Told | None, beside: list[str], telling: Telling) -> Plan:
    if told is None:
        return Plan(row, Fate.REFUSED)
    whole = told.drafts[0].record
    drafts = telling.not_told_yet(told.drafts)
    return Plan(
        row,
        FATES[told.outcome],
        str(whole),
        whole,
        [one for draft in drafts for one in telling.differences(draft)],
        [one for draft in drafts for one in telling.kept(draft)],
        beside=beside,
    )

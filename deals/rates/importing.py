"""`import_rates`: exchange rates from a list, as the United Nations and banks publish them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from deals.rates import reading
from itpo.office.importing.reading import Line, lines_of, read
from itpo.office.importing.report import Outcome, Report, RowRefused
from itpo.office.models import ExchangeRate, Office

COLUMNS = ("date", "from", "to", "rate", "source")
LONGEST_SOURCE = 200  # characters; the length of the column

Key = tuple[str, str, date]


@dataclass(frozen=True)
class RateRow:
    """One row of the list, understood."""

    number: int
    one: str
    other: str
    on: date
    rate: Decimal
    source: str

    @property
    def key(self) -> Key:
        return self.one, self.other, self.on


@transaction.atomic
def import_rates(path: Path, *, office: Office, at: datetime, dry_run: bool = False) -> Report:
    """Take a list of rates. Raises FileNotReadable, having written nothing.

    A dry run says what would be done and takes it back.
    """
    report = Report()
    _take(read(path, COLUMNS, report), office.today(at), report)
    if dry_run:
        transaction.set_rollback(True)
    return report


@transaction.atomic
def take_rates(raw: bytes, *, today: date) -> Report:
    """The same of a file that was sent. Raises FileNotReadable."""
    report = Report()
    _take(lines_of(raw, COLUMNS, report), today, report)
    return report


def understand(line: Line, today: date) -> RateRow:
    """What a row says. Raises RowRefused."""

    def cell(column: str, of: object) -> RowRefused:
        return RowRefused(column, str(of))

    try:
        on = reading.day(line["date"], today)
    except ValueError as error:
        raise cell("date", error) from error
    codes = []
    for column in ("from", "to"):
        try:
            codes.append(reading.currency(line[column]))
        except ValueError as error:
            raise cell(column, error) from error
    if codes[0] == codes[1]:
        raise RowRefused("to", _("A rate is between two currencies."))
    try:
        rate = reading.rate(line["rate"])
    except ValueError as error:
        raise cell("rate", error) from error
    source = line["source"]
    if not source:
        raise RowRefused("source", _("Say where the rate is from."))
    if len(source) > LONGEST_SOURCE:
        sentence = _("The text is longer than %(longest)s characters.")
        raise RowRefused("source", sentence % {"longest": LONGEST_SOURCE})
    return RateRow(line.number, codes[0], codes[1], on, rate, source)


def _take(lines: Iterable[Line], today: date, report: Report) -> None:
    list(Office.objects.select_for_update().order_by("pk")[:1])  # one list after another
    rows = _rows(lines, today, report)
    known = _known(rows.values())
    made, changed = [], []
    for key, row in rows.items():
        kept = known.get(key)
        if kept is None:
            one, other, on = key
            made.append(
                ExchangeRate(
                    from_currency=one, to_currency=other, on=on, rate=row.rate, source=row.source
                )
            )
            report.count(Outcome.CREATED)
        elif (kept.rate, kept.source) == (row.rate, row.source):
            report.count(Outcome.UNCHANGED)
        else:
            kept.rate, kept.source = row.rate, row.source
            changed.append(kept)
            report.count(Outcome.UPDATED)
    bulk_create_with_history(made, ExchangeRate)
    bulk_update_with_history(changed, ExchangeRate, ["rate", "source"])


def _rows(lines: Iterable[Line], today: date, report: Report) -> dict[Key, RateRow]:
    """The rows by pair and day. One that says the same twice is counted, and taken once."""
    rows: dict[Key, RateRow] = {}
    for line in lines:
        try:
            row = understand(line, today)
            first = rows.setdefault(row.key, row)
            if first is not row and (first.rate, first.source) != (row.rate, row.source):
                sentence = _("Row %(row)s has another rate for this day already.")
                raise RowRefused("rate", sentence % {"row": first.number})
            if first is not row:
                report.count(Outcome.UNCHANGED)
        except RowRefused as refusal:
            report.refuse(line.number, refusal)
    return rows


def _known(rows: Iterable[RateRow]) -> dict[Key, ExchangeRate]:
    """What is kept of these pairs, in one query; locked, so that nobody changes it meanwhile."""
    rows = list(rows)
    if not rows:
        return {}
    days = [row.on for row in rows]
    kept = ExchangeRate.objects.select_for_update().filter(
        from_currency__in={row.one for row in rows},
        to_currency__in={row.other for row in rows},
        on__range=(min(days), max(days)),
    )
    return {(one.from_currency, one.to_currency, one.on): one for one in kept}

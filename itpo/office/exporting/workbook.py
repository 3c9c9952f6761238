"""Lines as an Excel workbook, row after row into a file: what is written is not kept in memory."""

from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from itpo.office.exporting.columns import Value
from itpo.office.exporting.lines import Table
from itpo.office.exporting.unfit import Unfits

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767  # characters of a cell
MOST = 1_048_575  # rows below the heads
FIRST_YEAR = 1900  # before it a workbook knows no days
WIDTH = 18
EXACT = 15  # digits of a number that are kept


def in_workbook(lines: Table, file: IO[bytes]) -> tuple[int, Unfits]:
    """Write a workbook; say how many lines it has, and which cells it could not hold."""
    unfit, count = Unfits(lines.heads), 0
    with Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.set_column(0, len(lines.heads) - 1, WIDTH)
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        moments = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for place, head in enumerate(lines.heads):
            sheet.write_string(0, place, head, bold)
        for count, line in enumerate(lines, start=1):
            if count > MOST:
                unfit.add(count + 1, 0, _("a workbook has no more rows"))
                break
            for place, value in enumerate(line):
                _write(sheet, count, place, value, days, moments, unfit)
    return count, unfit


def _write(
    sheet: Any, row: int, place: int, value: Value, days: Any, moments: Any, unfit: Unfits
) -> None:
    """Each as what it is; never as a formula, whatever a text begins with."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, date) and value.year >= FIRST_YEAR:
        kind = moments if isinstance(value, datetime) else days
        sheet.write_datetime(row, place, value, kind)
    elif isinstance(value, int | Decimal) and _is_exact(value):
        sheet.write_number(row, place, value)
    elif len(text := str(value)) > LONGEST:
        unfit.add(row + 1, place, _("longer than %(most)s characters") % {"most": f"{LONGEST:,}"})
    else:
        sheet.write_string(row, place, text)


def _is_exact(number: int | Decimal) -> bool:
    return len(Decimal(number).normalize().as_tuple().digits) <= EXACT

"""What a number in a workbook stands for: an amount, a day, a time of day."""

from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite

from openpyxl.utils.datetime import from_excel

from itpo.office.importing.cells import Cell

DIGITS = 15  # all that Excel keeps; what a file writes beyond is noise
LARGEST_WHOLE = Decimal(10) ** 18


def number(typed: str) -> Decimal | int:
    """A whole number, or one with decimals. Raises ValueError."""
    if typed.isdecimal() and len(typed) <= DIGITS:
        return int(typed)
    read = float(typed)
    if not isfinite(read):
        raise ValueError(typed)
    exact = Decimal(f"{read:.{DIGITS}g}")
    is_whole = abs(exact) < LARGEST_WHOLE and exact == exact.to_integral_value()
    return int(exact) if is_whole else exact


def moment(typed: str, epoch: datetime) -> Cell:
    """What a number shown as a day or a time means. Raises ValueError."""
    if float(typed) < 0:
        raise ValueError(typed)  # before the calendar of Excel begins
    try:
        found = from_excel(float(typed), epoch)
    except (OverflowError, TypeError) as error:
        raise ValueError(typed) from error
    if isinstance(found, datetime):
        return found if found.time() != time() else found.date()
    return found.isoformat("minutes") if isinstance(found, time) else None


def written_moment(typed: str) -> date | datetime:
    """A day as the newer form of workbooks writes it: 2021-01-31T00:00:00. Raises ValueError."""
    found = datetime.fromisoformat(typed).replace(tzinfo=None)
    return found if found.time() != time() else found.date()

"""Reading one cell, or saying what is wrong with it."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from itpo.office import partial_dates
from itpo.office.folding import fold, half_width
from itpo.office.importing.reading import Line
from itpo.office.importing.report import RowRefused

# 1600, 1,600, 1 600; and 54.0, as programs write that know only fractions.
NUMBER = re.compile(r"([0-9]{1,3}(?:[,  ][0-9]{3})+|[0-9]+)(\.[0-9]+)?")
BELOW_ZERO = re.compile(r"[-−–]\s*[0-9][0-9., ]*")
LARGEST = Decimal(10) ** 16
YES, NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}
web_address = URLValidator(schemes=["http", "https"])


def text(line: Line, column: str, longest: int) -> str:
    """The words as typed. Refuses what the database has no room for."""
    if len(line[column]) > longest:
        raise RowRefused(
            column, _("The text is longer than %(longest)s characters.") % {"longest": longest}
        )
    return line[column]


def count(line: Line, column: str) -> Decimal | None:
    """A number of people, companies or jobs; None where nothing was published."""
    number = amount(line, column)
    if number is not None and number != number.to_integral_value():
        raise RowRefused(column, _("“%(text)s” is not a whole number.") % {"text": line[column]})
    return number


def amount(line: Line, column: str) -> Decimal | None:
    """An amount with at most two decimals; None where nothing was published."""
    typed = half_width(line[column]).strip()
    if not typed:
        return None
    if BELOW_ZERO.fullmatch(typed):
        raise RowRefused(column, _("“%(text)s” is below zero.") % {"text": line[column]})
    match = NUMBER.fullmatch(typed)
    if not match:
        raise RowRefused(column, _("“%(text)s” is not a number.") % {"text": line[column]})
    if len(match[2] or "") > 3:
        raise RowRefused(
            column, _("“%(text)s” has more than two decimals.") % {"text": line[column]}
        )
    number = Decimal(re.sub(r"[^0-9]", "", match[1]) + (match[2] or ""))
    if number >= LARGEST:
        raise RowRefused(column, _("“%(text)s” is too large.") % {"text": line[column]})
    return number


def day(line: Line, column: str) -> str:
    """A date as typed, perhaps partial, perhaps blank."""
    typed = text(line, column, 60)
    if typed:
        try:
            partial_dates.read(typed)
        except partial_dates.NotADate as error:
            raise RowRefused(column, str(error)) from error
    return typed


def check_order(start: str, end: str, column: str) -> None:
    """Refuse an end that is certainly before the start: “2016” to “2016-06” is none."""
    if not start or not end:
        return
    if partial_dates.read(end).latest < partial_dates.read(start).earliest:
        raise RowRefused(column, _("The end is before the beginning."))


def source(line: Line, column: str) -> str:
    """The address of the source; blank where none is given."""
    typed = text(line, column, 500)
    if typed:
        try:
            web_address(typed)
        except ValidationError as error:
            raise RowRefused(
                column, _("“%(text)s” is not an address on the web.") % {"text": typed}
            ) from error
    return typed


def yes_or_no(line: Line, column: str) -> bool | None:
    """True, False, or None where nothing is said."""
    answer = fold(line[column])
    if answer and answer not in YES | NO:
        raise RowRefused(column, _("Write yes or no, not “%(text)s”.") % {"text": line[column]})
    return answer in YES if answer else None

"""Years as they are reported: Japan's fiscal year, or the calendar's."""

import re
import unicodedata
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Case, TextChoices, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import ExtractYear
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Basis(TextChoices):
    """Which years somebody counts in."""

    JAPAN = "japan", gettext_lazy("Japan's fiscal year (April to March)")
    CALENDAR = "calendar", gettext_lazy("Calendar year")


TYPED = re.compile(r"(fy)? ?((?:19|20)[0-9]{2}) ?(年度|年)?", re.IGNORECASE)
BEGINS_IN = {Basis.JAPAN: 4, Basis.CALENDAR: 1}  # the month


def year_of(day: date, basis: Basis) -> int:
    """The year a day lies in; Japan's is called by the calendar year it begins in."""
    return day.year if day.month >= BEGINS_IN[basis] else day.year - 1


def year_in(column: str, basis: Basis) -> Combinable:
    """The same of a column of days, for a queryset to annotate."""
    earlier = When(**{f"{column}__month__lt": BEGINS_IN[basis]}, then=Value(1))
    return ExtractYear(column) - Case(earlier, default=Value(0))


def days_of(year: int, basis: Basis) -> tuple[date, date]:
    """The first and the last day of a year."""
    first = date(year, BEGINS_IN[basis], 1)
    return first, first.replace(year=year + 1) - timedelta(days=1)


def last_april(today: date) -> date:
    """The first of April that was last: then Japanese companies move their people."""
    return days_of(year_of(today, Basis.JAPAN), Basis.JAPAN)[0]


def label(year: int, basis: Basis) -> str:
    """What a year is called: “FY 2026 (Apr 2026 – Mar 2027)”, or “2026”."""
    if basis == Basis.CALENDAR:
        return str(year)
    first, last = (date_format(day, "M Y") for day in days_of(year, basis))
    return _("FY %(year)s (%(first)s – %(last)s)") % {"year": year, "first": first, "last": last}


class Year(NamedTuple):
    """One year, and in whose count."""

    number: int
    basis: Basis

    @property
    def days(self) -> tuple[date, date]:
        return days_of(self.number, self.basis)

    def __str__(self) -> str:
        return label(self.number, self.basis)


def read(typed: str) -> Year:
    """A year as somebody types it: “2026”, or “FY 2026” or “2026年度” for Japan's fiscal year.

    Raises ValueError for what is no year of the last century or this one.
    """
    found = TYPED.fullmatch(unicodedata.normalize("NFKC", typed).strip())
    if not found:
        raise ValueError(typed)
    fiscal, digits, counted = found.groups()
    is_japans = fiscal or counted == "年度"
    return Year(int(digits), Basis.JAPAN if is_japans else Basis.CALENDAR)

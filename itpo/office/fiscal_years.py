"""Years as they are reported: Japan's fiscal year, or the calendar's."""

from datetime import date, timedelta

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


def label(year: int, basis: Basis) -> str:
    """What a year is called: “FY 2026 (Apr 2026 – Mar 2027)”, or “2026”."""
    if basis == Basis.CALENDAR:
        return str(year)
    first, last = (date_format(day, "M Y") for day in days_of(year, basis))
    return _("FY %(year)s (%(first)s – %(last)s)") % {"year": year, "first": first, "last": last}

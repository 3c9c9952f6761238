"""Counting days on which an office works.

Public holidays come from the `holidays` library; closures and corrections from the table.
Days are calendar days; no time zone is involved.
"""

from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.db.models import Q

from itpo.office.models import Holiday, Office

ONE_DAY = timedelta(days=1)


class WorkingDays:
    """The working days of an office around some days, read from the table once."""

    def __init__(self, office: Office, first: date, last: date) -> None:
        self.country_code = office.country_code
        self.closed = {
            holiday.on: holiday.name
            for holiday in Holiday.objects.between(first, last).filter(
                Q(office=None, country_code=office.country_code) | Q(office=office)
            )
        }

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and not self.holiday_name(day)

    def holiday_name(self, day: date) -> str:
        """What keeps the office closed that day, weekends aside; empty when nothing does."""
        return self.closed.get(day) or public_holidays(self.country_code, day.year).get(day, "")

    def after(self, day: date, count: int) -> date:
        """The count-th working day after a day; before it, when count is negative."""
        step = ONE_DAY if count >= 0 else -ONE_DAY
        left = abs(count)
        while left:
            day += step
            if self.is_working(day):
                left -= 1
        return day

    def between(self, earlier: date, later: date) -> int:
        """How many working days lie after `earlier`, up to and including `later`."""
        days = (later - earlier).days
        return sum(self.is_working(earlier + timedelta(days=n)) for n in range(1, days + 1))


@lru_cache(maxsize=256)
def public_holidays(country_code: str, year: int) -> dict[date, str]:
    """The public holidays of a country in a year; none for a country the library lacks."""
    if country_code not in holidays.list_supported_countries():
        return {}
    return dict(holidays.country_holidays(country_code, years=year, language="en_US").items())

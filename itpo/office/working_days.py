"""Counting days on which an office works.

Public holidays come from the `holidays` library; what it lacks, and the office's own closures
(the days around New Year, Obon), from the table. Days are calendar days; no time zone is
involved.
"""

from bisect import bisect_right
from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.db.models import Q

from itpo.office.models import Holiday, Office

ONE_DAY = timedelta(days=1)
FURTHER = timedelta(days=366)


class WorkingDays:
    """The working days of an office, its closures between two days read from the table once.

    Counting beyond these days reads another year.
    """

    def __init__(self, office: Office, first: date, last: date) -> None:
        self.office = office
        self.first, self.last = first, last
        self.closed = self._closures(first, last)
        self.counted: list[date] = []
        self.worked: list[date] = []

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and not self.holiday_name(day)

    def holiday_name(self, day: date) -> str:
        """What keeps the office closed that day, weekends aside; empty when nothing does."""
        self._reach(day)
        public = public_holidays(self.office.country_code, day.year)
        return self.closed.get(day) or public.get(day, "")

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
        if later <= earlier:
            return 0
        if not self.counted or earlier < self.counted[0] or later > self.counted[1]:
            self._count(earlier, later)
        return bisect_right(self.worked, later) - bisect_right(self.worked, earlier)

    def _count(self, first: date, last: date) -> None:
        """Know which days between two are worked, so that a page full of them counts once."""
        known = [*self.counted, first, last]
        self.counted = [min(known), max(known)]
        days = (self.counted[1] - self.counted[0]).days
        every = (self.counted[0] + timedelta(days=n) for n in range(days + 1))
        self.worked = [day for day in every if self.is_working(day)]

    def _reach(self, day: date) -> None:
        """Know the closures of a day, however far it lies."""
        if day < self.first:
            first, self.first = self.first, day - FURTHER
            self.closed |= self._closures(self.first, first)
        if day > self.last:
            last, self.last = self.last, day + FURTHER
            self.closed |= self._closures(last, self.last)

    def _closures(self, first: date, last: date) -> dict[date, str]:
        nationwide = Q(office=None, country_code=self.office.country_code)
        days = Holiday.objects.between(first, last).filter(nationwide | Q(office=self.office))
        return dict(days.values_list("on", "name"))


def coming_holidays(country_code: str, today: date, number: int = 6) -> list[tuple[date, str]]:
    """A country's next holidays, from the library and from the table, the soonest first."""
    last = today + FURTHER
    public = {
        day: name
        for year in (today.year, last.year)
        for day, name in public_holidays(country_code, year).items()
        if today <= day <= last
    }
    closed = Holiday.objects.between(today, last).filter(country_code=country_code, office=None)
    return sorted((public | dict(closed.values_list("on", "name"))).items())[:number]


@lru_cache(maxsize=256)
def public_holidays(country_code: str, year: int) -> dict[date, str]:
    """The public holidays of a country in a year; none for a country the library lacks."""
    if (calendar := _calendar(country_code, year)) is None:
        return {}
    return dict(calendar.items())


def is_weekend(country_code: str, day: date) -> bool:
    """Whether a country rests on that day of the week; not known of one the library lacks.

    A Saturday on which it works instead of another day is no weekend.
    """
    calendar = _calendar(country_code, day.year)
    return (
        calendar is not None and calendar.is_weekend(day) and day not in calendar.weekend_workdays
    )


@lru_cache(maxsize=256)
def _calendar(country_code: str, year: int) -> holidays.HolidayBase | None:
    """A year of a country: weekends, too, have moved from one year to another."""
    if country_code not in holidays.list_supported_countries():
        return None
    return holidays.country_holidays(country_code, years=year, expand=False, language="en_US")

"""Counting days that are worked: at an office, and in the countries it has to do with.

Which days are not is for days_off.py to say. Days are calendar days; no time zone is involved.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from itpo.office.days_off import DaysOff
from itpo.office.models import Office

ONE_DAY = timedelta(days=1)
# Longer than anything closes. Whoever has typed more into the tables still gets a day.
LONGEST_REST = 366


class WorkingDays:
    """The days worked at an office and in some countries; the tables are read once.

    `first` and `last` are the days that will be asked for; beyond them it reads another year.
    `days_off` is what was read for several offices at once.
    """

    def __init__(
        self,
        office: Office,
        first: date,
        last: date,
        countries: Collection[str] = (),
        days_off: DaysOff | None = None,
    ) -> None:
        self.office = office
        self.countries = sorted({*countries} - {office.country_code})
        self.days_off = days_off or DaysOff([office], self.countries, first, last)
        self.counted: list[date] = []
        self.worked: list[date] = []

    def is_working(self, day: date) -> bool:
        """Whether the office works that day, and so does every country."""
        return not self.days_off.rests(self.office, day) and not any(
            self.days_off.rests_in(code, day) for code in self.countries
        )

    def holiday_name(self, day: date) -> str:
        """What keeps the office closed that day, weekends aside; empty when nothing does."""
        return self.days_off.name_at(self.office, day)

    def after(self, day: date, count: int) -> date:
        """The count-th working day after a day; before it, when count is negative."""
        step = ONE_DAY if count >= 0 else -ONE_DAY
        left, rested = abs(count), 0
        while left:
            day += step
            rested += 1
            if self.is_working(day) or rested > LONGEST_REST:
                left, rested = left - 1, 0
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


def of_every(offices: Iterable[Office], first: date, last: date) -> dict[int, WorkingDays]:
    """The working days of several offices by their number, the tables read once for all."""
    several = list(offices)
    days_off = DaysOff(several, (), first, last)
    return {one.pk: WorkingDays(one, first, last, days_off=days_off) for one in several}

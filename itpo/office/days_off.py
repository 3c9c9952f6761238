"""The days on which countries and offices do not work, and why.

Public holidays and weekends come from the `holidays` library; what it lacks, or has wrong, from
the table of holidays; the days on which an office closes every year from its yearly closures.
Days are calendar days; no time zone is involved.
"""

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import holidays
from django.db.models import BooleanField, CharField, DateField, F, IntegerField, Q, Value

from itpo.office.models import Holiday, Office, YearlyClosure

FURTHER = timedelta(days=366)
SATURDAY = 5
NOT_KNOWN = Value(None, output_field=DateField())
COLUMNS = ("of_office", "of_country", "day", "called", "worked", "begins", "ends")

Row = tuple[int | None, str, date, str, bool, int, int]


class DaysOff:
    """What the tables say of some offices and countries, or of all countries, read in one query.

    `countries` is None for all of them. A day beyond those that were read for reads another year.
    The last word on a country's day has its row in the table, on an office's day the office's own
    row.
    """

    def __init__(
        self,
        offices: Collection[Office],
        countries: Collection[str] | None,
        first: date,
        last: date,
    ) -> None:
        self.offices = {office.pk: office for office in offices}
        self.public = Q(office=None)
        if countries is not None:
            codes = {*countries, *(office.country_code for office in offices)}
            self.public &= Q(country_code__in=codes)
        self.first, self.last = first, last
        # By office or country and day: the name, and whether the day is worked.
        self.told: dict[tuple[int | str, date], tuple[str, bool]] = {}
        self.yearly: dict[int, list[tuple[int, int, str]]] = {}
        self._take(self._days(first, last).union(self._closures(), all=True))

    def name_in(self, code: str, day: date) -> str:
        """What a country celebrates that day; empty for nothing, or where it is worked."""
        self._reach(day)
        if (code, day) in self.told:
            name, is_worked = self.told[code, day]
            return "" if is_worked else name
        return public_holidays(code, day.year).get(day, "")

    def rests_in(self, code: str, day: date) -> bool:
        """Whether a country rests that day, on a holiday or at its weekend."""
        if self.name_in(code, day):
            return True
        return (code, day) not in self.told and is_weekend(code, day)

    def own_name(self, office: Office, day: date) -> str:
        """Why an office itself is closed that day; empty when it is not."""
        self._reach(day)
        if (office.pk, day) in self.told:
            name, is_worked = self.told[office.pk, day]
            return "" if is_worked else name
        number = day.month * 100 + day.day
        for begins, ends, name in self.yearly.get(office.pk, []):
            in_turn = begins <= ends
            after, before = begins <= number, number <= ends
            if (after and before) if in_turn else (after or before):
                return name
        return ""

    def name_at(self, office: Office, day: date) -> str:
        """What keeps an office closed that day, weekends aside; empty when nothing does."""
        if own := self.own_name(office, day):
            return own
        return "" if self._is_worked(office, day) else self.name_in(office.country_code, day)

    def rests(self, office: Office, day: date) -> bool:
        """Whether an office rests that day, for whatever reason."""
        if self.own_name(office, day):
            return True
        return not self._is_worked(office, day) and self.rests_in(office.country_code, day)

    def _is_worked(self, office: Office, day: date) -> bool:
        """Whether the office itself says that it works on a day."""
        return (office.pk, day) in self.told and self.told[office.pk, day][1]

    def _reach(self, day: date) -> None:
        """Know the rows of a day, however far it lies."""
        if day < self.first:
            first, self.first = self.first, day - FURTHER
            self._take(self._days(self.first, first))
        if day > self.last:
            last, self.last = self.last, day + FURTHER
            self._take(self._days(last, self.last))

    def _days(self, first: date, last: date) -> Any:
        whose = self.public | Q(office__in=list(self.offices))
        rows = Holiday.objects.between(first, last).filter(whose)
        return rows.annotate(
            of_office=F("office_id"),
            of_country=F("country_code"),
            day=F("on"),
            called=F("name"),
            worked=F("is_worked"),
            begins=Value(0, output_field=IntegerField()),
            ends=Value(0, output_field=IntegerField()),
        ).values_list(*COLUMNS)

    def _closures(self) -> Any:
        return (
            YearlyClosure.objects.filter(office__in=list(self.offices))
            .annotate(
                of_office=F("office_id"),
                of_country=Value("", output_field=CharField()),
                day=NOT_KNOWN,
                called=F("name"),
                worked=Value(False, output_field=BooleanField()),
                begins=F("first_month") * 100 + F("first_day"),
                ends=F("last_month") * 100 + F("last_day"),
            )
            .values_list(*COLUMNS)
        )

    def _take(self, rows: Any) -> None:
        for of_office, code, day, name, is_worked, begins, ends in rows:
            if day is None:
                self.yearly.setdefault(of_office, []).append((begins, ends, name))
            else:
                self.told[of_office or code, day] = (name, is_worked)


def coming_holidays(country_code: str, today: date, number: int = 6) -> list[tuple[date, str]]:
    """A country's next holidays, from the library and from the table, the soonest first."""
    last = today + FURTHER
    named = {
        day: name
        for year in (today.year, last.year)
        for day, name in public_holidays(country_code, year).items()
        if today <= day <= last
    }
    rows = Holiday.objects.between(today, last).filter(country_code=country_code, office=None)
    for day, name, is_worked in rows.values_list("on", "name", "is_worked"):
        named[day] = "" if is_worked else name
    return sorted((day, name) for day, name in named.items() if name)[:number]


@lru_cache(maxsize=256)
def public_holidays(country_code: str, year: int) -> dict[date, str]:
    """The public holidays of a country in a year; none for a country the library lacks."""
    if (calendar := _calendar(country_code, year)) is None:
        return {}
    return dict(calendar.items())


def is_weekend(country_code: str, day: date) -> bool:
    """Whether a country rests on that day of the week; of one the library lacks, see `is_known`.

    A Saturday on which it works instead of another day is no weekend.
    """
    calendar = _calendar(country_code, day.year)
    if calendar is None:
        return day.weekday() >= SATURDAY
    return bool(calendar.is_weekend(day)) and day not in calendar.weekend_workdays


def is_known(country_code: str) -> bool:
    """Whether the library knows a country; of others Saturday and Sunday are taken to be free."""
    return _calendar(country_code, 2000) is not None


@lru_cache(maxsize=256)
def _calendar(country_code: str, year: int) -> holidays.HolidayBase | None:
    """A year of a country: weekends, too, have moved from one year to another."""
    if country_code not in holidays.list_supported_countries():
        return None
    return holidays.country_holidays(country_code, years=year, expand=False, language="en_US")

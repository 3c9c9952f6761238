"""Laying out a month: its days and weeks, and what goes on in them as bars side by side.

Days are plain calendar days; no time zone is involved.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from itpo.office.periods import Period

FIRST_YEAR, LAST_YEAR = 1900, 2199
A_WEEK = timedelta(days=7)
MOST_LANES = 8  # bars side by side in a week; what is beyond is counted


@dataclass(frozen=True)
class Month:
    """A month, and the whole weeks from Monday to Sunday that it lies in."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read `2026-11`; None for what is no month, or none that anybody plans in."""
        match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text, re.ASCII)
        if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
            return None
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def first_shown(self) -> date:
        return self.first - timedelta(days=self.first.weekday())

    @property
    def last_shown(self) -> date:
        return self.last + timedelta(days=6 - self.last.weekday())

    @property
    def previous(self) -> "Month | None":
        return Month.read(str(Month.of(self.first - timedelta(days=1))))

    @property
    def next(self) -> "Month | None":
        return Month.read(str(Month.of(self.last + timedelta(days=1))))

    @property
    def days(self) -> list[date]:
        return days_between(self.first, self.last)

    @property
    def mondays(self) -> list[date]:
        return days_between(self.first_shown, self.last_shown)[::7]


@dataclass(frozen=True)
class Span:
    """From when to when. Each end lies between two days: the same one where it is known."""

    begins: tuple[date, date]
    ends: tuple[date, date]
    days: tuple[date, date] | None  # what is certain to the day, and can be drawn

    @classmethod
    def on(cls, day: date) -> Self:
        return cls((day, day), (day, day), (day, day))

    @classmethod
    def of(cls, period: Period, under_way_on: date | None = None) -> Self | None:
        """When a period was, is or will be; None when nothing is known.

        Of one without an end only the first day is certain. `under_way_on` is today for one
        that is under way: it goes on until then at least.
        """
        begins = _either_day(period.begins_earliest, period.begins_latest)
        ends = _either_day(period.ends_earliest, period.ends_latest)
        first = None if _is_vague(period.begins_edtf) else period.begins_on
        last = None if _is_vague(period.ends_edtf) else period.ends_on
        days = (first, last) if first and last else None
        if begins and not ends:
            days = (first, first) if first else None
            until = max(begins[1], under_way_on or begins[1])
            ends = (max(begins[0], under_way_on or begins[0]), until)
        begins = begins or ends
        return cls(begins, ends, days) if begins and ends else None

    def may_touch(self, first: date, last: date) -> bool:
        return self.begins[0] <= last and self.ends[1] >= first

    def surely_touches(self, first: date, last: date) -> bool:
        return self.begins[1] <= last and self.ends[0] >= first

    def is_drawn_between(self, first: date, last: date) -> bool:
        return self.days is not None and self.days[0] <= last and self.days[1] >= first


@dataclass(frozen=True)
class Stay:
    """In which country a mission is, from when to when as far as that is known."""

    code: str
    country: str
    first: date | None
    last: date | None

    def is_on(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing in the calendar, in words."""

    kind: str
    name: str
    span: Span
    url: str = ""
    about: str = ""
    when: str = ""
    state: str = ""  # empty where it goes without saying
    tone: str = ""  # planned, now or over
    is_open: bool = False  # its last day is not known
    clock: str = ""
    starts_at: datetime | None = None
    countries: frozenset[tuple[str, str]] = frozenset()  # code and name
    stays: tuple[Stay, ...] = ()

    @property
    def first(self) -> date:
        return self.span.days[0] if self.span.days else self.span.begins[0]

    @property
    def last(self) -> date:
        return self.span.days[1] if self.span.days else self.span.ends[1]

    @property
    def length(self) -> int:
        """How many days it is known to take."""
        return (self.last - self.first).days + 1

    @property
    def order(self) -> tuple[date, int, float, str, str]:
        """By the first day, what takes longest first; meetings by their time."""
        at = self.starts_at.timestamp() if self.starts_at else 0.0
        return (self.first, -self.length, at, self.name, self.url)


@dataclass(frozen=True)
class Bar:
    """What of an entry lies in one week."""

    entry: Entry
    begins: int  # the column, Monday 0
    days: int
    goes_before: bool
    goes_on: bool

    @property
    def ends(self) -> int:
        return self.begins + self.days - 1


@dataclass(frozen=True)
class Week:
    """The lanes of a week, and on each day how many bars found no place."""

    monday: date
    lanes: list[list[Bar]]
    beyond: list[int]

    @property
    def days(self) -> list[date]:
        return days_between(self.monday, self.monday + timedelta(days=6))


def week_of(entries: Iterable[Entry], monday: date, most: int = MOST_LANES) -> Week:
    """Lay out what is certain of a week."""
    lanes = in_lanes(bars_of(entries, monday))
    beyond = [
        sum(bar.begins <= column <= bar.ends for lane in lanes[most:] for bar in lane)
        for column in range(7)
    ]
    return Week(monday, lanes[:most], beyond)


def bars_of(entries: Iterable[Entry], monday: date) -> list[Bar]:
    """What certainly goes on in a week, each cut to it."""
    sunday = monday + timedelta(days=6)
    return [
        Bar(
            entry=entry,
            begins=(max(entry.first, monday) - monday).days,
            days=(min(entry.last, sunday) - max(entry.first, monday)).days + 1,
            goes_before=entry.first < monday,
            goes_on=entry.last > sunday,
        )
        for entry in sorted(entries, key=lambda one: one.order)
        if entry.span.is_drawn_between(monday, sunday)
    ]


def in_lanes(bars: Iterable[Bar]) -> list[list[Bar]]:
    """Put each bar into the first lane that is free, none over another."""
    lanes: list[list[Bar]] = []
    for bar in bars:
        for lane in lanes:
            if all(bar.begins > other.ends or bar.ends < other.begins for other in lane):
                lane.append(bar)
                break
        else:
            lanes.append([bar])
    return [sorted(lane, key=lambda bar: bar.begins) for lane in lanes]


def cells_of(lane: Iterable[Bar]) -> list[tuple[int, Bar | None]]:
    """A lane from Monday to Sunday: the bars, and None for each free day, with its column."""
    cells: list[tuple[int, Bar | None]] = []
    free = 0
    for bar in lane:
        cells += [(column, None) for column in range(free, bar.begins)]
        cells.append((bar.begins, bar))
        free = bar.ends + 1
    return cells + [(column, None) for column in range(free, 7)]


def on_day(entries: Iterable[Entry], day: date) -> tuple[list[Entry], list[Entry]]:
    """What begins, ends or travels on a day; and what just goes on."""
    found = sorted(
        (entry for entry in entries if entry.span.is_drawn_between(day, day)),
        key=lambda one: one.order,
    )
    told = [one for one in found if one.stays or day in {one.first, one.last}]
    # What has a time comes after what takes the day.
    told.sort(key=lambda one: one.starts_at is not None)
    return told, [one for one in found if one not in told]


def without_a_day(entries: Iterable[Entry], month: Month) -> tuple[list[Entry], list[Entry]]:
    """What is in a month on days not known; and what may be in it or in another."""
    first, last = month.first, month.last
    found = sorted(
        (
            entry
            for entry in entries
            if entry.span.may_touch(first, last) and not entry.span.is_drawn_between(first, last)
        ),
        key=lambda one: one.order,
    )
    sure = [one for one in found if one.span.surely_touches(first, last)]
    return sure, [one for one in found if one not in sure]


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _either_day(earliest: date | None, latest: date | None) -> tuple[date, date] | None:
    return (earliest, latest) if earliest and latest else None


def _is_vague(edtf: str) -> bool:
    """Whether a date is marked as approximate or uncertain: `2016-06-27~` is no known day."""
    return edtf.endswith(("?", "~", "%"))

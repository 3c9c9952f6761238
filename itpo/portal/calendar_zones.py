"""What the clocks of a place do, written into a calendar file for calendars that do not know it.

Every change of the clocks is written out by itself. icalendar's own gathers them in lists and puts
the change to summer time an hour late; other libraries then read half of a year wrongly.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

A_DAY = timedelta(days=1)
A_MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=64)
def time_zone(name: str, first: date, last: date) -> Timezone:
    """The rules of a zone, right from the first day to the last."""
    zone = ZoneInfo(name)
    begins = datetime.combine(first, time(), UTC)
    ends = datetime.combine(last, time(), UTC)
    rules = Timezone()
    rules.add("tzid", name)
    offset = _offset(begins, zone)
    rules.add_component(_observance(begins, offset, offset, zone))
    for change in _changes(zone, begins, ends):
        before, offset = offset, _offset(change, zone)
        rules.add_component(_observance(change, before, offset, zone))
    return rules


def _changes(zone: ZoneInfo, begins: datetime, ends: datetime) -> Iterator[datetime]:
    """The moments at which the clocks are changed; none does it twice a day."""
    moment = begins
    while moment < ends:
        after = moment + A_DAY
        if _offset(moment, zone) != _offset(after, zone):
            yield _change_between(moment, after, zone)
        moment = after


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The minute of the change, by halving."""
    while after - before > A_MINUTE:
        middle = before + ((after - before) // 2 // A_MINUTE or 1) * A_MINUTE
        if _offset(middle, zone) == _offset(before, zone):
            before = middle
        else:
            after = middle
    return after


def _observance(
    moment: datetime, before: timedelta, offset: timedelta, zone: ZoneInfo
) -> TimezoneStandard | TimezoneDaylight:
    """From a moment on, told as the clocks said just before it."""
    observance = TimezoneDaylight() if offset > before else TimezoneStandard()
    observance.add("dtstart", (moment + before).replace(tzinfo=None))
    observance.add("tzoffsetfrom", before)
    observance.add("tzoffsetto", offset)
    observance.add("tzname", moment.astimezone(zone).tzname())
    return observance


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()

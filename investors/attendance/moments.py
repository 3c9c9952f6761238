"""When somebody came and how long they stayed, as webinar tools write it."""

import re
from contextlib import suppress
from datetime import datetime, timedelta

from investors.models import Event

DAYS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%m/%d/%y",
    "%b %d %Y",
    "%Y年%m月%d日",
)
CLOCKS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
FORMATS = [f"{day} {clock}" for day in DAYS for clock in CLOCKS]
A_DAY = timedelta(days=1)
PARTS = re.compile(
    r"^(?:(\d+)\s*(?:h|hr|hrs|hours?|heures?|時間)\s*)?"
    r"(?:(\d+)\s*(?:m|min|mins|minutes?|分)\s*)?"
    r"(?:(\d+)\s*(?:s|sec|secs|seconds?|secondes?|秒)\s*)?$"
)
COLONS = re.compile(r"^(?:(\d+):)?(\d{1,2}):(\d{2})$")
LONGEST = 60 * 24 * 31  # minutes that somebody can have been at an event


class Moments:
    """Reads the times of one list. Of two ways to read a day, the event's days decide."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.formats = list(FORMATS)

    def joined(self, cell: str) -> datetime | None:
        """The moment a cell names; None for what cannot be read for certain."""
        text = " ".join(cell.replace(",", " ").split())
        with suppress(ValueError):
            return self._placed(datetime.fromisoformat(text))
        for place, pattern in enumerate(self.formats):
            with suppress(ValueError):
                moment = self._placed(datetime.strptime(text, pattern))  # noqa: DTZ007 - the event's
                if moment is not None:
                    self.formats.insert(0, self.formats.pop(place))
                    return moment
        return None

    def _placed(self, read: datetime) -> datetime | None:
        """A moment in the event's time zone, if it is one of its days."""
        moment = read if read.tzinfo else read.replace(tzinfo=self.event.zone)
        first, last = self.event.begins_on, self.event.last_on
        if first is None or last is None:
            return None
        day = moment.astimezone(self.event.zone).date()
        return moment if first - A_DAY <= day <= last + A_DAY else None


def minutes_in(cell: str) -> int | None:
    """The minutes a cell names: 62, 1:02:03, 1 h 2 min; None for what is no duration."""
    text = cell.strip().casefold()
    if text.isdecimal():
        return _at_most(int(text[:9]))
    if found := COLONS.match(text):
        hours, minutes, _seconds = (int(part or 0) for part in found.groups())
        return _at_most(60 * hours + minutes)
    if text and (found := PARTS.match(text)):
        hours, minutes, _seconds = (int(part or 0) for part in found.groups())
        return _at_most(60 * hours + minutes)
    return None


def _at_most(minutes: int) -> int | None:
    return minutes if minutes <= LONGEST else None

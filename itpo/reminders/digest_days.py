"""When somebody's daily mail goes: at their own hour, where they are.

A day's digest may go from its hour until that of the next day, when the next one says it better.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from itpo.office.models import User

ONE_DAY = timedelta(days=1)


def moment(user: User, day: date) -> datetime:
    """When the digest of a day is to go, in UTC.

    Where the clocks skip the reader's hour, it goes at the next there is; where the hour comes
    twice, at the first.
    """
    local = datetime.combine(day, time(user.digest_hour), ZoneInfo(user.time_zone))
    return local.astimezone(UTC)


def day_of(user: User, now: datetime) -> date:
    """The day, for the reader, whose digest it is time for."""
    today = user.today(now)
    return today if moment(user, today) <= now else today - ONE_DAY

"""When somebody's next daily mail goes, for the page where they choose its hour."""

from datetime import date, datetime, timedelta

from itpo.office.absences import Away
from itpo.office.models import User
from itpo.office.working_days import WorkingDays
from itpo.reminders.digest import latest_days
from itpo.reminders.digest_days import ONE_DAY, day_of, moment

# Whoever is away for longer is not told a day.
AHEAD = timedelta(days=60)


def next_moment(user: User, now: datetime) -> datetime | None:
    """When the next digest goes, should anything be due by then; None for none so soon.

    The day whose hour has come is over: its digest has gone, or goes with the next tick.
    """
    office = user.office
    if office is None:
        return None
    first = max(day_of(user, now), latest_days(now).get(user.pk, date.min)) + ONE_DAY
    days = WorkingDays(office, first, first + AHEAD)
    away = Away([office], first, first + AHEAD)
    coming = (first + number * ONE_DAY for number in range(AHEAD.days))
    worked = (day for day in coming if days.is_working(day) and not away.is_away(user.pk, day))
    day = next(worked, None)
    return moment(user, day) if day else None

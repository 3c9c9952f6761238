"""When somebody's next daily mail goes, for the page where they choose its hour."""

from datetime import datetime, timedelta

from itpo.office.absences import Away
from itpo.office.models import User
from itpo.office.working_days import WorkingDays
from itpo.reminders.digest_days import ONE_DAY, day_of, moment
from itpo.reminders.digest_had import Had

# Whoever is away for longer is not told a day.
AHEAD = timedelta(days=60)


def next_moment(user: User, now: datetime) -> datetime | None:
    """When the next digest goes, should anything be due by then; None for none so soon.

    The day whose hour has come is over: its digest has gone, or goes with the next tick.
    """
    office = user.office
    if office is None:
        return None
    first, had = day_of(user, now) + ONE_DAY, Had(now)
    days = WorkingDays(office, first, first + AHEAD)
    away = Away([office], first, first + AHEAD)
    coming = (first + number * ONE_DAY for number in range(AHEAD.days))
    to_come = (day for day in coming if not had.has_had(user.pk, day))
    worked = (day for day in to_come if days.is_working(day) and not away.is_away(user.pk, day))
    day = next(worked, None)
    return moment(user, day) if day else None

"""What somebody does from day to day, and what they were taught, as papers print it."""

from django.db.models import Model

from delegates.models import Attendance, TrainingSession, Visit
from itpo.office.agenda import GUEST, AgendaEntry, Kind, agenda_of

ENDS = {Kind.FIRST_DAY, Kind.LAST_DAY}  # a paper says these itself


def days_of(thing: Model, *, at_home: str = "") -> list[list[str]]:
    """Day, times, what, with whom and where of each appointment, in order.

    As the guest is told: of what is confidential a paper says only when and where. Times are
    those of the place, which is named unless it has the reader's own time zone, `at_home`.
    """
    entries = agenda_of(thing, GUEST)
    return [_row(one, at_home) for one in entries if one.kind not in ENDS]


def sessions_attended(visit: Visit) -> list[list[str]]:
    """Day and topic of each session somebody was at."""
    sessions = TrainingSession.objects.filter(
        attendance__visit=visit, attendance__state=Attendance.State.PRESENT
    )
    return [[one.held_on.isoformat(), one.topic] for one in sessions.in_order()]


def _row(entry: AgendaEntry, at_home: str) -> list[str]:
    is_elsewhere = entry.starts is not None and entry.zone != at_home
    clock = f"{entry.clock} ({entry.city})" if is_elsewhere else entry.clock
    return [entry.day.isoformat(), clock, entry.title, entry.with_whom, entry.where]

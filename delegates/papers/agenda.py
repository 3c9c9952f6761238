"""What somebody does from day to day, and what they were taught, as papers print it."""

from delegates.models import Attendance, TrainingSession, Visit
from itpo.office.agenda import GUEST, AgendaEntry, Kind, agenda_of


def days_of(visit: Visit) -> list[list[str]]:
    """Day, times, what, with whom and where of each appointment, in order.

    As the guest is told: of what is confidential a paper says only when and where.
    """
    entries = agenda_of(visit, GUEST)
    return [_row(one) for one in entries if one.kind not in {Kind.FIRST_DAY, Kind.LAST_DAY}]


def sessions_attended(visit: Visit) -> list[list[str]]:
    """Day and topic of each session somebody was at."""
    sessions = TrainingSession.objects.filter(
        attendance__visit=visit, attendance__state=Attendance.State.PRESENT
    )
    return [[one.held_on.isoformat(), one.topic] for one in sessions.in_order()]


def _row(entry: AgendaEntry) -> list[str]:
    return [entry.day.isoformat(), entry.clock, entry.title, entry.with_whom, entry.place]

"""Schedules of who meets whom when: slots, people, wishes, what was found, what was published."""

from investors.models.scheduling.pairings import Pairing
from investors.models.scheduling.participants import MOST_WANTED, WHO, Away, Participant, Wish
from investors.models.scheduling.runs import UNDER_WAY, ScheduleRun
from investors.models.scheduling.schedules import Schedule, ScheduleSlot

__all__ = [
    "MOST_WANTED",
    "UNDER_WAY",
    "WHO",
    "Away",
    "Pairing",
    "Participant",
    "Schedule",
    "ScheduleRun",
    "ScheduleSlot",
    "Wish",
]

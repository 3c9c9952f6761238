"""The tables of whom we serve, one module per subject."""

from investors.models.agenda import AgendaItem, TravelTime
from investors.models.bookings import Booking, Resource
from investors.models.careers import ContactPosting, HandOver
from investors.models.companies import Company, Contact, Technology
from investors.models.events import Event, EventPartner, EventSeries, EventSession
from investors.models.hosts import MissionHost
from investors.models.invites import MeetingInvite
from investors.models.matches import Match
from investors.models.meetings import Meeting, MeetingParty
from investors.models.mission_plans import MissionBudgetLine, MissionStep, MissionTask
from investors.models.missions import Mission, MissionLeg, MissionMember, MissionPartner
from investors.models.papers import MissionPaper
from investors.models.registrations import AttendanceList, EventRegistration
from investors.models.scheduling import (
    Away,
    Pairing,
    Participant,
    Schedule,
    ScheduleRun,
    ScheduleSlot,
    Wish,
)

__all__ = [
    "AgendaItem",
    "AttendanceList",
    "Away",
    "Booking",
    "Company",
    "Contact",
    "ContactPosting",
    "Event",
    "EventPartner",
    "EventRegistration",
    "EventSeries",
    "EventSession",
    "HandOver",
    "Match",
    "Meeting",
    "MeetingInvite",
    "MeetingParty",
    "Mission",
    "MissionBudgetLine",
    "MissionHost",
    "MissionLeg",
    "MissionMember",
    "MissionPaper",
    "MissionPartner",
    "MissionStep",
    "MissionTask",
    "Pairing",
    "Participant",
    "Resource",
    "Schedule",
    "ScheduleRun",
    "ScheduleSlot",
    "Technology",
    "TravelTime",
    "Wish",
]

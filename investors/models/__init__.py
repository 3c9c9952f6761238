"""The tables of whom we serve, one module per subject."""

from investors.models.agenda import AgendaItem
from investors.models.bookings import Booking, Resource
from investors.models.companies import Company, Contact, Technology
from investors.models.events import Event, EventPartner, EventRegistration
from investors.models.meetings import Meeting, MeetingParty
from investors.models.missions import Mission, MissionLeg, MissionMember, MissionPartner
from investors.models.papers import MissionPaper

__all__ = [
    "AgendaItem",
    "Booking",
    "Company",
    "Contact",
    "Event",
    "EventPartner",
    "EventRegistration",
    "Meeting",
    "MeetingParty",
    "Mission",
    "MissionLeg",
    "MissionMember",
    "MissionPaper",
    "MissionPartner",
    "Resource",
    "Technology",
]

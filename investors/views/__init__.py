"""Whom we serve, page by page."""

from investors.views.companies import (
    company,
    company_list,
    contact,
    contact_list,
    technology,
    technology_list,
)
from investors.views.events import event, event_list, event_state
from investors.views.meetings import log_meeting, meeting, meeting_list, write_down
from investors.views.missions import member_state, mission, mission_list, mission_state
from investors.views.papers import issue_itineraries, member_papers, mission_papers
from investors.views.visits import visit_state
from investors.views.withdrawals import withdraw

__all__ = [
    "company",
    "company_list",
    "contact",
    "contact_list",
    "event",
    "event_list",
    "event_state",
    "issue_itineraries",
    "log_meeting",
    "meeting",
    "meeting_list",
    "member_papers",
    "member_state",
    "mission",
    "mission_list",
    "mission_papers",
    "mission_state",
    "technology",
    "technology_list",
    "visit_state",
    "withdraw",
    "write_down",
]

"""The subjects of rules. The engine knows no other way to any of them than this table."""

from itpo.office.models.rules import Subject
from itpo.reminders.subjects import (
    applications,
    claims,
    deals,
    delegates,
    enquiries,
    missions,
    programmes,
    visits,
)
from itpo.reminders.subjects.base import About, Person, Rows

__all__ = ["SUBJECTS", "About", "Person", "Rows"]

SUBJECTS: dict[str, About] = {
    Subject.VISIT: visits.ABOUT,
    Subject.MISSION: missions.ABOUT,
    Subject.PROGRAMME: programmes.ABOUT,
    Subject.APPLICATION: applications.ABOUT,
    Subject.ENQUIRY: enquiries.ABOUT,
    Subject.DEAL: deals.ABOUT,
    Subject.CLAIM: claims.ABOUT,
    Subject.DELEGATE: delegates.ABOUT,
}

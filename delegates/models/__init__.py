"""The tables of who comes to us, one module per subject."""

from delegates.models.agencies import Agency, HostCountry
from delegates.models.alumni import PostCheck
from delegates.models.applications import Application, ApplicationDocument, ReviewNote, Score
from delegates.models.asking import Criterion, Question, RequiredDocument
from delegates.models.budgets import BudgetLine
from delegates.models.checklists import ByWhom, ChecklistItem, ChecklistStep
from delegates.models.feeds import CalendarFeed
from delegates.models.invitations import Invitation
from delegates.models.papers import Paper
from delegates.models.people import Delegate, Posting
from delegates.models.programmes import Programme, ProgrammePartner
from delegates.models.projects import ProjectProfile
from delegates.models.training import Attendance, TrainingSession
from delegates.models.travel import PassportRead, TravelDocument
from delegates.models.visits import Visit

__all__ = [
    "Agency",
    "Application",
    "ApplicationDocument",
    "Attendance",
    "BudgetLine",
    "ByWhom",
    "CalendarFeed",
    "ChecklistItem",
    "ChecklistStep",
    "Criterion",
    "Delegate",
    "HostCountry",
    "Invitation",
    "Paper",
    "PassportRead",
    "PostCheck",
    "Posting",
    "Programme",
    "ProgrammePartner",
    "ProjectProfile",
    "Question",
    "RequiredDocument",
    "ReviewNote",
    "Score",
    "TrainingSession",
    "TravelDocument",
    "Visit",
]

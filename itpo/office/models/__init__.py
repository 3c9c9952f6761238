"""The tables of the ground app, one module per subject."""

from itpo.office.models.documents import Document
from itpo.office.models.exports import ExportLog
from itpo.office.models.follow_ups import FollowUp, Promiser
from itpo.office.models.imports import ImportedRecord, ImportRun
from itpo.office.models.links import PersonalLink
from itpo.office.models.machinery import Milestone, SampleRecord, Trouble
from itpo.office.models.mail_texts import MailText
from itpo.office.models.merges import Merge, Reason, RecordKey, SuspectedPair
from itpo.office.models.people import Absence, Office, Role, User
from itpo.office.models.post import OutgoingMail, StoppedAddress
from itpo.office.models.reference import (
    ExchangeRate,
    Holiday,
    Partner,
    Sector,
    Theme,
    YearlyClosure,
)
from itpo.office.models.rules import Rule, RuleText
from itpo.office.models.saved_views import SavedView

__all__ = [
    "Absence",
    "Document",
    "ExchangeRate",
    "ExportLog",
    "FollowUp",
    "Holiday",
    "ImportRun",
    "ImportedRecord",
    "MailText",
    "Merge",
    "Milestone",
    "Office",
    "OutgoingMail",
    "Partner",
    "PersonalLink",
    "Promiser",
    "Reason",
    "RecordKey",
    "Role",
    "Rule",
    "RuleText",
    "SampleRecord",
    "SavedView",
    "Sector",
    "StoppedAddress",
    "SuspectedPair",
    "Theme",
    "Trouble",
    "User",
    "YearlyClosure",
]

"""The papers an office issues about a visit, a programme or an invitation."""

from delegates.papers.agreeing import names_other_days, no_longer_agrees
from delegates.papers.issuing import SENT, TITLES, issue, preview, send, visits_of
from delegates.papers.kinds import MADE, gather, made, missing, missing_for

__all__ = [
    "MADE",
    "SENT",
    "TITLES",
    "gather",
    "issue",
    "made",
    "missing",
    "missing_for",
    "names_other_days",
    "no_longer_agrees",
    "preview",
    "send",
    "visits_of",
]

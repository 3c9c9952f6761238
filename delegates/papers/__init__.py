"""The papers an office issues about a visit, a programme or an invitation; others add theirs."""

from delegates.papers import kinds
from delegates.papers.agreeing import names_other_days, no_longer_agrees
from delegates.papers.issuing import SENT, issue, preview, send, visits_of
from delegates.papers.registry import gather, made, missing, missing_for, model_named, subjects

__all__ = [
    "SENT",
    "gather",
    "issue",
    "kinds",
    "made",
    "missing",
    "missing_for",
    "model_named",
    "names_other_days",
    "no_longer_agrees",
    "preview",
    "send",
    "subjects",
    "visits_of",
]

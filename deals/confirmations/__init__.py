"""Asking a company whether our help was needed and the figures are right; its answer is evidence.

`asking` sends the request and takes it back, `answering` keeps what the company says,
`evidence` shows it and verifies figures on it. See docs/confirmation.md.
"""

from deals.confirmations.answering import Answers, FigureAnswer, answer, field_of, why_closed
from deals.confirmations.asking import (
    ANSWERED,
    ASKED,
    REMINDED,
    ask,
    askable,
    call_back,
    contacts_of,
    language_for,
    order_key,
    remind,
    reported_of,
    why_not,
)
from deals.confirmations.evidence import (
    Evidence,
    check_again,
    evidence_for,
    for_deal,
    verify,
    verify_on,
)
from deals.confirmations.page import company_called, office_called, page_of, person_called
from deals.confirmations.standing import behind, belongs, figures_asked, why_over

__all__ = [
    "ANSWERED",
    "ASKED",
    "REMINDED",
    "Answers",
    "Evidence",
    "FigureAnswer",
    "answer",
    "ask",
    "askable",
    "behind",
    "belongs",
    "call_back",
    "check_again",
    "company_called",
    "contacts_of",
    "evidence_for",
    "field_of",
    "figures_asked",
    "for_deal",
    "language_for",
    "office_called",
    "order_key",
    "page_of",
    "person_called",
    "remind",
    "reported_of",
    "verify",
    "verify_on",
    "why_closed",
    "why_not",
    "why_over",
]

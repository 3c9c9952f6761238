"""What a list's words say of a deal: its kind, how far it has come, how it is doing.

Words nobody foresaw leave a deal at its first stage, never further: a plan that is shown as a
plant is the worst mistake this system can make. The words themselves are kept beside it.
"""

import re

from deals.models import Deal, Stage, Status

KINDS = [
    (r"joint venture|\bjv\b|合弁", Deal.Kind.JOINT_VENTURE),
    (r"licen[cs]", Deal.Kind.LICENSING),
    (r"sub-?contract", Deal.Kind.SUBCONTRACTING),
    (r"technology|demo|技術", Deal.Kind.TECHNOLOGY_TRANSFER),
    (r"expansion|extension|増設", Deal.Kind.EXPANSION),
    (r"greenfield|new plant", Deal.Kind.GREENFIELD),
    (r"partnership|commercial|提携", Deal.Kind.PARTNERSHIP),
]
ENDED_OR_SLOW = [
    (r"abandon|cancel|withdr[ae]w|given up|中止|撤退", Status.ABANDONED),
    (r"\blost\b|失注", Status.LOST),
    (r"dormant|on hold|suspended|frozen|保留", Status.DORMANT),
    (r"delayed|postponed|延期|遅延", Status.DELAYED),
]
BEFORE_AGREEMENT = [
    (
        r"negotiat|talks|discuss|due diligence|\bmou\b|memorandum|letter of intent|\bloi\b"
        r"|交渉|商談",
        Stage.NEGOTIATION,
    ),
    (r"promoted|promotion|presented|introduced|proposed|提案", Stage.PROMOTED),
]
FROM_AGREEMENT = [
    (
        r"operational|operating|in operation|operates|inaugurated|opened|in production"
        r"|commissioned|installed|稼働|操業",
        Stage.OPERATIONAL,
    ),
    (
        r"agreed|agreement|signed|concluded|contract|in implementation|under construction"
        r"|調印|契約|建設",
        Stage.CONCLUDED,
    ),
]
# What follows these has not happened.
NOT_YET = re.compile(
    r"\b(?:not?|non|never|yet|planned|plans?|expected|scheduled|will|to be|to become|should"
    r"|pending|awaiting|before|possible|intends?|aims?)\b|予定|未"
)
IN_BRACKETS = re.compile(r"\([^()]*\)")


def kind_of(typed: str) -> Deal.Kind:
    words = typed.casefold()
    return next((kind for pattern, kind in KINDS if re.search(pattern, words)), Deal.Kind.OTHER)


def status_of(typed: str) -> Status:
    words = typed.casefold()
    found = (status for pattern, status in ENDED_OR_SLOW if re.search(pattern, words))
    return next(found, Status.ONGOING)


def stage_of(typed: str) -> Stage:
    """The furthest stage the words certainly tell of; what brackets add is not asked."""
    words = IN_BRACKETS.sub(" ", typed.casefold())
    rules = BEFORE_AGREEMENT if NOT_YET.search(words) else [*BEFORE_AGREEMENT, *FROM_AGREEMENT]
    return next((stage for pattern, stage in rules if re.search(pattern, words)), Stage.IDENTIFIED)

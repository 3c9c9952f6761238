"""Whom an agency has named, and what each of their forms still lacks."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from delegates import filling
from delegates.models import Application, ApplicationDocument, Invitation, Programme
from delegates.questionnaire import Asked, asked_by


class Nominee(NamedTuple):
    """One person an agency has named."""

    application: Application
    missing: list[str]
    may_be_filled_in: bool


def of(invitation: Invitation, at: datetime) -> list[Nominee]:
    """Whom it named and has not taken back, as they were named; in four queries."""
    rows = invitation.applications.exclude(state=Application.State.WITHDRAWN)
    named = list(rows.select_related("travel_document", "agency__country").order_by("pk"))
    if not named:
        return []
    programme = invitation.programme
    asked, received = asked_by(programme), _received(named)
    return [_nominee(one, programme, asked, received[one.pk], at) for one in named]


def _received(named: list[Application]) -> dict[int, set[int]]:
    """By application, the documents that are there."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = ApplicationDocument.objects.filter(application__in=named)
    for application, required in rows.values_list("application", "required"):
        found[application].add(required)
    return found


def _nominee(
    application: Application,
    programme: Programme,
    asked: Asked,
    received: set[int],
    at: datetime,
) -> Nominee:
    application.programme = programme
    if not application.is_open:
        return Nominee(application, [], may_be_filled_in=False)
    passport = getattr(application, "travel_document", None)
    if passport is not None and passport.sealed_scan:
        received = received | {one.pk for one in asked.documents if one.is_passport}
    has_number = passport is not None and bool(passport.sealed_number)
    missing = asked.missing(application, received, has_number)
    # What is missing is named by step; a form nobody has begun lacks everything.
    headings = {step.slug: str(step.heading) for step in asked.steps}
    steps = dict.fromkeys(headings[one.step] for one in missing)
    return Nominee(application, list(steps), may_be_filled_in=not filling.why_shut(application, at))

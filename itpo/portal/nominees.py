"""Whom an agency has named, and what each of their forms still lacks."""

from typing import NamedTuple

from delegates.models import Application, Invitation


class Nominee(NamedTuple):
    """One person an agency has named."""

    application: Application
    missing: list[str]


def of(invitation: Invitation) -> list[Nominee]:
    """Whom it named and has not taken back, as they were named."""
    rows = invitation.applications.exclude(state=Application.State.WITHDRAWN)
    return [Nominee(application, []) for application in rows.order_by("pk")]

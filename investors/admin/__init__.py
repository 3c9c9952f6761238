"""Whom we serve, in the admin: one module per subject."""

from investors.admin import (
    companies,
    events,
    invites,
    matches,
    meetings,
    missions,
    papers,
    scheduling,
)

__all__ = [
    "companies",
    "events",
    "invites",
    "matches",
    "meetings",
    "missions",
    "papers",
    "scheduling",
]

"""Who comes to us, in the admin: one module per subject."""

from delegates.admin import (
    agencies,
    asking,
    budgets,
    feeds,
    invitations,
    papers,
    people,
    programmes,
    training,
    visits,
)

__all__ = [
    "agencies",
    "asking",
    "budgets",
    "feeds",
    "invitations",
    "papers",
    "people",
    "programmes",
    "training",
    "visits",
]

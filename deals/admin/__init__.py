"""What comes of it, in the admin: one module per subject."""

from deals.admin import (
    claims,
    confirmations,
    contributions,
    deals,
    gates,
    institutions,
    rates,
    sites,
    stages,
)

__all__ = [
    "claims",
    "confirmations",
    "contributions",
    "deals",
    "gates",
    "institutions",
    "rates",
    "sites",
    "stages",
]

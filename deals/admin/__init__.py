"""What comes of it, in the admin: one module per subject."""

from deals.admin import claims, contributions, deals, stages

__all__ = ["claims", "contributions", "deals", "stages"]

"""What comes of it, in the admin: one module per subject."""

from deals.admin import claims, confirmations, contributions, deals, gates, sites, stages

__all__ = ["claims", "confirmations", "contributions", "deals", "gates", "sites", "stages"]

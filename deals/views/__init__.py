"""What comes of it, page by page."""

from deals.views.claims import claim, claim_list, verify, withdraw
from deals.views.deals import deal, deal_list, move, status

__all__ = [
    "claim",
    "claim_list",
    "deal",
    "deal_list",
    "move",
    "status",
    "verify",
    "withdraw",
]

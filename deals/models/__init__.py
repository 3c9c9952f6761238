"""The tables of what comes of it, one module per subject."""

from deals.models.claims import Claim
from deals.models.contributions import Contribution
from deals.models.deals import Deal, DealCompany, Stage, Status
from deals.models.stages import StageChange

__all__ = ["Claim", "Contribution", "Deal", "DealCompany", "Stage", "StageChange", "Status"]

"""The tables of what comes of it, one module per subject."""

from deals.models.claims import Claim
from deals.models.confirmations import Confirmation, ConfirmedFigure
from deals.models.contributions import Contribution
from deals.models.deals import Deal, DealCompany, Stage, Status
from deals.models.gates import Fact, Gate, Undisclosed
from deals.models.institutions import Institution
from deals.models.site_changes import SiteChange
from deals.models.stages import StageChange
from deals.models.verifications import Verification

__all__ = [
    "Claim",
    "Confirmation",
    "ConfirmedFigure",
    "Contribution",
    "Deal",
    "DealCompany",
    "Fact",
    "Gate",
    "Institution",
    "SiteChange",
    "Stage",
    "StageChange",
    "Status",
    "Undisclosed",
    "Verification",
]

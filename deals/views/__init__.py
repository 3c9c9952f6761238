"""What comes of it, page by page."""

from deals.views.board import board, board_sums
from deals.views.claims import check_again, claim, claim_list, evidence, verify, withdraw
from deals.views.confirmations import (
    ask,
    confirmation_call_back,
    confirmation_remind,
    confirmed_verify,
)
from deals.views.contributions import help_answer, help_page
from deals.views.deals import deal, deal_list
from deals.views.impact import contribution_list, impact, impact_pdf, impact_xlsx, lineage
from deals.views.moving import expand, move, revive, status, withhold
from deals.views.rates import rate, rate_add, rate_list, rate_upload
from deals.views.totals import totals
from deals.views.transfers import transfer, transfer_list

__all__ = [
    "ask",
    "board",
    "board_sums",
    "check_again",
    "claim",
    "claim_list",
    "confirmation_call_back",
    "confirmation_remind",
    "confirmed_verify",
    "contribution_list",
    "deal",
    "deal_list",
    "evidence",
    "expand",
    "help_answer",
    "help_page",
    "impact",
    "impact_pdf",
    "impact_xlsx",
    "lineage",
    "move",
    "rate",
    "rate_add",
    "rate_list",
    "rate_upload",
    "revive",
    "status",
    "totals",
    "transfer",
    "transfer_list",
    "verify",
    "withdraw",
    "withhold",
]

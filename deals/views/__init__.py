"""What comes of it, page by page."""

from deals.views.board import board, board_sums
from deals.views.claims import claim, claim_list, verify, withdraw
from deals.views.confirmations import (
    ask,
    confirmation_call_back,
    confirmation_remind,
    confirmed_verify,
)
from deals.views.contributions import help_answer, help_page
from deals.views.deals import deal, deal_list
from deals.views.moving import move, revive, status, withhold

__all__ = [
    "ask",
    "board",
    "board_sums",
    "claim",
    "claim_list",
    "confirmation_call_back",
    "confirmation_remind",
    "confirmed_verify",
    "deal",
    "deal_list",
    "help_answer",
    "help_page",
    "move",
    "revive",
    "status",
    "verify",
    "withdraw",
    "withhold",
]

"""What several deals add up to, every figure once (docs/totals.md)."""

from deals.rollup.columns import MONEY, Column
from deals.rollup.counted import counted_in
from deals.rollup.groups import BY, NONE
from deals.rollup.hidden import Hidden, hidden_from
from deals.rollup.sums import Dated, Figures, rolled_up

__all__ = [
    "BY",
    "MONEY",
    "NONE",
    "Column",
    "Dated",
    "Figures",
    "Hidden",
    "counted_in",
    "hidden_from",
    "rolled_up",
]

"""Gates: what a deal needs from a stage on, what of it is missing, and filling it in.

Which facts are asked for is data (`Gate`); how each is looked for, and where it is filled in,
stands in `facts.py`.
"""

from deals.gates.facts import may_be_withheld, place_of
from deals.gates.filling import Figure, Helped, fill, say_undisclosed, take_back
from deals.gates.looking import Incomplete, lacking, missing, missing_for, missing_of, named
from deals.gates.usual import defaults
from deals.models import Fact

__all__ = [
    "Fact",
    "Figure",
    "Helped",
    "Incomplete",
    "defaults",
    "fill",
    "lacking",
    "may_be_withheld",
    "missing",
    "missing_for",
    "missing_of",
    "named",
    "place_of",
    "say_undisclosed",
    "take_back",
]

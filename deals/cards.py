"""What stands on the board, in words."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from deals import card_words
from deals.models import Stage


@dataclass
class Card:
    """One deal as the board shows it, in words."""

    pk: int
    title: str
    url: str
    who: str  # companies and country
    figure: str
    age: str
    next: str
    due: card_words.Tag
    move: str  # the address a button of its menu sends to; empty where it cannot move
    is_confidential: bool = False
    note: str = ""
    missing: str = ""
    stale: str = ""


@dataclass
class Lane:
    """One stage: how many deals there are, what they add up to, and the first of them."""

    stage: Stage
    ways: list[tuple[str, str]]  # the stages its cards can be moved to, and what a button says
    number: int = 0
    cards: list[Card] = field(default_factory=list)
    more: int = 0
    query: str = ""  # of the list that has all of them
    items: list[SafeString] = field(default_factory=list)  # its cards as HTML

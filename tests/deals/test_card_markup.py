"""A card as HTML."""

from deals import card_markup
from deals.card_words import Tag
from deals.cards import Card, Lane
from deals.models import Stage

TYPED = "<i>\"R&D\" 'x'"
ESCAPED = "&lt;i&gt;&quot;R&amp;D&quot; &#x27;x&#x27;"


def test_whatever_a_card_says_is_text():
    card = Card(
        pk=7,
        title=f"1{TYPED}",
        url=f"/deals/7/?2{TYPED}",
        who=f"3{TYPED}",
        figure=f"4{TYPED}",
        age=f"5{TYPED}",
        next=f"6{TYPED}",
        due=Tag(f"7{TYPED}", "late"),
        move=f"/deals/7/move/?8{TYPED}",
        note=f"9{TYPED}",
        missing=f"10{TYPED}",
        stale=f"11{TYPED}",
    )
    lane = Lane(Stage.PROMOTED, [("negotiation", f"12{TYPED}")])

    item = card_markup.item(card, lane)

    assert "<i>" not in item
    assert [number for number in range(1, 13) if f"{number}{ESCAPED}" not in item] == []

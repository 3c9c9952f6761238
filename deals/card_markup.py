"""A card of the board as HTML: a template took three times as long for the dozens on a page.

So did Django's `format_html`. Whatever a card says goes through `escape` here.
"""

from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from deals.cards import Card, Lane


def item(card: Card, lane: Lane) -> SafeString:
    """One item of a lane's list."""
    draggable = ' draggable="true"' if card.move else ""
    confidential = _tag(_("confidential"), "due") if card.is_confidential else ""
    missing = f'<p class="missing">{escape(card.missing)}</p>' if card.missing else ""
    return mark_safe(  # noqa: S308 - every text in it is escaped
        f'<li class="deal" id="deal-{card.pk}"{draggable}>'
        f'<a href="{escape(card.url)}" draggable="false">{escape(card.title)}</a>'
        f"{confidential}{_tag(card.note)}<p>{escape(card.who)}</p><p>{escape(card.figure)}</p>"
        f"{_foot(card.next, _tag(card.due.words, card.due.css_class))}"
        f"{_foot(card.age, _tag(card.stale, 'late'))}"
        f"{missing}{_menu(card, lane) if card.move else ''}</li>"
    )


def _tag(words: str, css_class: str = "") -> str:
    """A tag, after a blank; nothing where there are no words."""
    return f' <span class="tag {css_class}">{escape(words)}</span>' if words else ""


def _foot(words: str, tag: str) -> str:
    return f'<p class="foot"><span>{escape(words)}</span>{tag}</p>'


def _menu(card: Card, lane: Lane) -> str:
    """Where it can be moved, each a button of the lane's form."""
    buttons = "".join(
        f'<button class="btn" form="from-{lane.stage.value}" formaction="{escape(card.move)}" '
        f'name="to" value="{stage}">{escape(words)}</button>'
        for stage, words in lane.ways
    )
    return (
        f'<details name="moves"><summary>{escape(_("Move"))}<span class="visually-hidden"> '
        f"{escape(card.title)}</span></summary>{buttons}</details>"
    )

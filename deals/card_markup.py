"""A card of the board as HTML: a template took half as long again for the dozens on a page."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from deals.cards import Card, Lane

NOTHING = mark_safe("")


def item(card: Card, lane: Lane) -> SafeString:
    """One item of a lane's list."""
    return format_html(
        '<li class="deal" id="deal-{}"{}><a href="{}" draggable="false">{}</a>{}{}'
        "<p>{}</p><p>{}</p>{}{}{}{}</li>",
        card.pk,
        mark_safe(' draggable="true"') if card.move else NOTHING,
        card.url,
        card.title,
        _tag(_("confidential"), "due") if card.is_confidential else NOTHING,
        _tag(card.note),
        card.who,
        card.figure,
        _foot(card.next, _tag(card.due.words, card.due.css_class)),
        _foot(card.age, _tag(card.stale, "late")),
        format_html('<p class="missing">{}</p>', card.missing) if card.missing else NOTHING,
        _menu(card, lane) if card.move else NOTHING,
    )


def _tag(words: str, css_class: str = "") -> SafeString:
    """A tag, after a blank; nothing where there are no words."""
    return format_html(' <span class="tag {}">{}</span>', css_class, words) if words else NOTHING


def _foot(words: str, tag: SafeString) -> SafeString:
    return format_html('<p class="foot"><span>{}</span>{}</p>', words, tag)


def _menu(card: Card, lane: Lane) -> SafeString:
    """Where it can be moved, each a button of the lane's form."""
    buttons = format_html_join(
        "",
        '<button class="btn" form="from-{}" formaction="{}" name="to" value="{}">{}</button>',
        ((lane.stage.value, card.move, stage, words) for stage, words in lane.ways),
    )
    return format_html(
        '<details name="moves"><summary>{}<span class="visually-hidden"> {}</span></summary>{}'
        "</details>",
        _("Move"),
        card.title,
        buttons,
    )

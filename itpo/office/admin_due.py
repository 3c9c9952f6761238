"""How the admin says when something is due."""

from datetime import date

from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext


def due_words(day: date, today: date | None) -> str | SafeString:
    """The day, and whether it is late or today; by a word first, and by colour.

    Without `today` nobody waits for it any more. Days are calendar days.
    """
    shown = formats.date_format(day, "j M Y")
    if today is None or day > today:
        return shown
    if day == today:
        return format_html('{} <span class="tag due">{}</span>', shown, gettext("today"))
    days = (today - day).days
    late = ngettext("%(count)d day late", "%(count)d days late", days) % {"count": days}
    return format_html('{} <span class="tag late">{}</span>', shown, late)

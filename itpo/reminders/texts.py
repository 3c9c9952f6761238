"""Words of the office's own that can no longer be used, as after an upgrade: told, not passed on.

The mails go out with the shipped words meanwhile (see office/mail_words.py).
"""

from datetime import datetime

from itpo.office.models import MailText
from itpo.reminders.outcome import Outcome


def look_through(*, now: datetime) -> Outcome:
    """Look at the placeholders of every text in use."""
    outcome = Outcome("mail texts", now)
    for text in MailText.objects.in_use().order_by("pk"):
        with outcome.passing_over(text):
            text.clean()
    return outcome

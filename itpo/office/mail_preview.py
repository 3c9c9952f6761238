"""What a mail would say if it left now, without sending it and without its secrets."""

import re
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from itpo.office import post
from itpo.office.letters import Letter, NotCalledFor, NotYet
from itpo.office.mail_message import html_from
from itpo.office.models import OutgoingMail
from itpo.office.models.post import UNSETTLED

# Of a personal link. The book keeps none; should it have, nobody reads it.
TOKEN = re.compile(r"[0-9a-f]{64}")


class Preview(NamedTuple):
    """The words of a mail; or why there are none."""

    subject: str = ""
    text: str = ""
    html: SafeString | str = ""
    files: tuple[str, ...] = ()
    why_none: str = ""


def of(mail: OutgoingMail, now: datetime) -> Preview:
    """The words as they were sent, or, of what is still to be sent, as they would be now."""
    if mail.state == OutgoingMail.State.SENT:
        hidden = "" if mail.body else _("The office does not keep the text of this mail.")
        body = as_sent(mail)
        return Preview(mail.subject, body, html_from(body), why_none=hidden)
    if mail.state not in UNSETTLED:
        return Preview(why_none=_("It was not sent, and is not going to be."))
    if not post.knows(mail.kind):
        return Preview(why_none=_("This release does not know this kind of mail."))
    try:
        letter = _composed(mail, now)
    except Exception as error:
        return Preview(why_none=f"{type(error).__name__}: {error}")
    if isinstance(letter, NotCalledFor):
        return Preview(why_none=_("It would be cancelled: %(why)s") % {"why": str(letter)})
    if isinstance(letter, NotYet):
        return Preview(why_none=_("It would wait: its day has moved."))
    if letter.is_hidden:
        return Preview(letter.kept_subject, why_none=_("Only its reader reads this mail."))
    files = tuple(one.name for one in letter.attachments)
    return Preview(letter.kept_subject, letter.kept, html_from(letter.kept), files)


def as_sent(mail: OutgoingMail) -> str:
    """The text as the book keeps it."""
    return TOKEN.sub("•••", mail.body)


def _composed(mail: OutgoingMail, now: datetime) -> Letter | NotCalledFor | NotYet:
    """Compose as for sending, and take back whatever the composer has written down."""
    with transaction.atomic():
        letter = post.compose(mail, now)
        transaction.set_rollback(True)
    return letter

"""Writing mails to people without an account: in their link's language, by the office's clock."""

import re
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation

from itpo.office.models import OutgoingMail, PersonalLink
from itpo.office.post import Letter
from itpo.portal.addresses import address

BLANK_LINES = re.compile(r"\n\s*\n")


def reaches(mail: OutgoingMail, link: PersonalLink) -> bool:
    """Whether a mail still goes to the holder of a link: not revoked, and no other's mailbox.

    A mail may have waited while the address was corrected; it would hand the key to a stranger.
    """
    return link.revoked_at is None and same_mailbox(mail.to, link.email)


def same_mailbox(one: str, other: str) -> bool:
    """Whether two addresses are the same but for capitals.

    Only as long as they are plain letters: K (the sign for kelvin) has the small letter of K, and
    a domain written with it belongs to somebody else.
    """
    if one.isascii() and other.isascii():
        return one.lower() == other.lower()
    return one == other


def write(template: str, link: PersonalLink, **context: Any) -> Letter:
    """Render `mail/portal/<template>.txt`: the first line is the subject.

    It is given the link's `address` and `office`; the book keeps the words without the token.
    """
    with translation.override(link.language), timezone.override(link.office.time_zone):
        given = {"address": address(link), "office": link.office, "link": link, **context}
        return say(template, **given)._replace(secrets=(link.token(),))


def say(template: str, **context: Any) -> Letter:
    """The same in the active language, to somebody who holds no link."""
    words = render_to_string(f"mail/portal/{template}.txt", context).strip()
    words = BLANK_LINES.sub("\n\n", words)  # what a template leaves out leaves none behind
    subject, _line, body = words.partition("\n")
    return Letter(subject.strip(), body.strip() + "\n")

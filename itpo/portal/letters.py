"""Writing mails to people without an account: in their link's language, by the office's clock."""

import re
from collections.abc import Hashable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats, timezone, translation
from django.utils.translation import gettext_noop

from itpo.office import lookups, mail_words
from itpo.office.models import OutgoingMail, PersonalLink
from itpo.office.post import Letter, NotCalledFor
from itpo.portal.addresses import address
from itpo.portal.mail_kinds import KINDS

# Where something personal goes, by its name. No text has such a character.
SEAM = re.compile("\0([a-z_]+)\0")


def reaches(mail: OutgoingMail, link: PersonalLink) -> bool:
    """Whether a mail still goes to the holder of a link: not revoked, and no other's mailbox.

    A mail may have waited while the address was corrected; it would hand the key to a stranger.
    """
    return link.revoked_at is None and same_mailbox(mail.to, link.email)


NO_LONGER_THEIRS = NotCalledFor(
    gettext_noop("The link is withdrawn, or belongs to another address now.")
)


def same_mailbox(one: str, other: str) -> bool:
    """Whether two addresses are the same but for capitals.

    Only as long as they are plain letters: K (the sign for kelvin) has the small letter of K, and
    a domain written with it belongs to somebody else.
    """
    if one.isascii() and other.isascii():
        return one.lower() == other.lower()
    return one == other


def write(template: str, link: PersonalLink, *, text: str = "", **context: Any) -> Letter:
    """The words of `mail/portal/<template>.txt`, or the office's own for it.

    They are given the link's `address` and `office`, and the day it `expires`; the book keeps them
    without the token. `text` says which of its texts is meant where a template has several (see
    mail_kinds.py).
    """
    with translation.override(link.language), timezone.override(link.office.time_zone):
        given = {"address": address(link), **_about(link), **context}
        return say(template, text=text, **given)._replace(secrets=(link.token(),))


def write_to_many(
    template: str,
    link: PersonalLink,
    *,
    personal: Mapping[str, str],
    text: str = "",
    **context: Hashable,
) -> Letter:
    """The same where many are written to: what they are told alike is written once for all in hand.

    They differ in their address and in what is `personal`: texts that stand in the letter as they
    are, such as a name; those that are empty are left out.
    """
    texts = {"address": address(link), **personal}
    seams = {name: f"\0{name}\0" if said else "" for name, said in texts.items()}
    about = {**_about(link), **context}
    key = (template, text, link.language, frozenset(about.items()), frozenset(seams.items()))
    words = lookups.once(key, lambda: write(template, link, text=text, **{**about, **seams}))

    def filled(pattern: str) -> str:
        return SEAM.sub(lambda seam: texts.get(seam[1], ""), pattern)

    subject, body = filled(words.subject), filled(words.body)
    return words._replace(subject=subject, body=body, secrets=(link.token(),))


def _about(link: PersonalLink) -> dict[str, Any]:
    expires = timezone.localdate(link.expires_at, ZoneInfo(link.office.time_zone))
    return {"office": link.office, "expires": expires}


def say(template: str, *, text: str = "", **context: Any) -> Letter:
    """The same in the active language, to somebody who holds no link."""
    return mail_words.letter(KNOWN[text or template], context["office"], context)


def day_in_words(day: date | None, link: PersonalLink) -> str:
    """A day, or a moment's day at the office, in the language of a link."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = timezone.localdate(day, ZoneInfo(link.office.time_zone))
    with translation.override(link.language):
        return formats.date_format(day, "DATE_FORMAT")


KNOWN = {kind.name: kind for kind in KINDS}

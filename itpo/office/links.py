"""Personal links: who gets one, whether it still opens, renewing and revoking it.

An address holds the link's number and the token of one of its versions. Raising the version
closes every address sent before; an address of an earlier version is told from a forged one, so
that its holder can be told what happened.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import DateTimeField, Value
from django.db.models.functions import Greatest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from itpo.office.models import Office, PersonalLink, User

OPENS_FOR = timedelta(days=90)
# Whoever asks again within this gets no second mail.
RENEWED_AT_MOST_EVERY = timedelta(minutes=10)
SEEN_AT_MOST_EVERY = timedelta(hours=1)


class Standing(models.TextChoices):
    """What an address with a link's number and a token is worth."""

    OPEN = "open", _("It opens.")
    EXPIRED = "expired", _("It has expired.")
    REPLACED = "replaced", _("A newer one was sent.")
    REVOKED = "revoked", _("The office has withdrawn it.")
    UNKNOWN = "unknown", _("It was never sent.")


def issue(
    *,
    purpose: str,
    office: Office,
    email: str,
    language: str,
    at: datetime,
    until: datetime | None = None,
) -> PersonalLink:
    """Make a link. It opens for 90 days, or until the moment given."""
    return PersonalLink.objects.create(
        purpose=purpose,
        office=office,
        email=email,
        language=language,
        expires_at=until or at + OPENS_FOR,
    )


def standing(link: PersonalLink, token: str, at: datetime) -> Standing:
    """What an address is worth at a moment."""
    if not link.opens_with(token):
        return Standing.REPLACED if _was_sent(link, token) else Standing.UNKNOWN
    if link.revoked_at is not None:
        return Standing.REVOKED
    return Standing.EXPIRED if link.expires_at <= at else Standing.OPEN


def of_the_record_that_stays(link: PersonalLink) -> PersonalLink:
    """The link a link opens as, since their records were merged."""
    rows = PersonalLink.objects.select_related("office")
    while link.opens_as_id is not None:
        link = rows.get(pk=link.opens_as_id)
    return link


def seen(link: PersonalLink, at: datetime) -> None:
    """Remember when it was last opened, to the hour."""
    if link.opened_at is None or link.opened_at < at - SEEN_AT_MOST_EVERY:
        PersonalLink.objects.filter(pk=link.pk).update(opened_at=at)


def renew(*, link: PersonalLink, at: datetime, until: datetime | None = None) -> bool:
    """Close the addresses sent before, and open for another 90 days; say whether it did.

    Not a link that was revoked, and not twice within ten minutes. What it opens until is never
    brought forward. Whoever calls it sends the new address.
    """
    return _renewed(link, at, until, version=models.F("version") + 1)


def ask_again(*, link: PersonalLink, at: datetime) -> bool:
    """Have its address sent again at its holder's wish; say whether to send it.

    The same address while it opens, so that nobody who only knows where a link was sent can shut
    it for who is writing behind it; a new one once it has expired. As seldom as it is renewed.
    """
    if link.expires_at <= at:
        return renew(link=link, at=at)
    return _renewed(link, at, link.expires_at)


def move(*, link: PersonalLink, email: str, at: datetime) -> None:
    """Let it open for whoever reads another mailbox; what was sent to the one before is closed."""
    PersonalLink.objects.filter(pk=link.pk).update(
        email=email,
        version=models.F("version") + 1,
        renewed_at=at,
        expires_at=_not_before(at + OPENS_FOR),
    )
    link.refresh_from_db()


def keep_open(*, link: PersonalLink, until: datetime) -> None:
    """Have a link open at least until a moment; its address stays the same."""
    PersonalLink.objects.filter(pk=link.pk, expires_at__lt=until).update(expires_at=until)
    link.refresh_from_db()


def revoke(*, link: PersonalLink, at: datetime, by: User | None = None) -> None:
    """Close a link for good, or until somebody reopens it."""
    PersonalLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at, revoked_by=by)
    link.refresh_from_db()


def reopen(*, link: PersonalLink) -> None:
    """Take back that a link was revoked. The addresses sent stay closed: renew it, too."""
    PersonalLink.objects.filter(pk=link.pk).update(
        revoked_at=None, revoked_by=None, renewed_at=None, version=models.F("version") + 1
    )
    link.refresh_from_db()


def speak(*, link: PersonalLink, language: str) -> None:
    """Keep the language its holder chose, for pages, mails and papers."""
    PersonalLink.objects.filter(pk=link.pk).update(language=language)
    link.language = language


def _renewed(link: PersonalLink, at: datetime, until: datetime | None, **changed: Any) -> bool:
    """Renew a link that was not renewed lately; of two who try at once, one does."""
    lately = models.Q(renewed_at__gt=at - RENEWED_AT_MOST_EVERY)
    rows = PersonalLink.objects.filter(pk=link.pk, revoked_at=None).exclude(lately)
    opens_until = _not_before(until or at + OPENS_FOR)
    renewed = rows.update(renewed_at=at, expires_at=opens_until, **changed)
    link.refresh_from_db()
    return bool(renewed)


def _not_before(until: datetime) -> Greatest:
    """The later of when a link expires and a moment."""
    return Greatest("expires_at", Value(until, DateTimeField()))


def _was_sent(link: PersonalLink, token: str) -> bool:
    return any(
        constant_time_compare(token, link.token_of(version)) for version in range(1, link.version)
    )

"""Links that were lost or have expired: asked for by anybody, sent only to their holder.

Whoever asks is told the same, known to us or not, and it costs the same: one mail is entered into
the book. Whether there is anything to send is looked up when the mail is composed.
"""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from itpo.office import links, post
from itpo.office.models import Office, OutgoingMail, PersonalLink

ONE, ALL = "link.asked", "links.lost"
# From one network address; a ministry may have a single one for everybody.
MOST_AN_HOUR = 30
SLOT = links.RENEWED_AT_MOST_EVERY


def ask_for_one(*, link: PersonalLink, address: str, at: datetime) -> None:
    """Have a link sent anew, if this is the address it belongs to."""
    slot = int(at.timestamp() // SLOT.total_seconds())
    post.queue(
        key=f"{ONE}:{link.pk}:{_digest(address)}:{slot}",
        kind=ONE,
        office=link.office,
        to=address,
        send_after=at,
        about={"link": link.pk},
    )


def ask_for_all(*, address: str, at: datetime) -> None:
    """Have every link that belongs to an address sent to it; at most once an hour."""
    office = Office.objects.order_by("pk").first()
    if office is None:
        return  # nobody has sent a link yet
    post.queue(
        key=f"{ALL}:{_digest(address)}:{at:%Y%m%d%H}",
        kind=ALL,
        office=office,
        to=address,
        send_after=at,
    )


def to_be_sent(link: PersonalLink, mail: OutgoingMail) -> bool:
    """Whether a mail that was asked for takes a link with it.

    A mail that is tried a second time takes what it took the first time.
    """
    asked_at = mail.created_at
    return link.renewed_at == asked_at or links.ask_again(link=link, at=asked_at)


def asks_too_often(
    request: HttpRequest, at: datetime, what: str = "lost", most: int | None = None
) -> bool:
    """Whether more was asked from one network address this hour than people would ask."""
    key = f"{what}:{visitor(request)}:{at:%Y%m%d%H}"
    cache.add(key, 0, int(timedelta(hours=1).total_seconds()))
    try:
        return cache.incr(key) > (most or MOST_AN_HOUR)
    except ValueError:  # the cache has forgotten it meanwhile, or keeps nothing
        return False


def visitor(request: HttpRequest) -> str:
    """The network address a request comes from; what a proxy says only if we trust the proxy."""
    direct: str = request.META.get("REMOTE_ADDR", "")
    if direct not in settings.TRUSTED_PROXIES:
        return direct
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return said[-1].strip()[:64] or direct


def _digest(address: str) -> str:
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()[:32]

"""The addresses of personal links, composed when they are sent and kept nowhere."""

from functools import cache

from django.conf import settings
from django.urls import reverse

from itpo.office.models import PersonalLink

Purpose = PersonalLink.Purpose

# The page each link opens first.
FIRST_PAGES = {
    Purpose.APPLICATION: "portal:application",
    Purpose.NOMINATION: "portal:nomination",
    Purpose.POST: "portal:post",
    Purpose.CALENDAR: "portal:feed",
    Purpose.EVENT: "portal:registration",
    Purpose.RESULT: "portal:confirm",
}


def page(link: PersonalLink, name: str = "", **named: object) -> str:
    """The path of a page behind a link; of its first page, if none is named."""
    name = name or FIRST_PAGES[Purpose(link.purpose)]
    if named:
        return reverse(name, kwargs={"link": link.pk, "token": link.token(), **named})
    before, after = _around(name)
    return f"{before}{link.pk}/{link.token()}{after}"


@cache
def _around(name: str) -> tuple[str, str]:
    """What stands before a link's number and token in the path of a page, and after them.

    Calls for applications leave by the hundred, and looking a page up takes as long as the rest of
    its address.
    """
    before, after = reverse(name, kwargs={"link": 0, "token": "-"}).split("0/-")
    return before, after


def address(link: PersonalLink, name: str = "", **named: object) -> str:
    """The same for a mail: with the site's own address before it."""
    found: str = settings.BASE_URL + page(link, name, **named)
    return found

"""The addresses of personal links, composed when they are sent and kept nowhere."""

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
    kwargs = {"link": link.pk, "token": link.token(), **named}
    return reverse(name or FIRST_PAGES[Purpose(link.purpose)], kwargs=kwargs)


def address(link: PersonalLink, name: str = "", **named: object) -> str:
    """The same for a mail: with the site's own address before it."""
    found: str = settings.BASE_URL + page(link, name, **named)
    return found

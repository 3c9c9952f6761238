"""People who hold personal links, for the tests of the portal."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.urls import reverse

from delegates.models import Invitation, Programme
from itpo.office import post
from itpo.office.models import PersonalLink
from tests.factories import (
    AgencyFactory,
    InvitationFactory,
    LinkedApplicationFactory,
    PersonalLinkFactory,
    ProgrammeFactory,
)

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # a Saturday noon in Tokyo
PURPOSE = PersonalLink.Purpose


def calling(**given: Any) -> Programme:
    """A programme whose call is open."""
    known = {"state": Programme.State.CALL_OPEN, "call_closes_on": date(2026, 12, 20)}
    return ProgrammeFactory(**{**known, "name": "Delegates 2027", **given})


def invited(**given: Any) -> Invitation:
    """An agency that holds a link to name delegates."""
    programme = given.pop("programme", None) or calling()
    email = given.pop("email", "agence@example.org")
    link = PersonalLinkFactory(
        office=programme.office,
        purpose=PURPOSE.NOMINATION,
        email=email,
        language=given.pop("language", "en"),
        expires_at=given.pop("expires_at", NOW + timedelta(days=90)),
    )
    agency = given.pop("agency", None) or AgencyFactory(name="Agence fictive")
    return InvitationFactory(programme=programme, agency=agency, link=link, email=email, **given)


def applicant(**given: Any) -> Any:
    """Somebody who holds a link to their application."""
    return LinkedApplicationFactory(
        **{"programme": given.pop("programme", None) or calling(), **given}
    )


def at(name: str, link: PersonalLink, token: str = "", *more: Any) -> str:
    """The address of a page behind a link."""
    return reverse(name, args=[link.pk, token or link.token(), *more])


def sent(mailoutbox: list[Any], now: datetime = NOW) -> list[Any]:
    """What leaves the house now."""
    mailoutbox.clear()
    post.hand_out(now=now)
    return list(mailoutbox)

"""Somebody who was accepted, and the addresses behind their link."""

from datetime import UTC, datetime

from itpo.portal.addresses import page
from tests.factories import LinkedApplicationFactory, ProgrammeFactory, VisitFactory


def accepted(officer, language: str = "en", **visit):
    """An application that was accepted, with its programme, visit and personal link."""
    programme = visit.pop("programme", None) or ProgrammeFactory(
        office=officer.office, name="Delegates 2026"
    )
    stay = VisitFactory(officer=officer, programme=programme, **visit)
    application = LinkedApplicationFactory(
        programme=programme,
        visit=stay,
        delegate=stay.delegate,
        family_name="Alami",
        given_name="Karim",
        state="accepted",
        decided_at=datetime(2026, 10, 1, tzinfo=UTC),
    )
    application.link.language = language
    application.link.save()
    return application


def at(application, name: str = "my", **named) -> str:
    """The path of a page behind an application's link."""
    return page(application.link, f"portal:{name}", **named)

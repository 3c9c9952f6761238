"""Events one can register for, and who does, for the tests."""

from datetime import UTC, datetime, time
from typing import Any

from investors import registrations
from investors.models import Event, EventRegistration
from investors.registrations import Visitor
from itpo.office.models import OutgoingMail
from tests.factories import EventFactory

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # a Saturday noon in Tokyo
AFTER = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)  # when an open event is over
State = EventRegistration.State


def open_event(**given: Any) -> Event:
    """A webinar of an afternoon two weeks from now, open for registration."""
    known: dict[str, Any] = {
        "name": "Investing in Senegal",
        "kind": Event.Kind.WEBINAR,
        "state": Event.State.OPEN,
        "registration_opened_at": NOW,
        "begins": "2026-12-04",
        "begins_at": time(14),
        "ends_at": time(16),
        "place": "Sample hall",
    }
    return EventFactory(**{**known, **given})


def visitor(name: str = "Yamada", **given: Any) -> Visitor:
    known = {"given_name": "Taro", "email": f"{name.lower()}@example.org", "organisation": "Works"}
    return Visitor(family_name=name, **{**known, **given})


def register(event: Event, name: str = "Yamada", at: datetime = NOW, **given: Any) -> Any:
    return registrations.register(event=event, visitor=visitor(name, **given), at=at)


def states(event: Event) -> list[tuple[str, str]]:
    """Who is registered, in the order in which they were made, and where each stands."""
    return list(event.registrations.order_by("pk").values_list("name", "state"))


def kinds() -> list[str]:
    """The mails in the book, in the order in which they were queued."""
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", flat=True))

"""The mails to who is registered for an event, each in the language they registered in."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext_noop

from investors import registrations
from investors.models import Event, EventRegistration
from itpo.office import lookups
from itpo.office.agenda import agenda_of
from itpo.office.models import OutgoingMail, PersonalLink
from itpo.office.post import Attachment, Letter, NotCalledFor
from itpo.portal.calendar_file import calendar_file
from itpo.portal.letters import KNOWN, NO_LONGER_THEIRS, reaches, write

State = EventRegistration.State
Composer = Callable[[OutgoingMail, datetime], Letter | NotCalledFor]

WITH_A_SEAT = frozenset({State.REGISTERED, State.ATTENDED})
TEMPLATES = {
    State.REGISTERED: "event_seat",
    State.ATTENDED: "event_seat",
    State.WAITING_LIST: "event_waiting",
    State.CANCELLED: "event_given_back",
}


def _while(states: Collection[str]) -> Composer:
    """Tell somebody where they stand, while they stand there and the event is still to come."""

    def compose(mail: OutgoingMail, now: datetime) -> Letter | NotCalledFor:
        found, link = _found(mail)
        if link is None:
            return NO_LONGER_THEIRS
        if found.event.is_over(now) or found.event.state == Event.State.CANCELLED:
            return NotCalledFor(gettext_noop("The event is over or cancelled."))
        if found.state not in states:
            return NotCalledFor(gettext_noop("Their registration has changed meanwhile."))
        return _letter(TEMPLATES[State(found.state)], mail, found, link, now)

    return compose


def called_off(mail: OutgoingMail, now: datetime) -> Letter | NotCalledFor:
    """Tell who was coming that the event is cancelled; not if it takes place after all."""
    found, link = _found(mail)
    if link is None:
        return NO_LONGER_THEIRS
    if found.event.state != Event.State.CANCELLED:
        return NotCalledFor(gettext_noop("The event takes place after all."))
    return _letter("event_called_off", mail, found, link, now)


def _found(mail: OutgoingMail) -> tuple[EventRegistration, PersonalLink | None]:
    """A registration, and its link while the mail still reaches its holder."""
    found = lookups.of(mail, "registration", _registrations) or EventRegistration()
    link = found.link
    return found, link if link is not None and reaches(mail, link) else None


def _registrations(keys: Collection[int]) -> dict[int, EventRegistration]:
    return EventRegistration.objects.prefetch_related("event__office", "link__office").in_bulk(keys)


def _letter(
    template: str,
    mail: OutgoingMail,
    found: EventRegistration,
    link: PersonalLink,
    now: datetime,
) -> Letter:
    event, kind = found.event, mail.kind.removeprefix("event.")
    variant = f"{template}_{kind}"
    text = variant if variant in KNOWN else template
    letter = write(template, link, text=text, registration=found, event=event)
    if template == "event_seat":
        return letter._replace(attachments=tuple(_entry(event, link, mail, now)))
    return letter


def _entry(
    event: Event, link: PersonalLink, mail: OutgoingMail, now: datetime
) -> Iterator[Attachment]:
    """The event for one's calendar, where it is known when it takes place.

    What is sent later has a higher number: a calendar takes in no older file after it.
    """
    earlier = OutgoingMail.objects.filter(order_key=mail.order_key, pk__lt=mail.pk)
    with translation.override(link.language):
        entries = agenda_of(event, link)
        if entries:
            content = calendar_file(
                entries,
                office=event.office,
                name=event.called,
                at=now,
                sequence=earlier.count(),
            )
            yield Attachment("event.ics", content, "text/calendar")


COMPOSERS: dict[str, Composer] = {
    registrations.SEAT: _while(WITH_A_SEAT),
    registrations.MOVED_UP: _while(WITH_A_SEAT),
    registrations.WAITING: _while({State.WAITING_LIST}),
    registrations.ASKED_AGAIN: _while({*WITH_A_SEAT, State.WAITING_LIST}),
    registrations.MOVED: _while({*WITH_A_SEAT, State.WAITING_LIST}),
    registrations.GIVEN_BACK: _while({State.CANCELLED}),
    registrations.CALLED_OFF: called_off,
}

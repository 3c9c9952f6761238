"""Registering for an event: a seat or a place on the waiting list, and giving it back.

Whoever counts seats locks the event first, then the registration: the same order everywhere.
"""

import unicodedata
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from investors.models import Contact, Event, EventRegistration
from itpo.office import links, post
from itpo.office.history import sign
from itpo.office.models import PersonalLink, User
from itpo.office.partial_dates import day_shown
from itpo.office.states import NotPossible

State = EventRegistration.State
# Their mails, by what they tell.
SEAT, WAITING, MOVED_UP = "event.seat", "event.waiting", "event.moved_up"
ASKED_AGAIN, GIVEN_BACK = "event.asked_again", "event.given_back"
CALLED_OFF, MOVED = "event.called_off", "event.moved"
COMING = (State.REGISTERED, State.WAITING_LIST)
FEW = 20  # records of people under one address that are looked at
# So long after the event its link still opens.
OPENS_AFTER = timedelta(days=30)


class Visitor(NamedTuple):
    """What somebody writes about themselves who registers."""

    family_name: str
    given_name: str
    email: str
    organisation: str = ""
    post: str = ""
    language: str = "en"
    wants_news: bool = False


@transaction.atomic
def register(*, event: Event, visitor: Visitor, at: datetime) -> EventRegistration:
    """Give a visitor a seat or a place on the waiting list, once for each address, and tell them.

    Who is registered already keeps what they have; the mail says so, and nothing else does.
    Raises NotPossible when nobody can register.
    """
    locked = lock(event)
    if why := why_shut(locked, at):
        raise NotPossible(why)
    move_up(locked, at)
    rows = locked.registrations.filter(email__iexact=visitor.email).select_related("link")
    known: EventRegistration | None = rows.first()
    if known is not None and known.state != State.CANCELLED:
        if known.link is None:
            known.link = _link_of(known, locked, at)
            known.save(update_fields=["link"])
        tell(known, ASKED_AGAIN, at, key=f"{at:%Y%m%d%H}")
        return known
    row = known or EventRegistration(event=locked, email=visitor.email)
    row.name = name_of(visitor.family_name, visitor.given_name)
    row.family_name, row.given_name = visitor.family_name, visitor.given_name
    row.organisation, row.post = visitor.organisation, visitor.post
    row.language, row.wants_news = visitor.language, visitor.wants_news
    row.registered_at = row.consented_at = at
    row.contact = row.contact or contact_of(visitor.email)
    _seat(row, locked, at)
    return row


@transaction.atomic
def add(*, registration: EventRegistration, by: User, at: datetime) -> EventRegistration:
    """Register somebody who asked an officer: a seat, or a place on the waiting list.

    They hear of it while the event is still to come. Raises NotPossible for one that is cancelled.
    """
    locked = lock(registration.event)
    if locked.state == Event.State.CANCELLED:
        raise NotPossible(_("The event is cancelled."))
    registration.event, registration.registered_at = locked, at
    registration.contact = registration.contact or contact_of(registration.email)
    sign(registration, by)
    _seat(registration, locked, at)
    return registration


@transaction.atomic
def give_back(
    *, registration: EventRegistration, at: datetime, by: User | None = None
) -> EventRegistration:
    """Cancel a registration, by its holder or for them; who waits longest gets the seat.

    Raises NotPossible once it is cancelled, or the event is over.
    """
    event, locked = lock_both(registration)
    if locked.state == State.CANCELLED:
        raise NotPossible(_("This registration is cancelled already."))
    if locked.state not in COMING or event.is_over(at):
        raise NotPossible(_("The event is over; the registration stays on record."))
    locked.state = State.CANCELLED
    sign(locked, by)
    locked.save(update_fields=["state"])
    tell(locked, GIVEN_BACK, at)
    move_up(event, at)
    return locked


@transaction.atomic
def remove(*, registration: EventRegistration, by: User, at: datetime) -> None:
    """Take a registration off the record, as one made by mistake; its link no longer opens."""
    event, locked = lock_both(registration)
    if locked.link is not None:
        links.revoke(link=locked.link, at=at, by=by)
    sign(locked, by)
    locked.delete()
    move_up(event, at)


def move_up(event: Event, at: datetime) -> list[EventRegistration]:
    """Give the free seats of a locked event to who has waited longest, and tell them."""
    if event.state not in {Event.State.OPEN, Event.State.CLOSED} or event.has_begun(at):
        return []
    waiting = event.registrations.first_come().select_for_update(of=("self",))
    moving = list(waiting.select_related("link")[: free(event)])
    for one in moving:
        one.state = State.REGISTERED
        one.save(update_fields=["state"])
        tell(one, MOVED_UP, at)
    return moving


def free(event: Event) -> int | None:
    """How many seats are free; None where there is no limit."""
    if event.seats is None:
        return None
    return max(event.seats - event.registrations.holding_a_seat().count(), 0)


def why_shut(event: Event, at: datetime) -> str:
    """Why nobody can register now; empty while somebody can."""
    if event.state == Event.State.CANCELLED:
        return _("The event is cancelled.")
    if event.state == Event.State.HELD or event.is_over(at):
        return _("The event is over.")
    last_day = event.registration_closes_on
    if last_day is not None and last_day < event.today(at):
        return _("One could register until %(day)s.") % {"day": day_shown(last_day)}
    if last_day is None and event.has_begun(at):
        return _("The event has begun.")
    if event.state == Event.State.PLANNED:
        return _("The registration is not open yet.")
    if event.state == Event.State.CLOSED:
        return _("The registration is closed.")
    return ""


def lock(event: Event) -> Event:
    """Let nobody else count this event's seats until the transaction is over."""
    locked: Event = (
        Event.objects.select_for_update(of=("self",)).select_related("office").get(pk=event.pk)
    )
    return locked


def lock_both(registration: EventRegistration) -> tuple[Event, EventRegistration]:
    """Lock the event, then the registration. Raises NotPossible if it was taken away."""
    event = lock(registration.event)
    rows = EventRegistration.objects.select_for_update(of=("self",)).select_related("link")
    locked = rows.filter(pk=registration.pk).first()
    if locked is None:
        raise NotPossible(_("This registration is no longer there."))
    return event, locked


def tell(registration: EventRegistration, kind: str, at: datetime, key: str = "") -> None:
    """Queue a mail to whoever is registered; without an address nobody is told."""
    if registration.link is not None:
        post.queue(
            key=f"{kind}:{registration.pk}:{key or at.isoformat()}",
            kind=kind,
            office=registration.link.office,
            to=registration.link.email,
            send_after=at,
            about={"registration": registration.pk},
            restricted=False,
            order_key=f"registration:{registration.pk}",
        )


def tell_all(event: Event, kind: str, at: datetime) -> None:
    """Queue a mail to each who is coming or waits."""
    for one in event.registrations.filter(state__in=COMING).select_related("link__office"):
        tell(one, kind, at)


def behind(link: PersonalLink) -> EventRegistration | None:
    """The registration a link opens, with its event."""
    rows = EventRegistration.objects.select_related("event__office")
    found: EventRegistration | None = rows.filter(link=link).first()
    return found


def contact_of(email: str) -> Contact | None:
    """The one person who has this address; None where there is nobody, or several share it."""
    if not email:
        return None
    rows = Contact.objects.filter(email__iexact=email).select_related("merged_into")
    found = {one.merged_into or one for one in rows.order_by("pk")[:FEW]}
    return found.pop() if len(found) == 1 else None


def name_of(family_name: str, given_name: str) -> str:
    """A name as lists have it: 山田太郎, and YAMADA Taro."""
    if is_japanese(family_name):
        return f"{family_name}{given_name}"
    return f"{family_name.upper()} {given_name}".strip()


def is_japanese(text: str) -> bool:
    return any(unicodedata.name(sign, "").startswith(JAPANESE) for sign in text)


JAPANESE = ("CJK", "HIRAGANA", "KATAKANA")


def _seat(row: EventRegistration, event: Event, at: datetime) -> None:
    """Save a registration with a seat, or at the end of the waiting list, and tell them."""
    is_to_come = event.state != Event.State.HELD and not event.is_over(at)
    row.state = State.WAITING_LIST if is_to_come and free(event) == 0 else State.REGISTERED
    row.full_clean(exclude=["event", "contact", "link"])
    if row.email and is_to_come and event.state != Event.State.PLANNED:
        row.link = _link_of(row, event, at)
    row.save()
    tell(row, SEAT if row.state == State.REGISTERED else WAITING, at)


def _link_of(row: EventRegistration, event: Event, at: datetime) -> PersonalLink:
    until = at + links.OPENS_FOR
    if last := event.ends_latest or event.begins_latest:
        until = max(until, event.moment(last, time.max) + OPENS_AFTER)
    if row.link is None:
        return links.issue(
            purpose=PersonalLink.Purpose.EVENT,
            office=event.office,
            email=row.email,
            language=row.language,
            at=at,
            until=until,
        )
    links.keep_open(link=row.link, until=until)
    links.speak(link=row.link, language=row.language)
    return row.link

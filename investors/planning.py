"""Planning an agenda: adding to it, moving and copying what stands on it."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any, TypeAlias

from django.db import transaction
from django.utils.translation import gettext as _

from delegates.models import Visit
from investors import bookings, bounds, meetings
from investors.bookings import Bookable
from investors.models import AgendaItem, Contact, Meeting, Mission, MissionMember
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible

Whole: TypeAlias = Visit | Mission
Thing: TypeAlias = Meeting | AgendaItem


@transaction.atomic
def add_item(
    *,
    whole: Whole,
    kind: str,
    title: str,
    day: date,
    by: User,
    starts: time | None = None,
    ends: time | None = None,
    time_zone: str = "",
    place: str = "",
    to_place: str = "",
    notes: str = "",
    whom: Iterable[Bookable] = (),
) -> AgendaItem:
    """Put something on the agenda of a visit or a mission, and book who comes along.

    `starts` and `ends` are times of the day in `time_zone`, without one the office's. Raises
    NotPossible (also bookings.Taken) or ValidationError, and then nothing is written.
    """
    zone = time_zone or whole.office.time_zone
    whole = bounds.lock(whole, day, zone, plans=True)
    whom = list(whom)
    _see_that_they_come(whole, whom)
    item = AgendaItem(
        office_id=whole.office_id,
        kind=kind,
        title=title,
        day=day,
        starts_at=meetings.moment(day, starts, zone),
        ends_at=meetings.moment(day, ends, zone),
        time_zone=zone,
        place=place,
        to_place=to_place,
        notes=notes,
        **_part_of(whole),
    )
    item.full_clean()
    sign(item, by)
    item.save()
    bookings.book(thing=item, whom=whom, by=by)
    return item


@transaction.atomic
def change_item(*, item: AgendaItem, whom: Iterable[Bookable], by: User) -> AgendaItem:
    """Save an item whose facts were changed, and book who comes along now. Raises NotPossible."""
    _keep_within(item, item.day)
    AgendaItem.objects.select_for_update().get(pk=item.pk)
    whom = list(whom)
    _see_that_they_come(item.mission, whom)
    sign(item, by)
    item.save()
    bookings.book(thing=item, whom=whom, by=by)
    return item


@transaction.atomic
def move(
    *, thing: Thing, day: date, starts: time | None, by: User, ends: time | None = None
) -> Thing:
    """Move a planned meeting or an item to another time, with everybody who is booked.

    Without an end it lasts as long as before. Raises NotPossible (also bookings.Taken).
    """
    locked = _lock(thing)
    locked.day = day
    locked.starts_at, locked.ends_at = meetings.moments(locked, day, starts, ends)
    locked.full_clean(exclude=_fixed(locked))
    if isinstance(locked, Meeting):
        return meetings.change(meeting=locked, by=by)
    return change_item(item=locked, whom=bookings.taking_part(locked), by=by)


@transaction.atomic
def copy(
    *, thing: Thing, day: date, starts: time | None, by: User, ends: time | None = None
) -> Thing:
    """Plan the same once more, at another time, with the same people, room and interpreter.

    What came of a meeting is not copied; who looks after it stays the same. Raises NotPossible
    (also bookings.Taken).
    """
    begins, until = meetings.moments(thing, day, starts, ends)
    _keep_within(thing, day)
    made: Any = _copied(thing, COPIED[type(thing)])
    made.day, made.starts_at, made.ends_at = day, begins, until
    if isinstance(made, Meeting):
        made.state = Meeting.State.PLANNED
    made.full_clean()
    sign(made, by)
    made.save()
    if isinstance(thing, Meeting):
        for party in thing.parties.order_by("pk"):
            seat: Any = _copied(party, PARTY)
            seat.meeting = made
            sign(seat, by)
            seat.save()
        meetings.see_that_they_come(made)
    else:
        _see_that_they_come(thing.mission, bookings.taking_part(thing))
    bookings.book(thing=made, whom=bookings.taking_part(thing), by=by)
    copied: Thing = made
    return copied


@transaction.atomic
def remove_item(*, item: AgendaItem, by: User) -> None:
    """Take something off an agenda, and free who was booked. A meeting is cancelled instead."""
    locked = lock_item(item)
    sign(locked, by)
    locked.delete()


def delegation(mission: Mission) -> list[Bookable]:
    """Everybody who travels on a mission, as far as they are known by name."""
    going = (MissionMember.State.CONFIRMED, MissionMember.State.TRAVELLED)
    members = mission.members.filter(state__in=going).exclude(contact=None)
    return [one.contact for one in members.select_related("contact").order_by("pk") if one.contact]


COPIED: dict[type[Any], Sequence[str]] = {
    Meeting: (
        "office_id",
        "officer_id",
        "kind",
        "subject",
        "time_zone",
        "place",
        "visit_id",
        "mission_id",
        "event_id",
        "is_restricted",
    ),
    AgendaItem: (
        "office_id",
        "kind",
        "title",
        "time_zone",
        "place",
        "to_place",
        "notes",
        "visit_id",
        "mission_id",
    ),
}
PARTY = ("company_id", "contact_id", "delegate_id", "officer_id", "partner_id", "name")


def _copied(row: Any, names: Sequence[str]) -> Any:
    return type(row)(**{name: getattr(row, name) for name in names})


def _lock(thing: Thing) -> Any:
    """The row itself, so that nobody else moves it meanwhile. Only what is planned moves.

    What was postponed is planned again, which asks more.
    """
    if isinstance(thing, AgendaItem):
        return lock_item(thing)
    locked = meetings.lock(thing)
    if locked.state != Meeting.State.PLANNED:
        raise NotPossible(_("It is “%(state)s”.") % {"state": locked.get_state_display()})
    return locked


def lock_item(item: AgendaItem) -> AgendaItem:
    """The row as it is now; before it the visit or the mission it is part of."""
    whole: Any = item.visit or item.mission
    type(whole)._default_manager.select_for_update().get(pk=whole.pk)
    locked: AgendaItem = AgendaItem.objects.select_for_update().get(pk=item.pk)
    return locked


def _fixed(thing: Thing) -> list[str]:
    """The columns that moving does not touch."""
    moved = {"day", "starts_at", "ends_at"}
    return [field.name for field in thing._meta.fields if field.name not in moved]


def _keep_within(thing: Thing, day: date) -> None:
    """Have nobody cancel what it is part of meanwhile; refuse a day outside that."""
    if whole := thing.visit or thing.mission:
        bounds.lock(whole, day, thing.time_zone, plans=True)


def _see_that_they_come(whole: Whole | None, whom: Iterable[Bookable]) -> None:
    """Refuse who has withdrawn from the mission something is planned on. Raises NotPossible."""
    if isinstance(whole, Mission):
        people = [one for one in whom if isinstance(one, Contact)]
        guests = [bounds.Guest(one.company_id, one.pk) for one in people]
        bounds.see_that_they_come(whole, guests)


def _part_of(whole: Whole) -> dict[str, Whole]:
    return {"visit": whole} if isinstance(whole, Visit) else {"mission": whole}

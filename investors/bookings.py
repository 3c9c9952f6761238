"""Booking people, interpreters, rooms and cars, so that nobody is in two places at once.

Nothing else writes bookings. Whoever books locks the rows of those who are to be booked first, in
one order, and then looks; PostgreSQL also refuses, by an exclusion constraint.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from delegates.models import Delegate
from investors.models import AgendaItem, Booking, Contact, Meeting, Resource
from investors.models.meetings import APPOINTMENTS
from itpo.office.history import sign
from itpo.office.models import User
from itpo.office.states import NotPossible

Thing: TypeAlias = Meeting | AgendaItem
Bookable: TypeAlias = Delegate | Contact | User | Resource

# The column of a booking for each of those who can be booked; also the order in which they are
# locked, everywhere, so that no two people wait for each other.
COLUMNS: dict[type[Any], str] = {
    Delegate: "delegate",
    Contact: "contact",
    User: "officer",
    Resource: "resource",
}

# When other times are offered: from when to when on a day, how many, and how far ahead.
DAY_BEGINS, DAY_ENDS = time(8), time(20)
QUARTER = timedelta(minutes=15)
OFFERED = 3
AHEAD = timedelta(days=3)


class Taken(NotPossible):
    """Somebody or something is taken. The message names by what, and offers other times."""


@transaction.atomic
def book(*, thing: Thing, whom: Iterable[Bookable], by: User | None) -> list[Booking]:
    """Book people and resources for as long as a meeting or an item lasts; free all others.

    What has no end yet books nobody. Raises Taken, and then nothing is written.
    """
    wanted = _in_order(whom) if thing.starts_at and thing.ends_at else []
    _lock(wanted)
    _refuse_clash(thing, wanted, by)
    kept = _let_go(thing, {_key(one) for one in wanted})
    return [_booked(thing, one, by) for one in wanted if _key(one) not in kept]


def rebook(*, thing: Thing, by: User | None) -> list[Booking]:
    """Book anew who takes part, and what was booked, after people or times have changed.

    Nobody is booked for a meeting that is not planned any more, or that is only a letter. Raises
    Taken.
    """
    if isinstance(thing, Meeting) and not is_appointment(thing):
        release(thing)
        return []
    return book(thing=thing, whom=taking_part(thing), by=by)


def hold(whom: Iterable[Bookable]) -> None:
    """Let nobody else book any of them till the end: for who books for several things at once."""
    _lock(_in_order(whom))


def is_appointment(meeting: Meeting) -> bool:
    """Whether somebody has to be somewhere for it, and it is still to be held."""
    return meeting.state == Meeting.State.PLANNED and meeting.kind in APPOINTMENTS


def release(thing: Thing) -> None:
    """Free everybody who was booked for a meeting or an item."""
    thing.bookings.all().delete()


def free(places: Iterable[Booking]) -> None:
    """Free some of those who are booked for something that goes on without them."""
    for place in places:
        place.delete()


def taking_part(thing: Thing) -> list[Bookable]:
    """Who takes part in a meeting with the resources booked for it; of an item, all booked."""
    booked = thing.bookings.select_related("delegate", "contact", "officer", "resource")
    if isinstance(thing, AgendaItem):
        return [_of(booking) for booking in booked.order_by("pk")]
    parties = thing.parties.select_related("delegate", "contact", "officer").order_by("pk")
    people = [one.delegate or one.contact or one.officer for one in parties]
    resources = [booking.resource for booking in booked.order_by("pk") if booking.resource]
    return [one for one in [*people, *resources] if one is not None]


def next_free(
    *,
    whom: Iterable[Bookable],
    after: datetime,
    length: timedelta,
    zone: str,
    besides: Thing | None = None,
) -> list[datetime]:
    """The next times at which all are free for so long, by day as the clocks say in `zone`.

    At most three, from `after` on and within three days. `besides` is what is to be moved.
    """
    last = after + AHEAD
    busy = sorted(
        _bookings_of(_in_order(whom), after, last, besides).values_list("starts_at", "ends_at")
    )
    found: list[datetime] = []
    for begins in _quarters(after, last, length, ZoneInfo(zone)):
        if found and begins < found[-1] + length:
            continue
        if all(end <= begins or start >= begins + length for start, end in busy):
            found.append(begins)
        if len(found) == OFFERED:
            break
    return found


def _quarters(
    after: datetime, last: datetime, length: timedelta, zone: ZoneInfo
) -> Iterator[datetime]:
    """Every quarter of an hour of the days between, from which there is time enough left.

    Counted in the day's own clock, so that a day on which it is changed has no time twice.
    """
    day = after.astimezone(zone).date()
    while day <= last.astimezone(zone).date():
        clock, ends = (datetime.combine(day, one, zone) for one in (DAY_BEGINS, DAY_ENDS))
        while clock + length <= ends:
            if after <= clock <= last:
                yield clock
            clock += QUARTER
        day += timedelta(days=1)


def _key(one: Bookable) -> tuple[str, int]:
    return COLUMNS[type(one)], one.pk


def _of(booking: Booking) -> Bookable:
    who: Any = booking.delegate or booking.contact or booking.officer or booking.resource
    one: Bookable = who
    return one


def _in_order(whom: Iterable[Bookable]) -> list[Bookable]:
    """Each once, in the order in which they are locked."""
    order = list(COLUMNS.values())
    unique = {_key(one): one for one in whom}
    return [unique[key] for key in sorted(unique, key=lambda key: (order.index(key[0]), key[1]))]


def _lock(whom: Sequence[Bookable]) -> None:
    """Let nobody else book them meanwhile. They may still be referred to."""
    numbers: dict[type[Any], list[int]] = defaultdict(list)
    for one in whom:
        numbers[type(one)].append(one.pk)
    for model in COLUMNS:
        if numbers[model]:
            rows = model._default_manager.filter(pk__in=numbers[model]).order_by("pk")
            list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def _bookings_of(
    whom: Sequence[Bookable], begins: datetime, ends: datetime, besides: Thing | None
) -> Any:
    """What is booked of them that touches a time, but for one thing."""
    of_them = Q(pk__in=[])
    for column in COLUMNS.values():
        numbers = [one.pk for one in whom if COLUMNS[type(one)] == column]
        if numbers:
            of_them |= Q(**{f"{column}__in": numbers})
    found = Booking.objects.filter(of_them, starts_at__lt=ends, ends_at__gt=begins)
    if besides is not None and besides.pk:
        found = found.exclude(**{_column(besides): besides.pk})
    return found


def _column(thing: Thing) -> str:
    return "meeting" if isinstance(thing, Meeting) else "agenda_item"


def _refuse_clash(thing: Thing, whom: Sequence[Bookable], by: User | None) -> None:
    if thing.starts_at is None or thing.ends_at is None or not whom:
        return
    clashes = _bookings_of(whom, thing.starts_at, thing.ends_at, besides=thing)
    clash = (
        clashes.select_related(
            "meeting", "agenda_item", "delegate", "contact", "officer", "resource"
        )
        .order_by("starts_at", "pk")
        .first()
    )
    if clash is None:
        return
    free = next_free(
        whom=whom,
        after=thing.starts_at,
        length=thing.ends_at - thing.starts_at,
        zone=thing.time_zone,
        besides=thing,
    )
    raise Taken(f"{_says(clash, thing, by)} {_offer(free, thing)}".strip(), "starts")


def _says(clash: Booking, thing: Thing, by: User | None) -> str:
    """Who is taken, by what, from when to when as the clocks say at the place of the thing."""
    zone = ZoneInfo(thing.time_zone)
    begins, ends = (one.astimezone(zone) for one in (clash.starts_at, clash.ends_at))
    told = {"who": _of(clash), "begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"}
    other = clash.meeting or clash.agenda_item
    if by is None or not Booking.objects.visible_to(by).filter(pk=clash.pk).exists():
        return _("%(who)s is taken from %(begins)s to %(ends)s.") % told
    return _("%(who)s is taken from %(begins)s to %(ends)s: “%(what)s”.") % {**told, "what": other}


def _offer(free: Sequence[datetime], thing: Thing) -> str:
    if not free:
        return _("Nothing is free for all within three days.")
    asked = thing.day
    clocks = [
        f"{one:%H:%M}" if one.date() == asked else f"{one:%H:%M} ({one:%Y-%m-%d})" for one in free
    ]
    return _("Free for all: %(times)s.") % {"times": ", ".join(clocks)}


def _let_go(thing: Thing, wanted: set[tuple[str, int]]) -> set[tuple[str, int]]:
    """Free those not wanted any more or booked for another time; who is left stays booked."""
    kept = set()
    for booking in thing.bookings.select_related("delegate", "contact", "officer", "resource"):
        key = _key(_of(booking))
        times = (booking.starts_at, booking.ends_at)
        if key in wanted and times == (thing.starts_at, thing.ends_at):
            kept.add(key)
        else:
            booking.delete()
    return kept


def _booked(thing: Thing, one: Bookable, by: User | None) -> Booking:
    whole: dict[str, Any] = {"starts_at": thing.starts_at, "ends_at": thing.ends_at}
    booking = Booking(**whole, **{_column(thing): thing, COLUMNS[type(one)]: one})
    sign(booking, by)
    try:
        with transaction.atomic():
            booking.save()
    except IntegrityError as error:
        # Somebody wrote a booking without looking: the database has the last word.
        if "never_twice" not in str(error):
            raise
        raise Taken(_("%(who)s is taken at that time.") % {"who": one}, "starts") from error
    return booking

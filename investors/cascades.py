"""What it means for everything planned, when something or somebody it was planned with falls away.

`of_visit` and the others say it, for whoever is about to decide; `carry_out` does just that. A
meeting goes on without the side that falls away as long as another of its kind sits there.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from delegates.models import Delegate, Visit
from investors import agenda_entries, bookings, guests, meetings
from investors.beside_visits import falling_away
from investors.guests import Guest
from investors.models import (
    AgendaItem,
    Booking,
    Company,
    Event,
    Meeting,
    MeetingInvite,
    MeetingParty,
    Mission,
    MissionMember,
)
from investors.models.meetings import APPOINTMENTS
from itpo.office import follow_ups, post
from itpo.office.agenda import AgendaEntry
from itpo.office.history import sign
from itpo.office.models import FollowUp, OutgoingMail, Promiser, User

KIND = "meetings.off"

IsSide = Callable[[MeetingParty], bool]


@dataclass(frozen=True)
class Effects:
    """What falls away, what goes on with whom missing, and what is still to be done."""

    cancelled: list[Meeting] = field(default_factory=list)
    goes_on: list[tuple[Meeting, list[MeetingParty]]] = field(default_factory=list)
    items: list[AgendaItem] = field(default_factory=list)
    # What goes on with the visit of another who comes along, and whose places are given up.
    items_over: list[tuple[AgendaItem, Visit]] = field(default_factory=list)
    places: list[Booking] = field(default_factory=list)
    dropped: list[FollowUp] = field(default_factory=list)
    kept: list[FollowUp] = field(default_factory=list)
    retired: Delegate | None = None


def of_visit(visit: Visit, also: Collection[int] | None = None) -> Effects:
    """A cancelled visit: its meetings, and its delegate's place at those of other visits.

    `also` names those of no visit that fall away with it; without it those in person do.
    """
    its_own = Q(visit=visit) | falling_away(visit, also)
    if visit.begins_earliest and visit.ends_latest:
        during = Q(day__range=(visit.begins_earliest, visit.ends_latest))
        seats = MeetingParty.objects.filter(delegate=visit.delegate_id)
        its_own |= during & Q(visit__isnull=False, pk__in=seats.values("meeting"))
    cancelled, goes_on = _split(
        its_own, lambda side: side.delegate_id == visit.delegate_id, _is_delegate
    )
    open_ones = Q(visits=visit) | Q(meetings__in=[one.pk for one in cancelled])
    dropped, kept = _promises(open_ones, _senseless(Promiser.DELEGATE))
    items, over = _split_items([visit], visit.delegate)
    booked = Q(pk__in=[])
    if visit.begins_earliest and visit.ends_latest:
        booked = Q(agenda_item__day__range=(visit.begins_earliest, visit.ends_latest))
    booked |= Q(agenda_item__visit=visit)
    places = _places(booked & Q(delegate=visit.delegate_id), besides=items)
    return Effects(cancelled, goes_on, items, over, places, dropped, kept)


def of_delegate(delegate: Delegate) -> Effects:
    """Somebody who can never come again: the visits to come and every meeting still planned."""
    visits = coming(delegate)
    at_visits = Q(visit__in=[one.pk for one in visits])
    seats = MeetingParty.objects.filter(delegate=delegate)
    cancelled, goes_on = _split(
        at_visits | Q(pk__in=seats.values("meeting")),
        lambda side: side.delegate_id == delegate.pk,
        _is_delegate,
    )
    open_ones = Q(visits__in=visits) | Q(meetings__in=[one.pk for one in cancelled])
    theirs = Q(promised_by=Promiser.DELEGATE)
    dropped, kept = _promises(open_ones | Q(delegates=delegate), MADE_BY_RULE | theirs)
    items, over = _split_items(visits, delegate)
    places = _places(TO_COME & Q(delegate=delegate), besides=items)
    return Effects(cancelled, goes_on, items, over, places, dropped, kept, delegate)


def coming(delegate: Delegate) -> list[Visit]:
    """The visits of somebody that are planned or going on."""
    states = [Visit.State.PLANNED, Visit.State.RUNNING]
    rows = Visit.objects.filter(delegate=delegate, state__in=states)
    return list(rows.select_related("office", "delegate").order_by("pk"))


def of_mission(mission: Mission) -> Effects:
    """A cancelled mission: all that was planned in it."""
    cancelled, _goes_on = _split(Q(mission=mission), lambda side: True, lambda side: True)
    open_ones = Q(missions=mission) | Q(meetings__in=[one.pk for one in cancelled])
    dropped, kept = _promises(open_ones, MADE_BY_RULE)
    items = list(AgendaItem.objects.filter(mission=mission).order_by("day", "starts_at", "pk"))
    return Effects(cancelled, items=items, dropped=dropped, kept=kept)


def of_event(event: Event) -> Effects:
    """A cancelled event: the meetings planned at it."""
    cancelled, _goes_on = _split(Q(event=event), lambda side: True, lambda side: True)
    open_ones = Q(events=event) | Q(meetings__in=[one.pk for one in cancelled])
    dropped, kept = _promises(open_ones, MADE_BY_RULE)
    return Effects(cancelled, dropped=dropped, kept=kept)


def of_member(member: MissionMember) -> Effects:
    """Somebody who withdraws from a mission: their place at its meetings.

    With nobody named, and with the last one named, it is the company that withdraws.
    """
    others = MissionMember.objects.filter(mission=member.mission_id, company=member.company_id)
    others = others.exclude(pk=member.pk).exclude(state=MissionMember.State.WITHDRAWN)
    is_last = member.contact_id is None or not others.exists()

    def leaves(side: MeetingParty) -> bool:
        if is_last:
            return side.company_id == member.company_id
        return side.contact_id == member.contact_id

    seats = MeetingParty.objects.filter(company=member.company_id)
    cancelled, goes_on = _split(
        Q(mission=member.mission_id, pk__in=seats.values("meeting")), leaves, _is_company
    )
    open_ones = Q(meetings__in=[one.pk for one in cancelled])
    dropped, kept = _promises(open_ones, _senseless(Promiser.COMPANY))
    leaving = Q(contact__company=member.company_id) if is_last else Q(contact=member.contact_id)
    places = _places(Q(agenda_item__mission=member.mission_id) & leaving)
    return Effects(cancelled, goes_on, places=places, dropped=dropped, kept=kept)


def of_company(company: Company) -> Effects:
    """A company that is no more: its place at every meeting still planned."""
    seats = MeetingParty.objects.filter(company=company)
    cancelled, goes_on = _split(
        Q(pk__in=seats.values("meeting")),
        lambda side: side.company_id == company.pk,
        _is_company,
    )
    open_ones = Q(companies=company) | Q(meetings__in=[one.pk for one in cancelled])
    theirs = Q(promised_by=Promiser.COMPANY, companies=company)
    dropped, kept = _promises(open_ones, MADE_BY_RULE | theirs)
    places = _places(TO_COME & Q(contact__company=company))
    return Effects(cancelled, goes_on, places=places, dropped=dropped, kept=kept)


@dataclass(frozen=True)
class Told:
    """Who learns of it: from their calendar by itself, or by a mail if the office wishes."""

    by_calendar: list[tuple[Guest, list[Meeting]]]
    by_mail: list[tuple[Guest, list[Meeting]]]
    unreachable: list[Guest]


def told_of(effects: Effects, *, besides: User | None) -> Told:
    """Who takes part in what is cancelled, each once; not who decides it.

    The calendar of whoever can come no more is told nothing by itself: they may have died.
    """
    retired = ("delegate", effects.retired.pk) if effects.retired else None
    called_off = [one for one in effects.cancelled if one.kind in APPOINTMENTS]
    everyone = guests.of_meetings(called_off)
    asked = set(
        MeetingInvite.objects.filter(meeting__in=[one.pk for one in called_off])
        .standing()
        .values_list("meeting", "email")
    )
    by_calendar: dict[tuple[str, int], tuple[Guest, list[Meeting]]] = {}
    by_mail: dict[tuple[str, int], tuple[Guest, list[Meeting]]] = {}
    unreachable: dict[tuple[str, int], Guest] = {}
    for meeting in called_off:
        for guest in everyone[meeting.pk]:
            if besides is not None and guest.key == ("officer", besides.pk):
                continue
            if not guest.email:
                unreachable[guest.key] = guest
                continue
            knows = (meeting.pk, guest.email) in asked and guest.key != retired
            how = by_calendar if knows else by_mail
            how.setdefault(guest.key, (guest, []))[1].append(meeting)
    return Told(list(by_calendar.values()), list(by_mail.values()), list(unreachable.values()))


@transaction.atomic
def carry_out(
    effects: Effects,
    *,
    because: str,
    at: datetime,
    by: User | None,
    tell: Collection[str] = (),
) -> None:
    """Cancel, free and drop what the effects name, and write to those who are to be told.

    `tell` names people as `contact-7`. Meetings are locked in one order, whoever cancels.
    """
    told = told_of(effects, besides=by)
    meetings.lock_all([*effects.cancelled, *(one for one, _sides in effects.goes_on)])
    for meeting in effects.cancelled:
        meetings.call_off(meeting=meeting, because=because, at=at, by=by)
    for meeting, sides in effects.goes_on:
        _go_on(meeting, sides, because, at, by)
    for item in effects.items:
        bookings.release(item)
    for item, visit in effects.items_over:
        item.visit = visit
        sign(item, by, because)
        item.save(update_fields=["visit"])
    bookings.free(effects.places)
    for promise in effects.dropped:
        # By nobody where a rule asked: it asks again if all is planned once more.
        dropped_by = None if promise.rule_id else by
        with suppress(follow_ups.NotPossible):  # somebody closed it meanwhile
            follow_ups.drop(follow_up=promise, by=dropped_by, at=at, reason=because)
    for guest, off in told.by_mail:
        if name_of(guest) in tell:
            _write_to(guest, off, at)


def name_of(guest: Guest) -> str:
    """A person as a form names them."""
    return f"{guest.column}-{guest.person.pk}"


@dataclass(frozen=True)
class Off:
    """Meetings that do not take place, as one person is told of them."""

    guest: Guest
    officer: User
    meetings: list[tuple[Meeting, bool]]  # and whether they may read what it is about

    def entries(self) -> list[AgendaEntry]:
        """In the active language; of what they may not read only when and where."""
        return [
            agenda_entries.entry_for(one, is_secret=not may_read, is_named=lambda side: False)
            for one, may_read in self.meetings
        ]


def off_for(mail: OutgoingMail) -> Off | None:
    """What a mail is to tell, as far as it is still so and its reader still has that address."""
    rows = Meeting.objects.filter(pk__in=mail.about["meetings"], state=Meeting.State.CANCELLED)
    off = list(rows.select_related("office", "officer").order_by("day", "starts_at", "pk"))
    people = guests.of_meetings(off)
    found = [
        (meeting, guest)
        for meeting in off
        for guest in people[meeting.pk]
        if name_of(guest) == mail.about["who"] and guest.email == mail.to
    ]
    if not found:
        return None
    first, guest = found[0]
    return Off(guest, first.officer, [(meeting, one.may_read) for meeting, one in found])


def _write_to(guest: Guest, off: Sequence[Meeting], at: datetime) -> None:
    post.queue(
        key=f"{KIND}:{name_of(guest)}:{min(one.pk for one in off)}:{at:%Y%m%d%H%M%S}",
        kind=KIND,
        office=off[0].office,
        user=guest.person if guest.column == "officer" else None,
        to=guest.email,
        send_after=at,
        about={"meetings": [one.pk for one in off], "who": name_of(guest)},
        restricted=any(one.is_restricted for one in off),
    )


def _go_on(
    meeting: Meeting, sides: Iterable[MeetingParty], because: str, at: datetime, by: User | None
) -> None:
    """Take the sides off that fall away; a meeting of a cancelled visit goes over to another's."""
    for side in sides:
        meetings.leave(party=side, by=by, at=at, because=because)
    meetings.go_on(meeting=meeting, by=by, because=because)


def _split(
    which: Q, leaves: IsSide, is_of_its_kind: IsSide
) -> tuple[list[Meeting], list[tuple[Meeting, list[MeetingParty]]]]:
    """The meetings still to come that fall away, and those that go on, without which sides."""
    rows = Meeting.objects.filter(which, state__in=meetings.STILL_TO_COME).select_related("office")
    found = list(rows.prefetch_related("parties").order_by("day", "starts_at", "pk"))
    cancelled: list[Meeting] = []
    goes_on: list[tuple[Meeting, list[MeetingParty]]] = []
    for meeting in found:
        sides = list(meeting.parties.all())
        leaving = [one for one in sides if leaves(one)]
        if any(is_of_its_kind(one) and not leaves(one) for one in sides):
            goes_on.append((meeting, leaving))
        else:
            cancelled.append(meeting)
    return cancelled, goes_on


# Places on agendas of what is not over.
TO_COME = Q(agenda_item__visit__state__in=[Visit.State.PLANNED, Visit.State.RUNNING]) | (
    Q(agenda_item__mission__isnull=False)
    & ~Q(agenda_item__mission__state__in=[Mission.State.CANCELLED, Mission.State.COMPLETED])
)


def _split_items(
    visits: Sequence[Visit], delegate: Delegate
) -> tuple[list[AgendaItem], list[tuple[AgendaItem, Visit]]]:
    """What is on the agenda of visits and falls away, and what goes on with whose visit.

    The bus that ten delegates take is planned with one of their visits.
    """
    rows = AgendaItem.objects.filter(visit__in=[one.pk for one in visits])
    items = list(rows.prefetch_related("bookings").order_by("day", "starts_at", "pk"))
    along = {
        item.pk: {one.delegate_id for one in item.bookings.all()} - {None, delegate.pk}
        for item in items
    }
    others = {number for numbers in along.values() for number in numbers}
    hosts = Visit.objects.not_cancelled().filter(delegate__in=others).order_by("pk")
    gone: list[AgendaItem] = []
    over: list[tuple[AgendaItem, Visit]] = []
    for item in items:
        of_others = (one for one in hosts if one.delegate_id in along[item.pk])
        host = next((one for one in of_others if _is_during(one, item)), None)
        gone += [item] if host is None else []
        over += [(item, host)] if host is not None else []
    return gone, over


def _is_during(visit: Visit, item: AgendaItem) -> bool:
    first, last = visit.begins_earliest, visit.ends_latest
    return bool(first and last and first <= item.day <= last)


def _places(which: Q, besides: Sequence[AgendaItem] = ()) -> list[Booking]:
    """Who is booked for something on an agenda that goes on without them."""
    rows = Booking.objects.filter(which, agenda_item__isnull=False)
    rows = rows.exclude(agenda_item__in=[one.pk for one in besides])
    return list(rows.select_related("agenda_item").order_by("starts_at", "pk"))


def _is_delegate(side: MeetingParty) -> bool:
    return side.delegate_id is not None


def _is_company(side: MeetingParty) -> bool:
    return side.company_id is not None


MADE_BY_RULE = Q(rule__isnull=False) | Q(key__isnull=False)


def _senseless(promiser: str) -> Q:
    """What a rule asked for, and what the side that falls away was to bring to it.

    What they promised at a meeting that was held they still owe us.
    """
    held = FollowUp.objects.filter(meetings__state=Meeting.State.HELD)
    return MADE_BY_RULE | (Q(promised_by=promiser) & ~Q(pk__in=held.values("pk")))


def _promises(which: Q, senseless: Q) -> tuple[list[FollowUp], list[FollowUp]]:
    """The open follow-ups that make no sense any more, and those that stay. What we promised
    to the other side stays: they are told by a person."""
    rows: Any = FollowUp.objects.open().filter(pk__in=FollowUp.objects.filter(which).values("pk"))
    in_order = rows.select_related("owner").most_urgent_first()
    gone = set(rows.filter(senseless).values_list("pk", flat=True))
    every = list(in_order)
    return [one for one in every if one.pk in gone], [one for one in every if one.pk not in gone]

"""Logging meetings: who met, what came of it, and what was promised by whom until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from delegates.models import Delegate, Visit
from investors import bookings, bounds, invites
from investors.clocks import zones_on
from investors.companies import called
from investors.models import (
    AgendaItem,
    Company,
    Contact,
    Event,
    Meeting,
    MeetingParty,
    Mission,
    Resource,
)
from itpo.office import follow_ups
from itpo.office.history import sign
from itpo.office.models import Promiser, User
from itpo.office.states import NotPossible


@dataclass(frozen=True)
class Promised:
    """What was promised at a meeting, by whom, until which day, and who sees to it."""

    what: str
    due_on: date
    promised_by: str = Promiser.US
    owner: User | None = None


@transaction.atomic
def log(
    *,
    officer: User,
    at: datetime,
    subject: str,
    day: date | None,
    starts: time | None = None,
    ends: time | None = None,
    kind: str = Meeting.Kind.VISIT,
    state: str | None = None,
    visit: Visit | None = None,
    mission: Mission | None = None,
    event: Event | None = None,
    companies: Iterable[Company] = (),
    new_company: str = "",
    contacts: Iterable[Contact] = (),
    delegates: Iterable[Delegate] = (),
    officers: Iterable[User] | None = None,
    resources: Iterable[Resource] = (),
    time_zone: str = "",
    place: str = "",
    outcome: str = "",
    interest: str = "",
    restricted: bool = False,
    promises: Iterable[Promised] = (),
    sent_from: UUID | None = None,
) -> Meeting:
    """Log one meeting with its people and promises.

    What the page `sent_from` sends a second time is logged already, and is given back.

    A `new_company` is found by that name or made. Who is named twice sits there once.

    `day` is the calendar day where it takes place, `starts` and `ends` the time of day in
    `time_zone`, without one that of the country a mission is in, else the officer's. Of us come
    `officers`, or else the officer who logs it. Without a state, it is planned when it is still
    to come for the officer at `at`, else held. Whoever takes part in a planned one is booked for
    it, with its resources. Raises NotPossible (also bookings.Taken) or ValidationError, and then
    nothing is written.
    """
    if officer.office_id is None:
        raise NotPossible(_("A meeting belongs to an office; you belong to none."))
    if known := _sent_before(sent_from, officer):
        return known
    time_zone = time_zone or next(iter(zones_on(mission, day)), officer.time_zone)
    starts_at, ends_at = moment(day, starts, time_zone), moment(day, ends, time_zone)
    to_come = starts_at > at if starts_at else day is not None and day > officer.today(at)
    state = state or (Meeting.State.PLANNED if to_come else Meeting.State.HELD)
    if to_come and state == Meeting.State.HELD:
        raise NotPossible(_("A meeting still to come cannot have been held."), "day")
    if visit is not None:
        visit = bounds.lock(visit, day)
    if mission is not None:
        is_planned = state == Meeting.State.PLANNED
        mission = bounds.lock(mission, day, time_zone, plans=is_planned)
    if event is not None:
        event = bounds.lock_event(event)
    meeting = Meeting(
        office_id=officer.office_id,
        officer=officer,
        subject=subject,
        day=day,
        starts_at=starts_at,
        ends_at=ends_at,
        kind=kind,
        state=state,
        visit=visit,
        mission=mission,
        event=event,
        place=place,
        outcome=outcome,
        interest=interest,
        is_restricted=restricted,
        time_zone=time_zone,
        sent_from=sent_from,
    )
    if state != Meeting.State.PLANNED:
        meeting.written_down_by, meeting.written_down_at = officer, at
    meeting.full_clean(exclude=["office", "officer"])
    sign(meeting, officer)
    meeting.save()
    if new_company.strip():
        companies = [*companies, called(new_company.strip(), officer)]
    ours = [officer] if officers is None else officers
    _seat(meeting, officer, ours, companies, contacts, delegates)
    see_that_they_come(meeting)
    if bookings.is_appointment(meeting):
        whom = [*bookings.taking_part(meeting), *resources]
        bookings.book(thing=meeting, whom=whom, by=officer)
    for promised in promises:
        _promise(meeting, promised, officer)
    return meeting


@transaction.atomic
def write_down(
    *,
    meeting: Meeting,
    by: User,
    at: datetime,
    state: str,
    outcome: str = "",
    interest: str = "",
    minutes: str | None = None,
    new_day: date | None = None,
    new_starts: time | None = None,
    promises: Iterable[Promised] = (),
    sent_from: UUID | None = None,
) -> Meeting:
    """Write down what became of a meeting, and what was promised there.

    A postponed one is planned again if its `new_day` is known. What is not going to take place
    frees who was booked for it. Without `minutes`, those it has stay as they are. What the page
    `sent_from` sends a second time is written already. Raises NotPossible, for example for a
    meeting still to come that is said to have been held, and then nothing is written.
    """
    locked = lock(meeting)
    if known := _sent_before(sent_from):
        if known != locked:
            raise NotPossible(_("This page was sent already. Open it once more."))
        return locked
    wanted = Meeting.State(state)
    refuse_too_early(locked, wanted, by, at)
    if locked.written_down_by is None or locked.state != wanted:
        locked.written_down_by, locked.written_down_at = by, at
    locked.state = wanted
    locked.outcome = outcome.strip()
    locked.interest = interest
    if minutes is not None:
        locked.minutes = minutes.strip()
    locked.sent_from = sent_from
    if wanted != Meeting.State.CANCELLED:
        locked.cancelled_because = ""
    sign(locked, by)
    locked.save(update_fields=WRITTEN_DOWN)
    for promised in promises:
        _promise(locked, promised, by)
    if wanted == Meeting.State.POSTPONED and (new_day or new_starts):
        _plan_again(locked, new_day, new_starts, by, at)
    elif wanted in {Meeting.State.CANCELLED, Meeting.State.POSTPONED}:
        bookings.release(locked)
    invites.follow(meeting=locked, at=at)
    return locked


WRITTEN_DOWN = [
    *("state", "outcome", "interest", "minutes", "cancelled_because"),
    *("written_down_by", "written_down_at", "sent_from"),
]


@transaction.atomic
def plan_again(
    *, meeting: Meeting, by: User, at: datetime, day: date | None, starts: time | None = None
) -> Meeting:
    """Give a postponed meeting its new day, as long as before. Raises NotPossible."""
    locked = lock(meeting)
    if locked.state != Meeting.State.POSTPONED:
        raise NotPossible(_("Only a meeting that was postponed is planned again."))
    _plan_again(locked, day, starts, by, at)
    invites.follow(meeting=locked, at=at)
    return locked


def _plan_again(
    locked: Meeting, day: date | None, starts: time | None, by: User, at: datetime
) -> None:
    if day is None:
        raise NotPossible(_("Say on which day, too."), "new_day")
    locked.starts_at, locked.ends_at = moments(locked, day, starts)
    if day < by.today(at) or (locked.starts_at and locked.starts_at <= at):
        raise NotPossible(_("The new day has to be one still to come."), "new_day")
    locked.day = day
    locked.state = Meeting.State.PLANNED
    locked.written_down_by = locked.written_down_at = None
    sign(locked, by)
    locked.save(
        update_fields=[
            *("day", "starts_at", "ends_at", "state"),
            *("written_down_by", "written_down_at"),
        ]
    )
    try:
        if whole := locked.visit or locked.mission:
            bounds.lock(whole, day, locked.time_zone, plans=True)
        see_that_they_come(locked)
        bookings.rebook(thing=locked, by=by)
    except NotPossible as refusal:
        raise NotPossible(str(refusal), "new_day") from refusal


def _sent_before(sent_from: UUID | None, officer: User | None = None) -> Meeting | None:
    """The meeting that a page has logged or written down already."""
    if sent_from is None:
        return None
    found = Meeting.objects.filter(sent_from=sent_from)
    return (found.filter(officer=officer) if officer else found).first()


def lock(meeting: Meeting) -> Meeting:
    """The row as it is now; before it what it is part of, as whoever cancels that locks them."""
    for whole in (meeting.visit, meeting.mission):
        if whole is not None:
            type(whole)._default_manager.select_for_update().get(pk=whole.pk)
    locked: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    return locked


def lock_all(rows: Iterable[Meeting]) -> None:
    """Several meetings at once, in one order, before anybody who sits there is booked anew."""
    numbers = {one.pk for one in rows}
    list(Meeting.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))


def lock_side(party: MeetingParty) -> MeetingParty:
    """The row of one side as it is now, after the meeting it sits at."""
    lock(party.meeting)
    locked: MeetingParty = MeetingParty.objects.select_for_update().get(pk=party.pk)
    return locked


# What can still be called off: also what waits for a new day.
STILL_TO_COME = (Meeting.State.PLANNED, Meeting.State.POSTPONED)


@transaction.atomic
def call_off(*, meeting: Meeting, because: str, at: datetime, by: User | None) -> Meeting:
    """Cancel a meeting still to come, free who was booked, and tell the calendars that know.

    What was planned when somebody looked may have been held meanwhile: that stays as it is.
    """
    locked: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if locked.state not in STILL_TO_COME:
        return locked
    locked.state = Meeting.State.CANCELLED
    locked.cancelled_because = because
    sign(locked, by)
    locked.save(update_fields=["state", "cancelled_because"])
    bookings.release(locked)
    invites.follow(meeting=locked, at=at)
    return locked


def refuse_too_early(meeting: Meeting, state: str, reader: User, at: datetime) -> None:
    """Raise NotPossible for saying of a meeting still to come that its time has passed."""
    is_over = state in {Meeting.State.HELD, Meeting.State.NO_SHOW}
    if is_over and _is_to_come(meeting, reader, at):
        raise NotPossible(_("A meeting still to come cannot have been held."), "state")


def _is_to_come(meeting: Meeting, reader: User, at: datetime) -> bool:
    if meeting.starts_at:
        return meeting.starts_at > at
    return meeting.day is not None and meeting.day > reader.today(at)


def moment(day: date | None, clock: time | None, time_zone: str) -> datetime | None:
    """The moment of a time of day in a time zone; None when no time is known.

    Raises NotPossible for a time without a day, and for one that the clocks there leave out.
    """
    if clock is None:
        return None
    if day is None:
        raise NotPossible(_("Say on which day, too."), "day")
    there = datetime.combine(day, clock, tzinfo=ZoneInfo(time_zone))
    back = there.astimezone(UTC).astimezone(ZoneInfo(time_zone))
    if back.time() != clock:
        raise NotPossible(
            _("The clocks are changed that night: %(clock)s does not exist.")
            % {"clock": f"{clock:%H:%M}"},
            "starts",
        )
    return there


def _seat(
    meeting: Meeting,
    by: User,
    officers: Iterable[User],
    companies: Iterable[Company],
    contacts: Iterable[Contact],
    delegates: Iterable[Delegate],
) -> None:
    """Write down who took part: each contact with their company, each other company alone."""
    people = list(dict.fromkeys(contacts))
    named = {contact.company_id for contact in people}
    sides: list[dict[str, Any]] = [{"officer": one} for one in dict.fromkeys(officers)]
    sides += [{"company_id": contact.company_id, "contact": contact} for contact in people]
    sides += [{"company": one} for one in dict.fromkeys(companies) if one.pk not in named]
    sides += [{"delegate": delegate} for delegate in dict.fromkeys(delegates)]
    for side in sides:
        party = MeetingParty(meeting=meeting, **side)
        sign(party, by)
        party.save()


def _promise(meeting: Meeting, promised: Promised, officer: User) -> None:
    """Attach what was promised to the meeting, and to what the meeting was part of.

    Who writes down what another office held promises it for whoever looks after the meeting there.
    """
    try:
        promise = follow_ups.promise(
            what=promised.what,
            due_on=promised.due_on,
            owner=promised.owner
            or (officer if officer.works_at(meeting.office_id) else meeting.officer),
            about=meeting,
            promised_by=promised.promised_by,
            restricted=meeting.is_restricted,
            by=officer,
        )
    except follow_ups.NotPossible as error:
        raise NotPossible(str(error)) from error
    meeting.follow_ups.add(promise)
    if meeting.visit:
        meeting.visit.follow_ups.add(promise)
    if meeting.mission:
        meeting.mission.follow_ups.add(promise)
    if meeting.event:
        meeting.event.follow_ups.add(promise)


def moments(
    thing: Meeting | AgendaItem, day: date | None, starts: time | None, ends: time | None = None
) -> tuple[datetime | None, datetime | None]:
    """When it begins and ends, as the clocks say in its own time zone.

    Without an end it lasts as long as it did before. Raises NotPossible.
    """
    if day is None or starts is None:
        return None, None
    begins = moment(day, starts, thing.time_zone)
    if ends is not None:
        return begins, moment(day, ends, thing.time_zone)
    if begins is None or thing.starts_at is None or thing.ends_at is None:
        return begins, None
    return begins, begins + (thing.ends_at - thing.starts_at)


@transaction.atomic
def change(*, meeting: Meeting, by: User, at: datetime | None = None) -> Meeting:
    """Save a meeting whose facts were changed. Raises NotPossible, and then nothing is written.

    Whoever was booked for another time is booked for the new one, or it is refused.
    """
    if whole := meeting.visit or meeting.mission:
        is_planned = meeting.state == Meeting.State.PLANNED
        bounds.lock(whole, meeting.day, meeting.time_zone, plans=is_planned)
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    see_that_they_come(meeting)
    sign(meeting, by)
    meeting.save()
    if meeting.state == Meeting.State.PLANNED:
        bookings.rebook(thing=meeting, by=by)
    invites.follow(meeting=meeting, at=at or timezone.now())
    if meeting.is_restricted:
        invites.hide_mails(meeting)
    return meeting


@transaction.atomic
def join(*, party: MeetingParty, by: User, at: datetime | None = None) -> MeetingParty:
    """Save one side of a meeting; who takes part in a planned one is booked. Raises NotPossible."""
    meeting = lock(party.meeting)
    sign(party, by)
    party.save()
    see_that_they_come(meeting)
    if meeting.state == Meeting.State.PLANNED:
        bookings.rebook(thing=meeting, by=by)
    invites.follow(meeting=meeting, at=at or timezone.now())
    return party


def see_that_they_come(meeting: Meeting) -> None:
    """Refuse to plan a meeting of a mission with who has withdrawn from it. Raises NotPossible."""
    if meeting.mission is not None and meeting.state == Meeting.State.PLANNED:
        sides = meeting.parties.values_list("company", "contact").order_by("pk")
        bounds.see_that_they_come(meeting.mission, [bounds.Guest(*side) for side in sides])


@transaction.atomic
def leave(
    *, party: MeetingParty, by: User | None, at: datetime | None = None, because: str = ""
) -> None:
    """Take one side off a meeting, and free who was booked. The history keeps why."""
    meeting = Meeting.objects.select_for_update().get(pk=party.meeting_id)
    sign(party, by, because)
    party.delete()
    if meeting.state == Meeting.State.PLANNED:
        bookings.rebook(thing=meeting, by=by)
    invites.follow(meeting=meeting, at=at or timezone.now())


@transaction.atomic
def go_on(*, meeting: Meeting, by: User | None, because: str) -> Meeting:
    """Have the history say why somebody is missing at a meeting that goes on.

    One whose visit was cancelled belongs to that of another delegate who comes, or to none, where
    nobody's visit is known to go on that day.
    """
    locked: Meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    is_left = Visit.objects.filter(meetings=locked).exclude(
        state__in=[Visit.State.CANCELLED, Visit.State.COMPLETED]
    )
    if locked.visit_id is not None and not is_left.exists():
        locked.visit = _visit_of_another(locked)
    sign(locked, by, because)
    locked.save(update_fields=["visit"])
    return locked


def _visit_of_another(meeting: Meeting) -> Visit | None:
    """The visit of somebody who sits at a meeting, which goes on that day."""
    if meeting.day is None:
        return None
    seats = MeetingParty.objects.filter(meeting=meeting).exclude(delegate=None)
    others = Visit.objects.not_cancelled().filter(
        office=meeting.office_id,
        delegate__in=seats.values("delegate"),
        begins_earliest__lte=meeting.day,
        ends_latest__gte=meeting.day,
    )
    return others.order_by("pk").first()

"""What the investors app has on agendas: meetings of visits and missions, days of events."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from delegates.agenda_entries import is_for, takes_place
from delegates.models import Visit
from investors import item_entries
from investors.models import (
    Booking,
    Company,
    Contact,
    Event,
    Meeting,
    MeetingParty,
    Mission,
    MissionMember,
)
from investors.models.meetings import APPOINTMENTS
from itpo.office.agenda import GUEST, AgendaEntry, Kind, agenda, busy
from itpo.office.chain import either
from itpo.office.models import User
from itpo.office.visibility import Viewer

MOST_DAYS = 31  # of an event; what lasts longer is no appointment
# What of the kinds of meetings an agenda tells apart.
KINDS = {Meeting.Kind.SITE: Kind.SITE, Meeting.Kind.OFFICIAL: Kind.OFFICIAL}
SIDES = ("company", "contact", "partner", "delegate", "officer")
STANDING = (Meeting.State.PLANNED, Meeting.State.HELD)


def meetings_of_visit(visit: Visit, viewer: Viewer) -> Iterable[AgendaEntry]:
    """Those of the visit, and those its delegate sits at while another's visit goes on."""
    if takes_place(visit, viewer):
        as_guest = is_for(visit, viewer)
        yield from _entries(
            meetings_in(visit), viewer, as_guest, lambda side: side.delegate_id is None
        )


def meetings_of_mission(mission: Mission, viewer: Viewer) -> Iterable[AgendaEntry]:
    """All of the mission, with everybody who sits there."""
    if mission.state != Mission.State.CANCELLED and _may_look(viewer):
        yield from _entries(meetings_in(mission), viewer, viewer is GUEST, lambda side: True)


def meetings_of_member(member: MissionMember, viewer: Viewer) -> Iterable[AgendaEntry]:
    """Those of the mission at which the company sits, and those no company is named for.

    An official call that names no company is the whole delegation's.
    """
    stays_away = member.state == MissionMember.State.WITHDRAWN
    if stays_away or member.mission.state == Mission.State.CANCELLED or not _may_look(viewer):
        return
    seats = MeetingParty.objects.filter(meeting__mission=member.mission_id)
    companies = seats.exclude(company=None)
    its_own = Q(pk__in=companies.filter(company=member.company_id).values("meeting"))
    of_all = Q(mission=member.mission_id) & ~Q(pk__in=companies.values("meeting"))
    yield from _entries(
        its_own | of_all,
        viewer,
        viewer is GUEST,
        lambda side: side.company_id != member.company_id,
    )


def meetings_with(officer: User, since: date) -> Iterable[AgendaEntry]:
    """Those an officer sits at. Of one they may not read they learn when and where."""
    seats = MeetingParty.objects.filter(officer=officer, meeting__day__gte=since)
    theirs = Q(pk__in=seats.values("meeting"))
    readable = Meeting.objects.visible_to(officer).filter(theirs)
    yield from _entries(theirs, officer, False, lambda side: True)
    not_readable = theirs & ~Q(pk__in=readable.values("pk"))
    yield from _entries(not_readable, GUEST, True, lambda side: True)


def missions_of(officer: User, since: date) -> Iterable[AgendaEntry]:
    """The missions an officer looks after, from their first day to their last."""
    rows: Any = Mission.objects.visible_to(officer).not_cancelled().filter(owner=officer)
    rows = rows.filter(begins_earliest__isnull=False, ends_latest__gte=since)
    for mission in rows.select_related("office"):
        if mission.begins_on and mission.ends_on:
            yield AgendaEntry(
                uid=f"mission-{mission.pk}",
                kind=Kind.STAY,
                title=mission.name,
                day=mission.begins_on,
                last_day=mission.ends_on,
                zone=mission.office.time_zone,
                url=mission.get_absolute_url(),
            )


def _may_look(viewer: Viewer) -> bool:
    return viewer is GUEST or bool(getattr(viewer, "sees_records", False))


def days_of_event(event: Event, viewer: Viewer) -> Iterable[AgendaEntry]:
    """The days of an event, each from and to the same hour; none while it is not known when."""
    first, last = event.begins_on, event.last_on
    if first is None or last is None or event.state == Event.State.CANCELLED:
        return
    for number in range(min((last - first).days + 1, MOST_DAYS)):
        day = first + timedelta(days=number)
        yield AgendaEntry(
            uid=f"event-{event.pk}-{number + 1}" if number else f"event-{event.pk}",
            kind=Kind.EVENT,
            title=event.called,
            day=day,
            zone=event.time_zone,
            starts=event.moment(day, event.begins_at) if event.begins_at else None,
            ends=event.moment(day, event.ends_at) if event.ends_at else None,
            place=event.place or event.join_url,
        )


def _entries(
    which: Q, viewer: Viewer, as_guest: bool, is_named: Callable[[MeetingParty], bool]
) -> Iterable[AgendaEntry]:
    """Meetings that stand and have a day. Of a restricted one a guest learns when and where.

    `is_named` says which sides the reader is told of, who sits on one of them.
    """
    meetings: Any = Meeting.objects.filter(which, kind__in=APPOINTMENTS)
    if not as_guest:
        meetings = meetings.visible_to(viewer)
    sides = MeetingParty.objects.select_related(*SIDES).order_by("pk")
    standing = meetings.filter(state__in=STANDING, day__isnull=False)
    standing = standing.prefetch_related(Prefetch("parties", sides))
    if not as_guest:
        taken = Booking.objects.exclude(resource=None).select_related("resource").order_by("pk")
        standing = standing.prefetch_related(Prefetch("bookings", taken))
    for meeting in standing:
        entry = _entry(meeting, as_guest and meeting.is_restricted, is_named)
        if not as_guest:
            url = meeting.get_absolute_url()
            entry = replace(entry, booked=tuple(_booked(meeting)), url=url)
        yield entry


def entry_for(
    meeting: Meeting, *, is_secret: bool, is_named: Callable[[MeetingParty], bool]
) -> AgendaEntry:
    """One meeting as somebody outside the workspace reads it, whatever its state."""
    sides = meeting.parties.select_related(*SIDES).order_by("pk")
    return _entry(meeting, is_secret, is_named, sides)


def _entry(
    meeting: Any,
    is_secret: bool,
    is_named: Callable[[MeetingParty], bool],
    sides: Iterable[MeetingParty] | None = None,
) -> AgendaEntry:
    named = filter(is_named, meeting.parties.all() if sides is None else sides)
    return AgendaEntry(
        uid=f"meeting-{meeting.pk}",
        kind=KINDS.get(meeting.kind, Kind.MEETING),
        title=_("Meeting") if is_secret else meeting.subject,
        day=meeting.day,
        zone=meeting.time_zone,
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        place=meeting.place,
        with_whom="" if is_secret else _with_whom(named),
    )


def meetings_in(thing: Visit | Mission) -> Q:
    """Which meetings are part of a mission, or of a visit."""
    return Q(mission=thing) if isinstance(thing, Mission) else Q(pk__in=_numbers(thing))


def _numbers(visit: Visit) -> Any:
    """The visit's own, and those its delegate sits at while another's visit goes on.

    A company that ten delegates call on together is one meeting, logged with one of their visits.
    """
    own = Meeting.objects.filter(visit=visit)
    if not visit.begins_earliest or not visit.ends_latest:
        return own.values("pk")
    shared = MeetingParty.objects.filter(
        delegate=visit.delegate_id, meeting__day__range=(visit.begins_earliest, visit.ends_latest)
    ).exclude(meeting__visit__delegate=visit.delegate_id)
    return either(own.values("pk"), shared.values("meeting"))


def _with_whom(sides: Iterable[MeetingParty]) -> str:
    """The companies with who comes of each, partners, delegates, and who has no record."""
    people: dict[str, list[str]] = {}
    for side in sides:
        who = _company(side.company) if side.company else str(side.partner or side.delegate or "")
        person = _contact(side.contact) if side.contact else side.name
        if who or person:
            people.setdefault(who or person, []).extend([person] if who and person else [])
    return "; ".join(f"{who} ({', '.join(of)})" if of else who for who, of in people.items())


def _booked(meeting: Meeting) -> Iterable[str]:
    """Who of us sits there, and the interpreter, the room, the car."""
    yield from (str(side.officer) for side in meeting.parties.all() if side.officer)
    for one in meeting.bookings.all():
        if one.resource:
            yield f"{one.resource.get_kind_display()}: {one.resource}"


def _company(company: Company) -> str:
    return (company.name_ja if _reads_japanese() else "") or company.name


def _contact(contact: Contact) -> str:
    return (contact.name_ja if _reads_japanese() else "") or contact.full_name


def _reads_japanese() -> bool:
    return (get_language() or "").startswith("ja")


busy(meetings_with)
busy(missions_of)
busy(item_entries.booked_for)
agenda(Visit, meetings_of_visit)
agenda(Mission, meetings_of_mission)
agenda(MissionMember, meetings_of_member)
agenda(Event, days_of_event)
agenda(Visit, item_entries.of_visit)
agenda(Mission, item_entries.of_mission)
agenda(MissionMember, item_entries.of_member)

"""Making meetings of a schedule: all of them, or none."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from delegates.models import Visit
from investors import bookings, meetings
from investors.models import (
    Contact,
    Meeting,
    MeetingParty,
    Mission,
    MissionMember,
    Pairing,
    Participant,
    Schedule,
)
from investors.schedule_reading import Reading
from investors.schedules import locked, place_of, refuse_cancelled, why_not_coming
from itpo.office.models import User
from itpo.office.states import NotPossible


@transaction.atomic
def publish(*, schedule: Schedule, by: User, at: datetime) -> list[Meeting]:
    """Make a planned meeting of every pairing that is none yet, and book who takes part.

    Raises NotPossible (also bookings.Taken, which names the other booking), and then nothing is
    written.
    """
    whole = locked(schedule)
    refuse_cancelled(whole)
    rows = Pairing.objects.filter(schedule=whole, meeting=None, slot__starts_at__gt=at)
    new: list[Pairing] = list(rows.with_names().in_order())
    if not new:
        raise NotPossible(_("There is nothing new to publish."))
    reading = Reading(whole, at)
    for side in (one for pairing in new for one in (pairing.host, pairing.counterpart)):
        if side.pk in reading.withdrawn:
            raise NotPossible(
                _("%(why)s Schedule again, then publish.") % {"why": why_not_coming(whole, side)}
            )
    # In one order and before people, so that nobody who publishes or cancels waits for another.
    if whole.leg is not None:
        Mission.objects.select_for_update().get(pk=whole.leg.mission_id)
    visits = [one.pk for one in reading.visit_of.values()]
    list(Visit.objects.select_for_update().filter(pk__in=visits).order_by("pk"))
    contacts = _travellers(whole)
    bookings.hold([*_who_is_booked(new), *(one for some in contacts.values() for one in some)])
    return [_publish(pairing, reading, contacts, by, at) for pairing in new]


def _publish(
    pairing: Pairing,
    reading: Reading,
    contacts: dict[int, list[Contact]],
    by: User,
    at: datetime,
) -> Meeting:
    schedule, slot = reading.schedule, pairing.slot
    starts, ends = (one.astimezone(schedule.zone) for one in (slot.starts_at, slot.ends_at))
    sides = [pairing.host, pairing.counterpart]
    companies = [one.company for one in sides if one.company]
    meeting = meetings.log(
        officer=by,
        at=at,
        subject=f"{pairing.host.who()} – {pairing.counterpart.who()}"[:200],
        day=slot.day,
        starts=starts.time(),
        ends=ends.time(),
        state=Meeting.State.PLANNED,
        time_zone=schedule.time_zone,
        companies=companies,
        contacts=[one for company in companies for one in contacts.get(company.pk, [])],
        delegates=[one.delegate for one in sides if one.delegate],
        officers=(),
        resources=[pairing.interpreter] if pairing.interpreter else (),
        place=place_of(schedule, pairing.table),
        **_part_of(reading, pairing),
    )
    for party in _others(sides, meeting):
        meetings.join(party=party, by=by)
    pairing.meeting = meeting
    pairing.save(update_fields=["meeting"])
    return meeting


def _who_is_booked(pairings: Iterable[Pairing]) -> list[bookings.Bookable]:
    found = [
        who
        for one in pairings
        for who in (one.host.delegate, one.counterpart.delegate, one.interpreter)
    ]
    return [who for who in found if who is not None]


def _part_of(reading: Reading, pairing: Pairing) -> dict[str, Any]:
    """The visit, mission or event that the meeting belongs to."""
    schedule = reading.schedule
    if schedule.programme_id:
        return {"visit": reading.visit_of.get(pairing.host.delegate_id or 0)}
    return {"mission": schedule.leg.mission} if schedule.leg else {"event": schedule.event}


def _others(sides: Iterable[Participant], meeting: Meeting) -> list[MeetingParty]:
    """Whoever a meeting has no column for when it is logged: partners, agencies, bare names."""
    return [
        MeetingParty(meeting=meeting, partner=one.partner)
        if one.partner
        else MeetingParty(meeting=meeting, name=str(one.agency or one.name)[:160])
        for one in sides
        if not one.company_id and not one.delegate_id
    ]


def _travellers(schedule: Schedule) -> dict[int, list[Contact]]:
    """Who of each company travels on the mission."""
    if schedule.leg is None:
        return {}
    members = MissionMember.objects.filter(mission=schedule.leg.mission_id, contact__isnull=False)
    found: dict[int, list[Contact]] = {}
    for one in members.exclude(state=MissionMember.State.WITHDRAWN).select_related("contact"):
        if one.contact is not None:
            found.setdefault(one.company_id, []).append(one.contact)
    return found

"""What an agenda has beside its meetings: journeys, meals, seminars, free time."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from delegates.agenda_entries import is_for, takes_place
from delegates.models import Visit
from investors.models import AgendaItem, Booking, Mission, MissionMember
from itpo.office.agenda import GUEST, AgendaEntry, Kind
from itpo.office.chain import either
from itpo.office.models import User
from itpo.office.visibility import Viewer


def of_visit(visit: Visit, viewer: Viewer) -> Iterable[AgendaEntry]:
    """Those of the visit, and those of another's for which its delegate is booked meanwhile.

    The bus that ten delegates take is one journey, planned with one of their visits.
    """
    if takes_place(visit, viewer):
        yield from _entries(Q(pk__in=_numbers(visit)), viewer, is_for(visit, viewer))


def of_mission(mission: Mission, viewer: Viewer) -> Iterable[AgendaEntry]:
    if mission.state != Mission.State.CANCELLED and _may_look(viewer):
        yield from _entries(Q(mission=mission), viewer, viewer is GUEST)


def of_member(member: MissionMember, viewer: Viewer) -> Iterable[AgendaEntry]:
    """Those for which somebody of the company is booked, and those of nobody in particular."""
    stays_away = member.state == MissionMember.State.WITHDRAWN
    if stays_away or member.mission.state == Mission.State.CANCELLED or not _may_look(viewer):
        return
    seats = Booking.objects.exclude(agenda_item=None).exclude(contact=None)
    its_own = Q(pk__in=seats.filter(contact__company=member.company_id).values("agenda_item"))
    of_all = ~Q(pk__in=seats.values("agenda_item"))
    which = Q(mission=member.mission_id) & (its_own | of_all)
    yield from _entries(which, viewer, viewer is GUEST)


def booked_for(officer: User, since: date) -> Iterable[AgendaEntry]:
    """Those at which an officer comes along."""
    seats = Booking.objects.filter(officer=officer, agenda_item__day__gte=since)
    cancelled = Q(visit__state=Visit.State.CANCELLED) | Q(mission__state=Mission.State.CANCELLED)
    theirs = Q(pk__in=seats.values("agenda_item")) & ~cancelled
    yield from _entries(theirs, officer, as_guest=False)


def _may_look(viewer: Viewer) -> bool:
    return viewer is GUEST or bool(getattr(viewer, "sees_records", False))


def _numbers(visit: Visit) -> Any:
    own = AgendaItem.objects.filter(visit=visit)
    if not visit.begins_earliest or not visit.ends_latest:
        return own.values("pk")
    booked = Booking.objects.filter(
        delegate=visit.delegate_id,
        agenda_item__day__range=(visit.begins_earliest, visit.ends_latest),
    ).exclude(agenda_item__visit=visit)
    return either(own.values("pk"), booked.values("agenda_item"))


def _entries(which: Q, viewer: Viewer, as_guest: bool) -> Iterable[AgendaEntry]:
    """In any order. Which car and which of us come along is for the office only."""
    items: Any = AgendaItem.objects.filter(which)
    if not as_guest:
        related = ("officer", "resource", "contact", "delegate")
        taken = Booking.objects.select_related(*related).order_by("pk")
        items = items.visible_to(viewer).prefetch_related(Prefetch("bookings", taken))
    for item in items:
        booked = [] if as_guest else list(item.bookings.all())
        yield AgendaEntry(
            uid=f"item-{item.pk}",
            kind=Kind(item.kind),
            title=item.title,
            day=item.day,
            zone=item.time_zone,
            starts=item.starts_at,
            ends=item.ends_at,
            place=item.place,
            to_place=item.to_place,
            with_whom=", ".join(str(one.delegate or one.contact) for one in booked if _guest(one)),
            booked=tuple(_named(one) for one in booked if not _guest(one)),
            url="" if as_guest else item.get_absolute_url(),
        )


def _guest(booking: Booking) -> bool:
    return booking.delegate_id is not None or booking.contact_id is not None


def _named(booking: Booking) -> str:
    """One of us by name; a resource with its kind."""
    if booking.resource:
        return f"{booking.resource.get_kind_display()}: {booking.resource}"
    return str(booking.officer)

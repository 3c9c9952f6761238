"""What the delegates app has on the agenda of a visit: its ends, and its programme's training."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from delegates.models import Application, TrainingSession, Visit
from itpo.office.agenda import GUEST, AgendaEntry, Kind, agenda, busy
from itpo.office.models import PersonalLink, User
from itpo.office.visibility import Viewer


def is_for(visit: Visit, viewer: Viewer) -> bool:
    """Whether the viewer is who comes: they see no record, but their own agenda."""
    if not isinstance(viewer, PersonalLink):
        return viewer is GUEST
    application: Application | None = getattr(viewer, "application", None)
    return (
        application is not None
        and application.visit_id == visit.pk
        and application.state == Application.State.ACCEPTED
    )


def takes_place(visit: Visit, viewer: Viewer) -> bool:
    """Whether there is an agenda, and the viewer may see any of it."""
    return visit.state != Visit.State.CANCELLED and (viewer.sees_records or is_for(visit, viewer))


def ends_of(visit: Visit, viewer: Viewer) -> Iterable[AgendaEntry]:
    """The first and the last day, where they are known to the day."""
    if takes_place(visit, viewer):
        yield from _end(visit, viewer, Kind.FIRST_DAY, visit.begins_on)
        yield from _end(visit, viewer, Kind.LAST_DAY, visit.ends_on)


def _end(visit: Visit, viewer: Viewer, kind: Kind, day: date | None) -> Iterable[AgendaEntry]:
    if day:
        yield AgendaEntry(
            uid=f"visit-{visit.pk}-{kind}",
            kind=kind,
            title=_("First day of the visit")
            if kind == Kind.FIRST_DAY
            else _("Last day of the visit"),
            day=day,
            zone=visit.office.time_zone,
            place=visit.place,
            url=visit.get_absolute_url() if viewer.sees_records else "",
        )


def training_of(visit: Visit, viewer: Viewer) -> Iterable[AgendaEntry]:
    """The sessions of its programme. Their times are the office's own."""
    if visit.programme_id is None or not takes_place(visit, viewer):
        return
    sessions: Any = TrainingSession.objects.filter(programme=visit.programme_id)
    if viewer.sees_records:
        sessions = sessions.visible_to(viewer)
    for session in sessions.select_related("partner", "programme__office"):
        yield _training(session, viewer)


def _training(session: TrainingSession, viewer: Viewer) -> AgendaEntry:
    zone = session.programme.office.time_zone
    return AgendaEntry(
        uid=f"session-{session.pk}",
        kind=Kind.TRAINING,
        title=session.topic,
        day=session.held_on,
        zone=zone,
        starts=_moment(session.held_on, session.begins_at, zone),
        ends=_moment(session.held_on, session.ends_at, zone),
        place=session.place,
        with_whom=", ".join(filter(None, (session.trainer, str(session.partner or "")))),
        url=session.programme.get_absolute_url() if viewer.sees_records else "",
    )


def _moment(day: date, clock: time | None, zone: str) -> datetime | None:
    return datetime.combine(day, clock, ZoneInfo(zone)) if clock else None


def visits_of(officer: User, since: date) -> Iterable[AgendaEntry]:
    """The visits an officer looks after, from their first day to their last."""
    rows: Any = Visit.objects.visible_to(officer).not_cancelled().filter(officer=officer)
    rows = rows.filter(begins_earliest__isnull=False, ends_latest__gte=since)
    for visit in rows.select_related("delegate", "office"):
        if visit.begins_on and visit.ends_on:
            yield AgendaEntry(
                uid=f"visit-{visit.pk}",
                kind=Kind.STAY,
                title=_("Visit of %(who)s") % {"who": visit.delegate},
                day=visit.begins_on,
                last_day=visit.ends_on,
                zone=visit.office.time_zone,
                place=visit.place,
                url=visit.get_absolute_url(),
            )


busy(visits_of)
agenda(Visit, ends_of)
agenda(Visit, training_of)

"""What a calendar that somebody subscribed to is given, and whether anything in it has changed."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from delegates.models import Application, CalendarFeed
from itpo.office.agenda import GUEST, AgendaEntry, Kind, agenda_of, calendar_of
from itpo.office.models import FollowUp, Office, User
from itpo.portal.calendar_file import calendar_file

LOOKS_BACK = timedelta(days=90)
NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


class Given(NamedTuple):
    """The file, what tells it from others, and since when it reads so."""

    content: bytes
    digest: str
    changed_at: datetime


def given(feed: CalendarFeed, now: datetime) -> Given:
    """The calendar as it stands now. Asked again without a change, it is the same to the byte."""
    language = feed.officer.language if feed.officer else feed.link.language
    with translation.override(language):
        entries, name = list(_entries(feed, now)), _name(feed)
    office = feed.link.office
    digest = hashlib.sha256(_file(entries, office, name, NO_MOMENT)).hexdigest()
    changed_at = _changed_at(feed, digest, now)
    return Given(_file(entries, office, name, changed_at), digest, changed_at)


def _file(entries: Iterable[AgendaEntry], office: Office, name: str, at: datetime) -> bytes:
    return calendar_file(entries, office=office, name=name, at=at, is_feed=True)


def _changed_at(feed: CalendarFeed, digest: str, now: datetime) -> datetime:
    """When it began to read so; remembered, to the second, when it is first asked for."""
    if feed.digest == digest and feed.changed_at is not None:
        return feed.changed_at
    changed_at = now.replace(microsecond=0)
    CalendarFeed.objects.filter(pk=feed.pk).update(digest=digest, changed_at=changed_at)
    return changed_at


def _name(feed: CalendarFeed) -> str:
    if feed.officer:
        return _("Calendar of %(who)s") % {"who": feed.officer}
    return _("Visit to %(office)s") % {"office": feed.link.office}


def _entries(feed: CalendarFeed, now: datetime) -> Iterable[AgendaEntry]:
    if feed.officer:
        since = feed.officer.today(now) - LOOKS_BACK
        yield from calendar_of(feed.officer, since)
        if feed.has_due_days:
            yield from _due(feed.officer, since)
        return
    application = feed.application
    if application and application.visit and application.state == Application.State.ACCEPTED:
        yield from agenda_of(application.visit, GUEST)


def _due(officer: User, since: date) -> Iterable[AgendaEntry]:
    """What the officer has promised or is to see to, on the day it is due."""
    rows = FollowUp.objects.visible_to(officer).open().filter(owner=officer, due_on__gte=since)
    for one in rows.order_by("due_on", "pk"):
        yield AgendaEntry(
            uid=f"follow-up-{one.pk}",
            kind=Kind.DUE,
            title=one.what,
            day=one.due_on,
            zone=officer.time_zone,
            with_whom=one.about,
            url=one.get_absolute_url(),
        )

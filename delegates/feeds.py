"""Calendars to subscribe to: opening one, giving it a new address, closing it.

Whoever has its address reads it, without logging in; a new address closes the one before.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from delegates.models import Application, CalendarFeed
from itpo.office import links
from itpo.office.models import Office, PersonalLink, User
from itpo.office.states import NotPossible

# A calendar is subscribed to once and then forgotten; it closes with its holder's account.
OPENS_FOR_OFFICERS = timedelta(days=3650)
# A delegate looks up what was when; a year after they left nobody asks any more.
OPENS_FOR_DELEGATES = timedelta(days=730)


@transaction.atomic
def open_for_officer(*, officer: User, at: datetime) -> CalendarFeed:
    """Give an officer's calendar an address; a new one where it has one. Raises NotPossible."""
    if officer.office is None:
        raise NotPossible(_("A calendar belongs to somebody of an office; you belong to none."))
    User.objects.select_for_update().get(pk=officer.pk)  # of two at once, one makes it
    feed = CalendarFeed.objects.select_related("link").filter(officer=officer).first()
    if feed is not None:
        return _anew(feed, at, OPENS_FOR_OFFICERS)
    until = at + OPENS_FOR_OFFICERS
    link = _link(officer.office, officer.email, officer.language, at, until)
    return CalendarFeed.objects.create(link=link, officer=officer)


@transaction.atomic
def open_for_delegate(*, application: Application, at: datetime) -> CalendarFeed:
    """Give the calendar of somebody's visit an address; a new one where it has one.

    Raises NotPossible for whoever was not accepted.
    """
    locked = Application.objects.select_for_update().get(pk=application.pk)
    link = locked.link
    if locked.state != Application.State.ACCEPTED or locked.visit_id is None or link is None:
        raise NotPossible(_("There is no visit to put into a calendar."))
    feed = CalendarFeed.objects.select_related("link").filter(application=locked).first()
    if feed is not None:
        return _anew(feed, at, OPENS_FOR_DELEGATES)
    made = _link(link.office, link.email, link.language, at, at + OPENS_FOR_DELEGATES)
    return CalendarFeed.objects.create(link=made, application=locked)


def close(*, feed: CalendarFeed, at: datetime, by: User | None = None) -> None:
    """Have its address open no more. Calendars that subscribed are told so when they next ask."""
    links.revoke(link=feed.link, at=at, by=by)


def show_due_days(*, feed: CalendarFeed, shown: bool) -> None:
    """Say whether an officer's calendar has the days on which their follow-ups are due."""
    feed.has_due_days = shown
    feed.save(update_fields=["has_due_days"])


def is_open(feed: CalendarFeed | None, at: datetime) -> bool:
    """Whether it has an address that opens."""
    if feed is None or feed.link.revoked_at is not None:
        return False
    return feed.link.expires_at > at


def _link(office: Office, email: str, language: str, at: datetime, until: datetime) -> PersonalLink:
    return links.issue(
        purpose=PersonalLink.Purpose.CALENDAR,
        office=office,
        email=email,
        language=language,
        at=at,
        until=until,
    )


def _anew(feed: CalendarFeed, at: datetime, opens_for: timedelta) -> CalendarFeed:
    if feed.link.revoked_at is not None:
        links.reopen(link=feed.link)
        links.keep_open(link=feed.link, until=at + opens_for)
    elif not links.renew(link=feed.link, at=at, until=at + opens_for):
        raise NotPossible(_("It was given a new address a moment ago. Wait ten minutes."))
    return feed

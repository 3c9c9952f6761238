"""Calendars to subscribe to: making an address, changing it, closing it."""

from datetime import UTC, datetime, timedelta

import pytest

from delegates import feeds
from delegates.models import Application, CalendarFeed
from itpo.office.models import PersonalLink
from itpo.office.states import NotPossible
from tests.factories import ApplicationFactory, UserFactory
from tests.portal.my import accepted

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def test_an_officer_has_one_calendar_with_a_link_of_its_own(officer):
    feed = feeds.open_for_officer(officer=officer, at=NOW)

    assert (feed.officer, feed.link.purpose) == (officer, PersonalLink.Purpose.CALENDAR)
    assert (feed.link.email, feed.link.office) == (officer.email, officer.office)
    assert feeds.is_open(feed, NOW + timedelta(days=3000))


def test_a_new_address_closes_the_one_before(officer):
    feed = feeds.open_for_officer(officer=officer, at=NOW)
    before = feed.link.token()

    again = feeds.open_for_officer(officer=officer, at=LATER)

    assert again == feed
    assert not again.link.opens_with(before)
    assert CalendarFeed.objects.count() == 1


def test_a_second_press_of_the_button_does_not_close_the_address_just_made(officer):
    feeds.open_for_officer(officer=officer, at=NOW)
    token = feeds.open_for_officer(officer=officer, at=LATER).link.token()

    with pytest.raises(NotPossible, match="a moment ago"):
        feeds.open_for_officer(officer=officer, at=LATER + timedelta(seconds=2))

    assert PersonalLink.objects.get().opens_with(token)


def test_a_closed_calendar_opens_again_under_another_address_only(officer):
    feed = feeds.open_for_officer(officer=officer, at=NOW)
    before = feed.link.token()

    feeds.close(feed=feed, at=LATER, by=officer)
    assert not feeds.is_open(feed, LATER)

    again = feeds.open_for_officer(officer=officer, at=LATER)
    assert feeds.is_open(again, LATER)
    assert not again.link.opens_with(before)


def test_an_administrator_of_no_office_has_no_calendar():
    admin = UserFactory(office=None, is_superuser=True)

    with pytest.raises(NotPossible, match="you belong to none"):
        feeds.open_for_officer(officer=admin, at=NOW)


def test_a_delegate_has_a_calendar_apart_from_the_link_to_their_page(officer):
    application = accepted(officer, language="fr")

    feed = feeds.open_for_delegate(application=application, at=NOW)

    assert feed.link != application.link
    assert (feed.application, feed.link.language) == (application, "fr")


@pytest.mark.parametrize("state", [Application.State.INVITED, Application.State.WITHDRAWN])
def test_who_does_not_come_has_no_calendar(state):
    with pytest.raises(NotPossible, match="no visit"):
        feeds.open_for_delegate(application=ApplicationFactory(state=state), at=NOW)

    assert not CalendarFeed.objects.exists()

"""What a calendar that subscribed is given: whose it is, when it changed, when it is shut."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
import vobject
from django.test import Client
from django.urls import reverse

from delegates import feeds
from delegates.models import CalendarFeed
from investors.models import Meeting
from itpo.portal.addresses import page
from tests.conftest import logged_in
from tests.factories import (
    AgendaItemFactory,
    AuditorFactory,
    BookingFactory,
    CalendarFeedFactory,
    FollowUpFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionFactory,
    UserFactory,
    VisitFactory,
)
from tests.portal.links import NOW
from tests.portal.my import accepted, at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

TEN = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def ask(feed, client=None, **headers):
    url = page(feed.link)
    return (client or Client()).get(url, headers=headers)


def events(feed) -> dict[str, object]:
    read = vobject.readOne(ask(feed).content.decode())
    return {one.uid.value.partition("@")[0]: one for one in read.contents.get("vevent", [])}


def talk_with(officer, owner=None, **given) -> Meeting:
    known = {"day": date(2026, 11, 24), "starts_at": TEN, "state": "planned"}
    meeting = MeetingFactory(officer=owner or officer, **{**known, **given})
    MeetingPartyFactory(meeting=meeting, company=None, officer=officer)
    return meeting


def test_an_officers_calendar_has_what_they_sit_at_look_after_and_promised(officer):
    feed = CalendarFeedFactory(officer=officer)
    talk = talk_with(officer)
    visit = VisitFactory(officer=officer, begins="2026-11-20", ends="2026-11-27")
    mission = MissionFactory(
        office=officer.office, owner=officer, begins="2027-01-11", ends="2027-01-15"
    )
    due = FollowUpFactory(owner=officer, due_on=date(2026, 11, 30))
    lunch = AgendaItemFactory(
        visit=visit, day=date(2026, 11, 24), starts_at=TEN + HOUR, ends_at=TEN + 2 * HOUR
    )
    BookingFactory(
        meeting=None,
        agenda_item=lunch,
        resource=None,
        officer=officer,
        starts_at=lunch.starts_at,
        ends_at=lunch.ends_at,
    )
    MeetingFactory(officer=UserFactory(office=officer.office), day=date(2026, 11, 24))
    VisitFactory(officer=UserFactory(office=officer.office))

    found = events(feed)

    assert set(found) == {
        f"meeting-{talk.pk}",
        f"item-{lunch.pk}",
        f"visit-{visit.pk}",
        f"mission-{mission.pk}",
        f"follow-up-{due.pk}",
    }
    assert found[f"visit-{visit.pk}"].dtend.value == date(2026, 11, 28)
    assert found[f"follow-up-{due.pk}"].summary.value == due.what
    assert found[f"meeting-{talk.pk}"].dtstart.value.astimezone(UTC) == TEN


def test_due_days_are_left_out_where_nobody_wants_them(officer):
    feed = CalendarFeedFactory(officer=officer, has_due_days=False)
    FollowUpFactory(owner=officer, due_on=date(2026, 11, 30))

    assert events(feed) == {}


def test_of_a_meeting_they_may_not_read_an_officer_learns_when_and_where(officer, colleague):
    feed = CalendarFeedFactory(officer=officer)
    talk = talk_with(
        officer, owner=colleague, subject="Kestrel", place="Nagoya", is_restricted=True
    )

    found = events(feed)[f"meeting-{talk.pk}"]

    assert (found.summary.value, found.location.value) == ("Meeting", "Nagoya")
    assert b"Kestrel" not in ask(feed).content


def test_a_delegates_calendar_is_their_agenda_in_their_language(officer):
    application = accepted(officer, language="fr", begins="2026-11-20", ends="2026-11-27")
    feed = feeds.open_for_delegate(application=application, at=NOW)
    talk = talk_with(officer, visit=application.visit, subject="Kestrel", is_restricted=True)

    found = events(feed)

    visit = f"visit-{application.visit_id}"
    assert set(found) == {f"{visit}-first_day", f"meeting-{talk.pk}", f"{visit}-last_day"}
    assert found[f"{visit}-first_day"].summary.value == "Premier jour du séjour"
    assert b"Kestrel" not in ask(feed).content


def test_a_cancelled_visit_empties_the_calendar(officer):
    application = accepted(officer)
    feed = feeds.open_for_delegate(application=application, at=NOW)
    visit = application.visit
    visit.state, visit.cancelled_because = "cancelled", "Flu"
    visit.save()

    assert events(feed) == {}


def test_asked_again_without_a_change_it_answers_that_nothing_has_changed(officer):
    feed = CalendarFeedFactory(officer=officer)
    talk = talk_with(officer)
    first = ask(feed)

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        by_tag = ask(feed, **{"if-none-match": first["ETag"]})
        by_date = ask(feed, **{"if-modified-since": first["Last-Modified"]})
        whole = ask(feed)
        talk.place = "Nagoya"
        talk.save()
        changed = ask(feed, **{"if-none-match": first["ETag"]})

    assert (by_tag.status_code, by_date.status_code, by_tag.content) == (304, 304, b"")
    assert whole.content == first.content
    assert (changed.status_code, changed["ETag"] == first["ETag"]) == (200, False)
    assert changed["Last-Modified"] > first["Last-Modified"]


def test_a_program_needs_no_session_and_gets_none(officer):
    feed = CalendarFeedFactory(officer=officer)

    answer = ask(feed)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert not answer.cookies
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Robots-Tag"] == "noindex"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in answer.content


@pytest.mark.parametrize("rows", [1, 3])
def test_a_calendar_costs_the_same_for_any_number_of_entries(
    rows, officer, django_assert_num_queries
):
    feed = CalendarFeedFactory(officer=officer)
    for _row in range(rows):
        talk_with(officer)
        FollowUpFactory(owner=officer, due_on=date(2026, 11, 30))
        VisitFactory(officer=officer, begins="2026-11-20", ends="2026-11-27")
    tag = ask(feed)["ETag"]

    # Link, feed; meetings, their sides and resources, those only seen in part; visits, missions;
    # what they come along to; due days.
    with django_assert_num_queries(10):
        ask(feed, **{"if-none-match": tag})


def test_a_closed_address_says_so_in_a_sentence(officer):
    feed = CalendarFeedFactory(officer=officer)
    feeds.close(feed=feed, at=NOW, by=officer)

    answer = ask(feed)

    assert answer.status_code == 410
    assert answer.content == (
        b"This calendar address no longer opens. Ask for a new one where you found it.\n"
    )


def test_who_has_left_the_office_reads_no_calendar_any_more(officer):
    feed = CalendarFeedFactory(officer=officer)
    officer.is_active = False
    officer.save()

    assert ask(feed).status_code == 410


def test_the_token_of_a_calendar_opens_no_page(officer):
    application = accepted(officer)
    feed = feeds.open_for_delegate(application=application, at=NOW)

    url = reverse("portal:my", args=[feed.link.pk, feed.link.token()])

    assert Client().get(url).status_code == 404


def test_an_officer_makes_closes_and_renews_the_address_on_a_page(officer):
    desk = logged_in(officer)
    url = reverse("desk:feed")

    made = desk.post(url, {"act": "new"}, follow=True).content.decode()
    feed = CalendarFeed.objects.select_related("link").get(officer=officer)
    assert page(feed.link) in made

    desk.post(url, {"act": "show"})
    feed.refresh_from_db()
    assert not feed.has_due_days

    closed = desk.post(url, {"act": "close"}, follow=True).content.decode()
    assert "Your address is closed" in closed
    assert page(feed.link) not in closed

    desk.post(url, {"act": "new"})
    assert page(CalendarFeed.objects.select_related("link").get().link) != page(feed.link)


def test_nobody_sees_the_address_of_another(officer, colleague):
    feed = CalendarFeedFactory(officer=colleague)

    shown = logged_in(officer).get(reverse("desk:feed")).content.decode()

    assert page(feed.link) not in shown
    assert "You have no address yet." in shown


def test_an_auditor_makes_no_address(office):
    auditor = AuditorFactory(office=office)

    assert logged_in(auditor).post(reverse("desk:feed"), {"act": "new"}).status_code == 403
    assert not CalendarFeed.objects.exists()


def test_a_delegate_makes_and_closes_the_address_on_their_own_page(officer):
    application = accepted(officer)
    client = Client()

    made = client.post(at(application, "my-feed"), {"open": "1"}, follow=True).content.decode()
    feed = CalendarFeed.objects.select_related("link").get(application=application)
    assert page(feed.link) in made

    client.post(at(application, "my-feed"), {"close": "1"})
    assert ask(feed).status_code == 410
    assert at(application, "my-feed") in client.get(at(application)).content.decode()

"""The page that shows what falls away before somebody calls something off."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from investors import bookings
from investors.models import Meeting
from itpo.office.models import OutgoingMail
from tests.conftest import logged_in
from tests.factories import (
    AgendaItemFactory,
    ApplicationFactory,
    CompanyFactory,
    ContactFactory,
    DelegateFactory,
    EventFactory,
    FollowUpFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionFactory,
    MissionMemberFactory,
    UserFactory,
    VisitFactory,
)
from tests.tables import all_rows

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def stay(officer):
    return VisitFactory(officer=officer, begins="2026-11-20", ends="2026-11-27")


def talk(officer, contact=None, **given):
    meeting = MeetingFactory(officer=officer, state="planned", day=date(2026, 11, 24), **given)
    if contact:
        MeetingPartyFactory(meeting=meeting, company=contact.company, contact=contact)
    return meeting


def page_of(what, row):
    return reverse("investors:call-off", args=[what, row.pk])


def test_the_page_says_what_falls_away_who_is_told_and_what_stays(desk, officer):
    visit, contact = stay(officer), ContactFactory(family_name="Ito", email="ito@example.co.jp")
    meeting = talk(officer, contact, visit=visit)
    talk(officer, ContactFactory(family_name="Abe", email=""), visit=visit)
    item = AgendaItemFactory(visit=visit, title="Lunch at Nagoya", day=date(2026, 11, 24))
    ours = FollowUpFactory(owner=officer, what="Send the price list")
    visit.follow_ups.add(ours)
    before = all_rows()

    page = desk.get(page_of("visit", visit)).content.decode()

    for words in (meeting.subject, item.title, "ito@example.co.jp", "ABE", ours.what, "stays"):
        assert words in page
    assert "no address: tell them yourself" in page
    after = all_rows()
    assert {name: after[name] for name in before if name != "sessions.Session"} == {
        name: before[name] for name in before if name != "sessions.Session"
    }


def test_what_goes_on_without_them_is_named_beside_what_falls_away(desk, officer):
    visit, host = stay(officer), stay(officer)
    starts = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    times = {"day": starts.date(), "starts_at": starts, "ends_at": starts + timedelta(hours=1)}
    bus = AgendaItemFactory(visit=host, title="The bus to Kawasaki", **times)
    bookings.book(thing=bus, whom=[visit.delegate, host.delegate], by=officer)

    page = desk.get(page_of("visit", visit)).content.decode()

    assert "The bus to Kawasaki" in page
    assert "goes on without them" in page
    assert "Nothing is planned" not in page


def test_confirmed_it_is_done_and_only_who_is_ticked_is_written_to(desk, officer):
    visit = stay(officer)
    ticked, left_out = ContactFactory(email="a@example.co.jp"), ContactFactory(email="b@e.co.jp")
    meeting = talk(officer, ticked, visit=visit)
    MeetingPartyFactory(meeting=meeting, company=left_out.company, contact=left_out)

    answer = desk.post(
        page_of("visit", visit), {"because": "Visa refused", "tell": [f"contact-{ticked.pk}"]}
    )

    assert answer.url == visit.get_absolute_url()
    assert Meeting.objects.get().state == "cancelled"
    assert list(OutgoingMail.objects.values_list("to", flat=True)) == ["a@example.co.jp"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"because": " "}, "Say why."),
        ({"because": "x" * 201}, "Ensure this value has at most 200 characters"),
        ({"because": "Flu", "tell": ["contact-999"]}, "Who takes part has changed meanwhile."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_falls_away(
    given, sentence, desk, officer
):
    visit = stay(officer)
    talk(officer, ContactFactory(email="a@example.co.jp"), visit=visit)

    page = desk.post(page_of("visit", visit), given)

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert Meeting.objects.get().state == "planned"


def test_each_kind_of_thing_has_its_page(desk, officer):
    mission = MissionFactory(office=officer.office, begins="2027-01-11", ends="2027-01-15")
    contact = ContactFactory()
    things = {
        "application": ApplicationFactory(programme__office=officer.office),
        "visit": stay(officer),
        "event": EventFactory(office=officer.office, begins="2027-01-11", ends="2027-01-11"),
        "member": MissionMemberFactory(mission=mission, company=contact.company),
        "company": CompanyFactory(),
        "delegate": DelegateFactory(),
        "mission": mission,
    }

    for what, thing in things.items():
        url = page_of(what, thing)
        assert desk.get(url).status_code == 200, what
        assert desk.post(url, {"because": "Flu"}).status_code == 302, what
        again = desk.get(url, follow=True).content.decode()
        assert "This cannot be called off, or was so already." in again, what

    assert desk.get(reverse("investors:call-off", args=["office", 1])).status_code == 404


def test_withdrawing_from_a_mission_leads_to_the_page_that_says_what_falls_away(desk, officer):
    member = MissionMemberFactory(mission__office=officer.office)

    answer = desk.post(reverse("investors:member-state", args=[member.pk]), {"to": "withdrawn"})

    assert answer.url == page_of("member", member)
    member.refresh_from_db()
    assert member.state == "invited"


def test_of_what_they_may_not_read_somebody_learns_only_that_it_falls_away(officer, colleague):
    visit = stay(officer)
    meeting = talk(officer, visit=visit, subject="Kestrel", is_restricted=True)
    hidden = FollowUpFactory(owner=officer, what="Ask Kestrel", is_restricted=True)
    visit.follow_ups.add(hidden)

    page = logged_in(colleague).get(page_of("visit", visit)).content.decode()

    assert "Kestrel" not in page
    assert meeting.get_absolute_url() not in page
    assert "A restricted meeting" in page
    assert "And one that you may not read." in page


def test_what_belongs_to_no_visit_is_offered_and_only_what_stays_ticked_falls_away(desk, officer):
    visit = stay(officer)
    lunch, call = talk(officer, subject="Lunch"), talk(officer, subject="Call", kind="call")
    secret = talk(UserFactory(office=officer.office), is_restricted=True)
    for meeting in (lunch, call, secret):
        MeetingPartyFactory(meeting=meeting, company=None, delegate=visit.delegate)

    form = desk.get(page_of("visit", visit)).context["form"]
    desk.post(page_of("visit", visit), {"because": "Flu", "also": [lunch.pk]})

    assert [label for _pk, label in form.fields["also"].choices] == [
        f"Lunch · {lunch.when}",
        f"Call · {call.when}",
        f"A restricted meeting · {secret.when}",
    ]
    assert form.initial["also"] == [lunch.pk, secret.pk]
    assert list(Meeting.objects.order_by("pk").values_list("state", flat=True)) == [
        "cancelled",
        "planned",
        "planned",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_meetings(
    rows, desk, officer, django_assert_num_queries
):
    visit = stay(officer)
    for _row in range(rows):
        talk(officer, ContactFactory(email=f"a{_row}@example.co.jp"), visit=visit)
        visit.follow_ups.add(FollowUpFactory(owner=officer))

    # Session, user, navigation; the visit; meetings, sides; follow-ups, which are dropped; items,
    # places on those of others; what belongs to no visit; who takes part, their links, who is
    # invited; what of it all the reader may know.
    with django_assert_num_queries(15):
        desk.get(page_of("visit", visit))


@pytest.mark.parametrize("rows", [1, 3])
def test_what_belongs_to_no_visit_costs_the_same_for_any_number(
    rows, desk, officer, django_assert_num_queries
):
    visit = stay(officer)
    for _row in range(rows):
        MeetingPartyFactory(meeting=talk(officer), company=None, delegate=visit.delegate)

    # As above, with nothing that falls away for certain; and once more with all that may.
    with django_assert_num_queries(21):
        desk.get(page_of("visit", visit))


# --- invitations ---


def test_an_officer_sends_invitations_from_the_meeting_and_sees_them_on_their_way(desk, officer):
    officer.office.email = "tokyo@example.org"
    officer.office.save()
    starts = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    contact = ContactFactory(email="ito@example.co.jp")
    meeting = talk(officer, contact, starts_at=starts, ends_at=starts + timedelta(hours=1))
    nobody = ContactFactory(family_name="Abe", given_name="Jun", email="")
    MeetingPartyFactory(meeting=meeting, company=nobody.company, contact=nobody)

    page = desk.post(reverse("investors:invite", args=[meeting.pk]), follow=True).content.decode()

    assert "1 invitation is on its way." in page
    assert "No address is known of: ABE Jun." in page
    assert "ito@example.co.jp" in page
    assert "on its way" in page


def test_what_cannot_be_sent_says_why(desk, officer):
    meeting = talk(officer, ContactFactory())

    page = desk.post(reverse("investors:invite", args=[meeting.pk]), follow=True).content.decode()

    assert "Say when the meeting begins; then invite." in page
    assert not OutgoingMail.objects.exists()


def test_invitations_for_a_whole_visit_leave_out_what_has_no_time_yet(desk, officer):
    officer.office.email = "tokyo@example.org"
    officer.office.save()
    visit = stay(officer)
    starts = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    contact = ContactFactory(email="ito@example.co.jp")
    talk(officer, contact, visit=visit, starts_at=starts)
    talk(officer, contact, visit=visit, starts_at=starts + timedelta(hours=3))
    talk(officer, contact, visit=visit)
    url = reverse("investors:invite-all", args=["visit", visit.pk])

    assert "2 invitations are on their way." in desk.post(url, follow=True).content.decode()
    assert "There is nobody to invite" in desk.post(url, follow=True).content.decode()
    assert OutgoingMail.objects.count() == 2


def test_who_falls_away_is_ticked_by_the_office_only(desk, officer):
    visit, contact = stay(officer), ContactFactory(email="ito@example.co.jp")
    visit.delegate.email = "karim@example.ma"
    visit.delegate.save()
    meeting = talk(officer, contact, visit=visit)
    MeetingPartyFactory(meeting=meeting, company=None, delegate=visit.delegate)

    form = desk.get(page_of("visit", visit)).context["form"]

    assert [name for name, _label in form.fields["tell"].choices] == [
        f"contact-{contact.pk}",
        f"delegate-{visit.delegate_id}",
    ]
    assert form.initial["tell"] == [f"contact-{contact.pk}"]

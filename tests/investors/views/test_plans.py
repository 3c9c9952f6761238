"""The pages on which an agenda is planned."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from investors.models import AgendaItem, Meeting, TravelTime
from tests.factories import (
    AgendaItemFactory,
    CompanyFactory,
    ContactFactory,
    HostCountryFactory,
    MissionFactory,
    MissionLegFactory,
    MissionMemberFactory,
    ResourceFactory,
    VisitFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

DAY = date(2026, 11, 24)


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        yield


@pytest.fixture
def visit(officer):
    return VisitFactory(officer=officer, begins="2026-11-16", ends="2026-11-27")


@pytest.fixture
def mission(officer):
    found = MissionFactory(office=officer.office, begins="2026-11-22", ends="2026-11-26")
    morocco = HostCountryFactory(code="MA", name="Morocco")
    MissionLegFactory(mission=found, country=morocco, begins="2026-11-22", ends="2026-11-26")
    return found


def address(name, thing):
    kind = {"agendaitem": "item"}.get(thing._meta.model_name, thing._meta.model_name)
    return reverse(f"investors:{name}", args=[kind, thing.pk])


def sent(**more):
    told = {
        "kind": "visit",
        "title": "First talk",
        "day": "2026-11-24",
        "starts": "10:00",
        "ends": "11:00",
    }
    return {**told, "time_zone": "Asia/Tokyo", **more}


def test_a_meeting_is_put_on_the_agenda_and_shown_there(desk, visit):
    contact = ContactFactory(company=CompanyFactory(name="Sakura Harness"))
    room = ResourceFactory(office=visit.office, kind="room", name="Room A")

    answer = desk.post(
        address("plan-add", visit),
        sent(
            title="",
            contacts=[contact.pk],
            delegates=[visit.delegate_id],
            resources=[room.pk],
        ),
    )

    assert answer.url == f"{address('plan', visit)}#2026-11-24"
    meeting = Meeting.objects.get()
    assert (meeting.subject, meeting.state) == ("Face to face: Sakura Harness", "planned")
    page = desk.get(address("plan", visit)).content.decode()
    for text in ("Face to face: Sakura Harness", "10:00–11:00", "Room: Room A", str(contact)):
        assert text in page


def test_what_is_planned_on_a_day_that_is_over_waits_to_be_logged(desk, officer, visit):
    desk.post(address("plan-add", visit), sent(day="2026-11-20", delegates=[visit.delegate_id]))

    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.written_down_at) == ("planned", None)
    assert "First talk" in desk.get(reverse("investors:to-log")).content.decode()


def test_a_journey_of_a_whole_delegation_is_in_the_time_of_the_country(desk, mission):
    contact = ContactFactory()
    MissionMemberFactory(
        mission=mission, company=contact.company, contact=contact, state="confirmed"
    )
    form = desk.get(f"{address('plan-add', mission)}?day=2026-11-24&what=transport")
    zones = [zone for zone, _city in form.context["form"].fields["time_zone"].choices]

    desk.post(
        address("plan-add", mission),
        sent(
            kind="transport",
            title="Bus",
            place="Casablanca",
            to_place="Tangier",
            time_zone=zones[0],
            everybody="on",
        ),
    )

    bus = AgendaItem.objects.get()
    assert zones == ["Africa/Casablanca", "Asia/Tokyo"]
    assert (bus.title, bus.time_zone) == ("Bus", "Africa/Casablanca")
    assert [one.contact for one in bus.bookings.all()] == [contact]
    page = desk.get(address("plan", mission)).content.decode()
    assert "Casablanca → Tangier" in page
    assert "18:00–19:00 for you" in page


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"day": ""}, "day", "This field is required."),
        ({"day": "2026-12-24"}, "day", "this is outside it."),
        ({"starts": ""}, "starts", "Say from when, too."),
        ({"ends": "09:00"}, "ends", "It ends before it starts."),
        ({"starts": "ten"}, "starts", "Write the time as 14:30."),
        ({"title": ""}, "title", "Say whom they meet, or give it a title."),
        ({"delegates": []}, "companies", "Say who meets: a company, a person or a delegate."),
        ({"to_place": "Nagoya"}, "to_place", "Only transport leads to another place."),
        ({"kind": "dance"}, "kind", "dance is not one of the available choices."),
        ({"time_zone": "Mars/Base"}, "time_zone", "Mars/Base is not one of the available choices."),
    ],
)
def test_wrong_input_is_said_beside_its_field_and_writes_nothing(desk, visit, wrong, field, says):
    told = sent(delegates=[visit.delegate_id], title="Kept as typed", place="Osaka") | wrong

    answer = desk.post(address("plan-add", visit), told)

    assert says in str(answer.context["form"].errors[field])
    assert "Osaka" in answer.content.decode()
    assert (Meeting.objects.count(), AgendaItem.objects.count()) == (0, 0)


def test_who_is_taken_is_named_with_other_times(desk, visit):
    desk.post(address("plan-add", visit), sent(delegates=[visit.delegate_id], title="At Sakura's"))

    answer = desk.post(address("plan-add", visit), sent(kind="meal", delegates=[visit.delegate_id]))

    assert answer.context["form"].errors["starts"] == [
        f"{visit.delegate} is taken from 10:00 to 11:00: “At Sakura's”. "
        "Free for all: 11:00, 12:00, 13:00."
    ]
    assert AgendaItem.objects.count() == 0


def test_a_meeting_is_moved_and_keeps_its_length(desk, visit):
    desk.post(address("plan-add", visit), sent(delegates=[visit.delegate_id]))
    meeting = Meeting.objects.get()

    answer = desk.post(
        address("plan-move", meeting), {"day": "2026-11-25", "starts": "14:00", "ends": "11:00"}
    )

    meeting.refresh_from_db()
    assert answer.url.endswith("#2026-11-25")
    assert (meeting.clock, meeting.day) == ("14:00–15:00 (Tokyo)", date(2026, 11, 25))


def test_an_item_is_copied_changed_and_taken_off(desk, officer, visit):
    item = AgendaItemFactory(visit=visit, day=DAY, title="Lunch")

    desk.post(address("plan-copy", item), {"day": "2026-11-25", "starts": "12:00", "ends": ""})
    copied = AgendaItem.objects.get(day=date(2026, 11, 25))
    desk.post(
        reverse("desk:change", args=["investors.agendaitem", copied.pk]),
        {
            "title": "Lunch with the mayor",
            "kind": "meal",
            "day": "2026-11-25",
            "starts": "12:00",
            "ends": "14:00",
            "officers": [officer.pk],
        },
    )
    desk.post(reverse("investors:plan-remove", args=[item.pk]))

    left = AgendaItem.objects.get()
    assert (left, left.title) == (copied, "Lunch with the mayor")
    assert [one.officer for one in left.bookings.all()] == [officer]


def test_who_comes_along_is_shown_to_be_changed(desk, officer, visit):
    room = ResourceFactory(office=officer.office, kind="room")
    desk.post(
        address("plan-add", visit),
        sent(kind="seminar", title="Talk", officers=[officer.pk], resources=[room.pk]),
    )

    form = desk.get(
        reverse("desk:change", args=["investors.agendaitem", AgendaItem.objects.get().pk])
    ).context["form"]

    assert (form["officers"].value(), form["resources"].value()) == ([officer.pk], [room.pk])
    assert form["starts"].value().strftime("%H:%M") == "10:00"


def test_how_long_a_way_takes_is_said_on_the_spot(desk, visit):
    for begins, ends, place in (("10:00", "11:00", "Yokohama"), ("11:20", "12:00", "Hall 1")):
        desk.post(
            address("plan-add", visit),
            sent(starts=begins, ends=ends, place=place, delegates=[visit.delegate_id]),
        )
    before = desk.get(address("plan", visit)).content.decode()

    desk.post(
        address("travel-time", visit),
        {"one_place": "Yokohama", "other_place": "Hall 1", "minutes": "40", "day": "2026-11-24"},
    )

    page = desk.get(address("plan", visit)).content.decode()
    assert "travel time not known" in before
    assert "40 minutes" in page
    assert "only 20 minutes to get there" in page


@pytest.mark.parametrize("minutes", ["", "0", "-5", "many", "1441"])
def test_a_wrong_travel_time_is_refused_in_a_sentence(desk, visit, minutes):
    answer = desk.post(
        address("travel-time", visit),
        {"one_place": "Yokohama", "other_place": "Hall 1", "minutes": minutes, "day": "2026-13-01"},
        follow=True,
    )

    assert "Say how many minutes it takes, up to a day: 40." in answer.content.decode()
    assert TravelTime.objects.count() == 0


@pytest.mark.parametrize("kind", ["programme", "delegates.visit", "item"])
def test_only_visits_and_missions_have_an_agenda_to_plan(desk, visit, kind):
    assert desk.get(reverse("investors:plan", args=[kind, visit.pk])).status_code == 404


def test_an_auditor_reads_the_agenda_and_plans_nothing(auditor, client, visit):
    client.force_login(auditor)

    page = client.get(address("plan", visit)).content.decode()

    assert "Plan something" not in page
    assert client.get(address("plan-add", visit)).status_code == 403

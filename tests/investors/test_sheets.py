"""What is printed of a mission, an event and a meeting, read back as its officer gets it."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from investors.models import EventRegistration, MissionMember
from itpo.office.sheets import page_of
from tests.delegates.papers.reading import stands_in, text_of
from tests.factories import (
    BookingFactory,
    CompanyFactory,
    ContactFactory,
    DelegateFactory,
    EventFactory,
    EventRegistrationFactory,
    EventSessionFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionFactory,
    MissionMemberFactory,
    ResourceFactory,
)

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)


def printed(client, thing, kind, language="en", **query):
    """The answer when somebody prints a sheet."""
    names = [thing._meta.label_lower, thing.pk, kind, language]
    return client.get(reverse("office:sheet", args=names), query)


def refused(client, thing, kind, **query):
    """The sentence somebody gets in place of a sheet, on the page of the record's sheets."""
    response = printed(client, thing, kind, **query)
    page = page_of(thing)
    assert (response.status_code, response.url) == (302, page)
    return [str(message) for message in get_messages(response.wsgi_request)][-1]


@pytest.fixture
def mission(officer):
    return MissionFactory(office=officer.office, name="Automotive mission")


@pytest.fixture
def event(officer):
    return EventFactory(office=officer.office, name="Investing in Senegal", place="Large hall")


def confirmed(mission, **contact):
    contact = ContactFactory(**contact)
    return MissionMemberFactory(
        mission=mission, company=contact.company, contact=contact, state="confirmed"
    )


@time_machine.travel(NOW, tick=False)
def test_badges_and_signs_have_whom_is_confirmed_in_both_scripts(desk, mission):
    names = {"family_name_ja": "山田", "given_name_ja": "春男"}
    confirmed(mission, family_name="Yamada", given_name="Haruo", company__name="Yazaki", **names)
    MissionMemberFactory(mission=mission, contact=None, state="confirmed")
    maybe = confirmed(mission, family_name="Ono")
    maybe.state = MissionMember.State.INTERESTED
    maybe.save()

    for kind in ("badges", "signs"):
        for language in ("en", "ja"):
            response = printed(desk, mission, kind, language)
            assert response["Content-Type"] == "application/pdf"
            pdf = response.getvalue()
            assert stands_in(pdf, "YAMADA Haruo", "山田春男", "Yazaki") == []
            assert "ONO" not in text_of(pdf)


@time_machine.travel(NOW, tick=False)
def test_badges_of_an_event_are_for_who_has_a_place(desk, event):
    states = EventRegistration.State
    for name, state in (
        ("Aya Guest", states.REGISTERED),
        ("Ben Guest", states.WAITING_LIST),
        ("Cem Guest", states.ATTENDED),
        ("Dai Guest", states.CANCELLED),
    ):
        EventRegistrationFactory(event=event, name=name, state=state)

    text = text_of(printed(desk, event, "badges").getvalue())

    found = [name for name in ("Aya", "Ben", "Cem", "Dai") if f"{name} Guest" in text]
    assert found == ["Aya", "Cem"]


@time_machine.travel(NOW, tick=False)
def test_the_list_for_the_door_is_by_name_and_has_the_programme(desk, event):
    EventSessionFactory(
        event=event,
        topic="Opening",
        held_on=date(2026, 12, 3),
        begins_at=time(10),
        speaker="Dr. Ba",
    )
    for name in ("Zoe Guest", "Abe Guest"):
        EventRegistrationFactory(event=event, name=name, organisation=f"House of {name}")

    pdf = printed(desk, event, "days").getvalue()

    words = ["Investing in Senegal", "Large hall", "House of Zoe", "2 people in all"]
    assert stands_in(pdf, *words, "3 December 2026", "10:00", "Opening", "Ba") == []
    assert text_of(pdf).index("Abe Guest") < text_of(pdf).index("Zoe Guest")


@time_machine.travel(NOW, tick=False)
def test_table_signs_of_a_meeting_have_every_side_that_is_named(desk, officer):
    meeting = MeetingFactory(officer=officer)
    contact = ContactFactory(family_name="Yamada", given_name="Haruo")
    MeetingPartyFactory(meeting=meeting, company=contact.company, contact=contact)
    MeetingPartyFactory(meeting=meeting, company=CompanyFactory(name="Unnamed Ltd"))
    benali = DelegateFactory(family_name="Benali", given_name="Amina")
    MeetingPartyFactory(meeting=meeting, company=None, delegate=benali)
    MeetingPartyFactory(meeting=meeting, company=None, officer=officer)
    MeetingPartyFactory(meeting=meeting, company=None, name="Prof. Ito")

    pdf = printed(desk, meeting, "signs").getvalue()

    assert stands_in(pdf, "YAMADA Haruo", "BENALI Amina", str(officer), "Prof. Ito") == []
    assert "Unnamed" not in text_of(pdf)


def on_the_nineteenth(officer, mission, **options):
    return MeetingFactory(
        officer=officer,
        mission=mission,
        day=date(2026, 11, 19),
        starts_at=datetime(2026, 11, 19, 17, 30, tzinfo=UTC),
        time_zone="Africa/Casablanca",
        **options,
    )


@time_machine.travel(NOW, tick=False)
def test_a_day_sheet_says_who_where_what_is_booked_and_who_drives(desk, officer, mission):
    meeting = on_the_nineteenth(
        officer, mission, subject="Wire harnesses", place="Tanger Free Zone"
    )
    MeetingPartyFactory(meeting=meeting, company=CompanyFactory(name="Yazaki"))
    MeetingPartyFactory(meeting=meeting, company=None, officer=officer)
    for kind, name in (("car", "Van 1, Mr. Alami drives"), ("interpreter", "Ms. Idrissi")):
        resource = ResourceFactory(office=officer.office, kind=kind, name=name)
        BookingFactory(meeting=meeting, resource=resource)
    MeetingFactory(officer=officer, mission=mission, subject="Tomorrow", day=date(2026, 11, 20))

    pdf = printed(desk, mission, "days", day="2026-11-19").getvalue()

    assert (
        stands_in(
            pdf,
            "For internal use",
            "Thu 19 November 2026",
            "18:30 Casablanca",  # it has no end yet
            "Wire harnesses",
            "Yazaki",
            "Tanger Free Zone",
            str(officer),
            "Car: Van 1, Mr. Alami drives",
            "Interpreter: Ms. Idrissi",
        )
        == []
    )
    assert "Tomorrow" not in text_of(pdf)
    assert stands_in(printed(desk, mission, "days", "ja").getvalue(), "2026年11月20日（金）") == []


@time_machine.travel(NOW, tick=False)
def test_a_day_sheet_has_what_its_reader_may_see(desk, managers_desk, colleague, mission):
    on_the_nineteenth(colleague, mission, subject="A takeover", is_restricted=True)
    on_the_nineteenth(colleague, mission, subject="Wire harnesses")

    sheets = [text_of(printed(who, mission, "days").getvalue()) for who in (desk, managers_desk)]

    assert ["A takeover" in text for text in sheets] == [False, True]
    assert ["Wire harnesses" in text for text in sheets] == [True, True]


@time_machine.travel(NOW, tick=False)
def test_where_there_is_nothing_to_print_a_sentence_says_what_is_missing(
    desk, officer, mission, event
):
    meeting = MeetingFactory(officer=officer)
    nobody = "Nobody is named of the companies that are confirmed: say who travels."

    assert refused(desk, mission, "badges") == refused(desk, mission, "signs") == nobody
    assert refused(desk, mission, "days") == "Nothing is on the agenda yet."
    assert refused(desk, event, "badges") == "Nobody is registered."
    assert refused(desk, event, "days") == "Nobody is registered, and nothing is on the programme."
    assert refused(desk, meeting, "signs") == "Nobody is named who sits at the meeting."
    on_the_nineteenth(officer, mission)
    said = refused(desk, mission, "days", day="2026-11-25")
    assert said == "Nothing is on the agenda of that day."


def test_a_sheet_or_a_day_there_is_not_is_not_found(desk, mission):
    label = mission._meta.label_lower
    asked = [
        f"/sheets/{label}/{mission.pk}/nonsense/en/",
        f"/sheets/{label}/{mission.pk}/badges/fr/",
        f"/sheets/investors.company/{mission.pk}/badges/en/",
        f"/sheets/investors.company/{mission.pk}/",
        f"/sheets/{label}/{mission.pk}/days/en/?day=2026-02-30",
        f"/sheets/{label}/{mission.pk}/days/en/?day=nonsense",
    ]

    assert [desk.get(url).status_code for url in asked] == [404] * 6


@pytest.mark.parametrize("rows", [1, 3])
def test_badges_cost_the_same_for_any_number_of_people(
    desk, mission, rows, django_assert_num_queries
):
    for _row in range(rows):
        confirmed(mission)

    with django_assert_num_queries(4):  # session, user, mission, members
        printed(desk, mission, "badges").getvalue()


def test_the_page_of_an_event_leads_to_its_sheets(desk, event):
    page = desk.get(event.get_absolute_url()).content.decode()

    assert reverse("office:sheet", args=["investors.event", event.pk, "badges", "ja"]) in page

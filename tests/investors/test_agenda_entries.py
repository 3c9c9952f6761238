"""Meetings on the agenda of a visit or a mission: which, and what of them guests learn."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from investors.models import Mission, MissionMember
from itpo.office.agenda import GUEST, agenda_of
from tests.factories import (
    BookingFactory,
    CompanyFactory,
    ContactFactory,
    DelegateFactory,
    ManagerFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionFactory,
    MissionMemberFactory,
    PartnerFactory,
    ResourceFactory,
    UserFactory,
    VisitFactory,
)


@pytest.fixture
def visit(officer):
    """A visit whose agenda has nothing of its own on it."""
    return VisitFactory(officer=officer, begins="", ends="")


def titles(visit, viewer):
    return [entry.title for entry in agenda_of(visit, viewer)]


def test_a_meeting_says_when_where_and_with_whom(officer, visit):
    company = CompanyFactory(name="Yazaki Corporation")
    yamada = ContactFactory(company=company, family_name="Yamada", given_name="Haruo")
    meeting = MeetingFactory(
        officer=officer,
        visit=visit,
        subject="Wire harnesses",
        day=date(2026, 11, 19),
        starts_at=datetime(2026, 11, 19, 1, 0, tzinfo=UTC),
        ends_at=datetime(2026, 11, 19, 1, 25, tzinfo=UTC),
        place="Nagoya",
    )
    MeetingPartyFactory(meeting=meeting, company=company, contact=yamada)
    MeetingPartyFactory(meeting=meeting, company=CompanyFactory(name="Denso"))
    MeetingPartyFactory(meeting=meeting, company=None, partner=PartnerFactory(name="METI"))
    MeetingPartyFactory(meeting=meeting, company=None, name="Prof. Ito")
    MeetingPartyFactory(meeting=meeting, company=None, delegate=visit.delegate)

    [entry] = agenda_of(visit, GUEST)

    assert (entry.title, entry.day, entry.clock, entry.zone, entry.place) == (
        "Wire harnesses",
        date(2026, 11, 19),
        "10:00–10:25",
        "Asia/Tokyo",
        "Nagoya",
    )
    assert entry.with_whom == "Yazaki Corporation (YAMADA Haruo); Denso; METI; Prof. Ito"
    assert entry.url == ""
    assert [one.url for one in agenda_of(visit, officer)] == [meeting.get_absolute_url()]


def test_a_reader_of_japanese_gets_the_names_in_kanji_where_they_are_known(officer, visit):
    company = CompanyFactory(name="Yazaki Corporation", name_ja="矢崎総業株式会社")
    yamada = ContactFactory(company=company, family_name_ja="山田", given_name_ja="春男")
    meeting = MeetingFactory(officer=officer, visit=visit)
    MeetingPartyFactory(meeting=meeting, company=company, contact=yamada)
    MeetingPartyFactory(meeting=meeting, company=CompanyFactory(name="Denso"))

    with translation.override("ja"):
        [entry] = agenda_of(visit, GUEST)

    assert entry.with_whom == "矢崎総業株式会社 (山田春男); Denso"


def test_of_a_restricted_meeting_who_comes_learns_when_and_where_only(officer, visit):
    meeting = MeetingFactory(
        officer=officer,
        visit=visit,
        subject="Project Falcon",
        starts_at=datetime(2026, 11, 19, 1, 0, tzinfo=UTC),
        place="Osaka",
        is_restricted=True,
    )
    MeetingPartyFactory(meeting=meeting, company=CompanyFactory(name="Secret Co., Ltd."))

    [entry] = agenda_of(visit, GUEST)

    assert (entry.title, entry.with_whom) == ("Meeting", "")
    assert (entry.clock, entry.place) == ("10:00", "Osaka")


def test_a_restricted_meeting_is_seen_by_its_officer_and_the_managers(officer, visit):
    MeetingFactory(officer=officer, visit=visit, subject="Project Falcon", is_restricted=True)
    colleague = UserFactory(office=officer.office)

    assert titles(visit, officer) == ["Project Falcon"]
    assert titles(visit, ManagerFactory(office=officer.office)) == ["Project Falcon"]
    assert titles(visit, colleague) == []


@pytest.mark.parametrize("state", ["cancelled", "postponed", "no_show"])
def test_what_does_not_take_place_is_on_no_agenda(officer, visit, state):
    MeetingFactory(officer=officer, visit=visit, state=state)

    assert titles(visit, GUEST) == []


@pytest.mark.parametrize("kind", ["mail", "enquiry"])
def test_a_mail_is_no_appointment(officer, visit, kind):
    MeetingFactory(officer=officer, visit=visit, kind=kind)

    assert titles(visit, GUEST) == []


def test_a_meeting_without_a_day_is_on_no_agenda(officer, visit):
    MeetingFactory(officer=officer, visit=visit, day=None)

    assert titles(visit, GUEST) == []


def test_a_meeting_ten_delegates_share_is_on_the_agenda_of_each(officer):
    visit = VisitFactory(officer=officer, begins="2026-11-16", ends="2026-11-27")
    shared = MeetingFactory(
        officer=officer, visit=VisitFactory(officer=officer), subject="Plant visit"
    )
    MeetingPartyFactory(meeting=shared, company=None, delegate=visit.delegate)

    assert "Plant visit" in titles(visit, GUEST)


def test_a_meeting_of_another_stay_of_the_same_person_is_not(officer):
    delegate = DelegateFactory()
    visit = VisitFactory(officer=officer, delegate=delegate)
    before = VisitFactory(officer=officer, delegate=delegate)
    ours = MeetingFactory(officer=officer, visit=before, subject="Of the other stay")
    long_ago = MeetingFactory(officer=officer, day=date(1999, 5, 5), subject="Long ago")
    for meeting in (ours, long_ago):
        MeetingPartyFactory(meeting=meeting, company=None, delegate=delegate)

    found = titles(visit, GUEST)

    assert found == ["First day of the visit", "Last day of the visit"]


@pytest.mark.parametrize("rows", [1, 3])
def test_an_agenda_costs_the_same_for_any_number_of_meetings(
    officer, visit, rows, django_assert_num_queries
):
    for _row in range(rows):
        MeetingPartyFactory(meeting=MeetingFactory(officer=officer, visit=visit))

    with django_assert_num_queries(4):  # meetings, parties, bookings; items
        found = agenda_of(visit, officer)

    assert len(found) == rows


@pytest.fixture
def mission(officer):
    return MissionFactory(office=officer.office, name="Automotive mission")


def on_mission(officer, mission, subject, *companies, **options):
    meeting = MeetingFactory(officer=officer, mission=mission, subject=subject, **options)
    for company in companies:
        MeetingPartyFactory(meeting=meeting, company=company)
    return meeting


def test_a_mission_has_all_its_meetings_with_everybody(officer, mission):
    meeting = on_mission(officer, mission, "Matching", CompanyFactory(name="Denso"))
    delegate = DelegateFactory(family_name="Benali", given_name="Amina")
    MeetingPartyFactory(meeting=meeting, company=None, delegate=delegate)
    on_mission(officer, mission, "Call on the ministry")

    agenda = agenda_of(mission, officer)

    assert [(one.title, one.with_whom) for one in agenda] == [
        ("Matching", "Denso; BENALI Amina"),
        ("Call on the ministry", ""),
    ]


def test_a_company_has_its_own_meetings_of_the_mission_and_those_of_all(officer, mission):
    member = MissionMemberFactory(mission=mission)
    other = MissionMemberFactory(mission=mission)
    meeting = on_mission(officer, mission, "Ours", member.company)
    MeetingPartyFactory(meeting=meeting, company=None, partner=PartnerFactory(name="AMDIE"))
    on_mission(officer, mission, "Theirs", other.company)
    on_mission(officer, mission, "Of all")
    on_mission(officer, MissionFactory(office=officer.office), "Elsewhere", member.company)

    agenda = agenda_of(member, GUEST)

    assert [(one.title, one.with_whom, one.url) for one in agenda] == [
        ("Ours", "AMDIE", ""),
        ("Of all", "", ""),
    ]


def test_who_has_withdrawn_and_a_mission_that_is_cancelled_have_no_agenda(officer, mission):
    member = MissionMemberFactory(mission=mission, state=MissionMember.State.WITHDRAWN)
    off = MissionFactory(
        office=officer.office, state=Mission.State.CANCELLED, cancelled_because="Floods"
    )
    gone = MissionMemberFactory(mission=off)
    on_mission(officer, mission, "Call on the ministry")
    on_mission(officer, off, "Call on the ministry")

    assert [agenda_of(one, officer) for one in (member, off, gone)] == [[], [], []]


def test_a_mission_shows_a_stranger_and_a_link_nothing(officer, stranger, mission):
    on_mission(officer, mission, "Call on the ministry")
    member = MissionMemberFactory(mission=mission)

    seen = [agenda_of(one, who) for one in (mission, member) for who in (stranger, AnonymousUser())]

    assert seen == [[], [], [], []]


def test_of_a_restricted_meeting_a_company_learns_when_and_where_only(officer, mission):
    member = MissionMemberFactory(mission=mission)
    on_mission(officer, mission, "A takeover", member.company, is_restricted=True, place="Rabat")

    [told] = agenda_of(member, GUEST)

    assert (told.title, told.place, told.with_whom) == ("Meeting", "Rabat", "")
    assert titles(member, UserFactory(office=officer.office)) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_a_missions_agenda_costs_the_same_for_any_number_of_meetings(
    officer, mission, rows, django_assert_num_queries
):
    member = MissionMemberFactory(mission=mission)
    for number in range(rows):
        on_mission(officer, mission, f"Meeting {number}", member.company)

    with django_assert_num_queries(8):  # meetings, parties, bookings; items; of each of the two
        found = [len(agenda_of(one, officer)) for one in (mission, member)]

    assert found == [rows, rows]


def test_whoever_works_here_reads_what_is_booked_and_who_comes_along(officer, visit):
    meeting = MeetingFactory(officer=officer, visit=visit)
    MeetingPartyFactory(meeting=meeting, company=None, officer=officer)
    van = ResourceFactory(office=officer.office, kind="car", name="Van 1, Mr. Kato drives")
    BookingFactory(meeting=meeting, resource=van, delegate=None)

    booked = [agenda_of(visit, viewer)[0].booked for viewer in (officer, GUEST)]

    assert booked == [(str(officer), "Car: Van 1, Mr. Kato drives"), ()]

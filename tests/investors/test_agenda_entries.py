"""Meetings on the agenda of a visit: which, what of them, and what of a restricted one."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from itpo.office.agenda import GUEST, agenda_of
from tests.factories import (
    CompanyFactory,
    ContactFactory,
    DelegateFactory,
    ManagerFactory,
    MeetingFactory,
    MeetingPartyFactory,
    PartnerFactory,
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

    with django_assert_num_queries(2):  # meetings, who sits there
        found = agenda_of(visit, officer)

    assert len(found) == rows

"""Next year's mission, made from this one in one action."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from investors import next_mission
from investors.models import Mission
from itpo.office.states import NotPossible
from tests.conftest import logged_in
from tests.factories import (
    CompanyFactory,
    ContactFactory,
    DelegateFactory,
    HostCountryFactory,
    MeetingFactory,
    MissionBudgetLineFactory,
    MissionFactory,
    MissionHostFactory,
    MissionLegFactory,
    MissionMemberFactory,
    MissionPartnerFactory,
    MissionTaskFactory,
    SectorFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 3, tzinfo=UTC)


@pytest.fixture
def mission(officer):
    return MissionFactory(
        office=officer.office,
        name="Food mission 2026",
        state="completed",
        owner=officer,
        begins="2026-11-02",
        ends="2026-11-09",
    )


def copy(mission, officer) -> Mission:
    return next_mission.copy(mission=mission, by=officer, at=AT)


def test_the_mission_is_proposed_a_year_later_and_nothing_of_the_outcome_goes_along(
    officer, mission
):
    mission.sectors.add(SectorFactory())
    mission.themes.add(ThemeFactory())
    mission.notes = "The coach was late"
    mission.save()
    MeetingFactory(officer=officer, mission=mission)

    new = copy(mission, officer)

    assert (new.name, new.state, new.copied_from) == ("Food mission 2027", "proposed", mission)
    assert (new.begins, new.ends, new.owner, new.notes) == ("2027-11", "2027-11", officer, "")
    assert list(new.sectors.all()) == list(mission.sectors.all())
    assert list(new.themes.all()) == list(mission.themes.all())
    assert (new.meetings.count(), new.follow_ups.count(), new.claims.count()) == (0, 0, 0)
    assert new.history.first().history_user == officer


def test_the_legs_keep_their_order_their_months_and_their_hosts(officer, mission):
    senegal, ghana = HostCountryFactory(), HostCountryFactory()
    second = MissionLegFactory(
        mission=mission, country=ghana, begins="2026-11-06", ends="2026-11-09"
    )
    first = MissionLegFactory(
        mission=mission, country=senegal, begins="2026-11-02", ends="2026-11-06", notes="Rain"
    )
    agency = MissionHostFactory(leg=first).agency
    delegate = MissionHostFactory(
        leg=second, agency=None, delegate=DelegateFactory(), role="speaker"
    ).delegate

    legs = copy(mission, officer).legs.order_by("pk")

    assert [(one.country, one.begins, one.ends, one.notes) for one in legs] == [
        (senegal, "2027-11", "2027-11", ""),
        (ghana, "2027-11", "2027-11", ""),
    ]
    assert [
        (host.agency, host.delegate, host.role) for one in legs for host in one.hosts.all()
    ] == [(agency, None, "host"), (None, delegate, "speaker")]


def test_everybody_who_is_still_there_is_invited_again(officer, mission):
    there = ContactFactory()
    MissionMemberFactory(
        mission=mission, company=there.company, contact=there, state="travelled", role="Head"
    )
    withdrawn = MissionMemberFactory(mission=mission, state="withdrawn").company
    gone = [ContactFactory(left_on="2026-04-01")]
    gone.append(ContactFactory(company=gone[0].company, left_on="2026-04-01"))
    for person in gone:
        MissionMemberFactory(mission=mission, company=person.company, contact=person, role="Head")

    new = copy(mission, officer)

    assert [
        (one.company, one.contact, one.state, one.role) for one in new.members.order_by("pk")
    ] == [
        (there.company, there, "invited", "Head"),
        (withdrawn, None, "invited", ""),
        (gone[0].company, None, "invited", ""),
    ]


def test_a_merged_company_is_invited_as_what_it_is_now_and_an_archived_one_not_at_all(
    officer, mission
):
    now = CompanyFactory()
    merged = CompanyFactory(archived_at=AT, merged_into=now)
    for company in (merged, now, CompanyFactory(archived_at=AT)):
        MissionMemberFactory(mission=mission, company=company)

    assert [one.company for one in copy(mission, officer).members.all()] == [now]


def test_partners_tasks_and_the_planned_budget_go_along(officer, mission):
    partner = MissionPartnerFactory(mission=mission, role="funder").partner
    MissionBudgetLineFactory(mission=mission, what="Coaches", planned=900, actual=950)
    MissionTaskFactory(mission=mission, text="Flights", done_at=AT, done_by=officer)
    MissionTaskFactory(mission=mission, text="Cars", is_needed=False)

    new = copy(mission, officer)

    line = new.budget_lines.get()
    assert [(one.partner, one.role) for one in new.partner_roles.all()] == [(partner, "funder")]
    assert (line.what, line.planned, line.actual) == ("Coaches", Decimal(900), None)
    assert [
        (one.text, one.is_needed, one.done_at, one.done_by) for one in new.tasks.order_by("pk")
    ] == [("Flights", True, None, None), ("Cars", True, None, None)]
    assert mission.tasks.filter(done_at=AT).count() == 1


def test_who_has_left_the_office_looks_after_no_new_mission(officer, mission):
    mission.owner = UserFactory(office=officer.office, is_active=False)
    mission.save()

    assert copy(mission, officer).owner == officer


def test_it_is_copied_once(officer, mission):
    copy(mission, officer)

    with pytest.raises(NotPossible, match="There is a mission “Food mission 2027” already"):
        copy(mission, officer)

    assert Mission.objects.count() == 2


def test_the_page_copies_it_and_leads_to_the_new_one(desk, mission):
    url = reverse("investors:mission-copy", args=[mission.pk])

    page = desk.post(url, follow=True)
    again = desk.post(url, follow=True).content.decode()

    assert page.redirect_chain == [(mission.copies.get().get_absolute_url(), 302)]
    assert "Of each day only the month was kept" in page.content.decode()
    assert "There is a mission “Food mission 2027” already." in again


def test_others_do_not_copy_it(stranger, auditor, mission):
    url = reverse("investors:mission-copy", args=[mission.pk])

    answers = [logged_in(user).post(url).status_code for user in (stranger, auditor)]

    assert (answers, Mission.objects.count()) == ([404, 403], 1)

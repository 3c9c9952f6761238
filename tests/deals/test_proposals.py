"""What the chain proposes as having helped a deal."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deals import contributions
from deals.models import Deal
from deals.proposals import proposals
from tests.factories import (
    AgencyFactory,
    CompanyFactory,
    ContactFactory,
    ContributionFactory,
    DealCompanyFactory,
    DealFactory,
    DelegateFactory,
    EventFactory,
    EventRegistrationFactory,
    HostCountryFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionFactory,
    MissionLegFactory,
    MissionMemberFactory,
    StageChangeFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = date(2019, 3, 3)


@pytest.fixture
def morocco():
    return HostCountryFactory()


@pytest.fixture
def yazaki():
    return CompanyFactory(name="Yazaki")


@pytest.fixture
def deal(officer, morocco, yazaki) -> Deal:
    made = DealFactory(office=officer.office, country=morocco)
    DealCompanyFactory(deal=made, company=yazaki)
    return made


@pytest.fixture
def karim(morocco):
    return DelegateFactory(country=morocco, family_name="Exemple", given_name="Karim")


def talk(officer, company, delegate=None, **values):
    """A meeting held with a company, and with a delegate."""
    found = MeetingFactory(officer=officer, **{"state": "held", "day": DAY, **values})
    MeetingPartyFactory(meeting=found, company=company)
    if delegate:
        MeetingPartyFactory(meeting=found, company=None, delegate=delegate)
    return found


def said(deal, viewer) -> list[tuple]:
    waiting = deal.contributions.waiting().with_things()
    found = proposals(deal, viewer, deal.stage_changes.all(), waiting)
    return [(one.called, one.when, one.why, one.role) for one in found]


def called(deal, viewer) -> list[str]:
    return [one[0] for one in said(deal, viewer)]


# --- what is proposed, and why ---


def test_a_meeting_with_the_countrys_delegate_and_their_visit_are_proposed(
    officer, deal, yazaki, karim
):
    visit = VisitFactory(officer=officer, delegate=karim, begins="2019-03", ends="")
    talk(officer, yazaki, karim, visit=visit, subject="First talk")

    assert said(deal, officer) == [
        (
            "First talk",
            "3 Mar 2019",
            "Yazaki met EXEMPLE Karim, during the visit of EXEMPLE Karim.",
            "promotion",
        ),
        ("Visit of EXEMPLE Karim", "Mar 2019", "Yazaki was met during it.", "promotion"),
    ]


@pytest.mark.parametrize(
    ("whole", "why"),
    [
        (lambda there, by: {}, "Yazaki met EXEMPLE Karim."),
        (
            lambda there, by: {
                "mission": MissionLegFactory(
                    country=there, mission__office=by.office, mission__name="Cars"
                ).mission
            },
            "Yazaki met EXEMPLE Karim, on the mission “Cars”.",
        ),
        (
            lambda there, by: {"event": EventFactory(office=by.office, name="Fair")},
            "Yazaki met EXEMPLE Karim, at “Fair”.",
        ),
    ],
    ids=["by itself", "on a mission", "at an event"],
)
def test_where_they_met_is_said(officer, deal, yazaki, karim, morocco, whole, why):
    talk(officer, yazaki, karim, subject="Talk", **whole(morocco, officer))

    assert ("Talk", "3 Mar 2019", why, "promotion") in said(deal, officer)


def test_a_meeting_on_a_visit_counts_without_the_delegate_at_the_table(
    officer, deal, yazaki, karim, morocco
):
    visit = VisitFactory(
        officer=officer,
        delegate__family_name="Other",
        delegate__given_name="Ann",
        agency=AgencyFactory(country=morocco),
    )
    talk(officer, yazaki, visit=visit, subject="Talk")

    assert sorted((one[0], one[2]) for one in said(deal, officer)) == [
        ("Talk", "Yazaki was met during the visit of OTHER Ann."),
        ("Visit of OTHER Ann", "Yazaki was met during it."),
    ]


@pytest.mark.parametrize(
    ("state", "mission_state", "is_proposed"),
    [
        ("travelled", "completed", True),
        ("confirmed", "travelling", True),
        ("invited", "completed", False),
        ("withdrawn", "completed", False),
        ("travelled", "cancelled", False),
    ],
)
def test_a_mission_there_on_which_its_company_travelled_is_proposed(
    officer, deal, yazaki, morocco, state, mission_state, is_proposed
):
    mission = MissionFactory(
        office=officer.office, name="Cars", begins="2018", ends="", state=mission_state,
        cancelled_because="Storm" if mission_state == "cancelled" else "",
    )  # fmt: skip
    MissionLegFactory(mission=mission, country=morocco)
    MissionMemberFactory(mission=mission, company=yazaki, state=state)

    expected = [("Cars", "2018", "Yazaki travelled with it.", "promotion")]
    assert said(deal, officer) == (expected if is_proposed else [])


def test_a_mission_elsewhere_is_not_proposed(officer, deal, yazaki):
    mission = MissionFactory(office=officer.office, state="completed")
    MissionLegFactory(mission=mission, country=HostCountryFactory(code="KE", name="Kenya"))
    MissionMemberFactory(mission=mission, company=yazaki, state="travelled")

    assert said(deal, officer) == []


@pytest.mark.parametrize(
    ("state", "is_proposed"), [("attended", True), ("registered", False), ("no_show", False)]
)
def test_an_event_about_the_country_which_its_company_attended_is_proposed(
    officer, deal, yazaki, morocco, state, is_proposed
):
    event = EventFactory(
        office=officer.office, name="Seminar", country=morocco, begins="2018-05-04",
        ends="2018-05-04", state="held",
    )  # fmt: skip
    guests = ContactFactory.create_batch(2, company=yazaki)
    for guest in guests:
        EventRegistrationFactory(event=event, contact=guest, state=state)

    expected = [("Seminar", "4 May 2018", "Yazaki attended it.", "promotion")]
    assert said(deal, officer) == (expected if is_proposed else [])


def test_meetings_with_others_elsewhere_or_not_held_are_not_proposed(officer, deal, yazaki, karim):
    kenyan = DelegateFactory(country=HostCountryFactory(code="KE", name="Kenya"))
    talk(officer, CompanyFactory(), karim)
    talk(officer, yazaki, kenyan)
    talk(officer, yazaki, karim, state="planned")
    talk(officer, yazaki)

    assert said(deal, officer) == []


def test_of_a_deal_whose_country_is_not_known_nothing_is_proposed(officer, deal, yazaki, karim):
    talk(officer, yazaki, karim)
    deal.country = None
    deal.save()

    assert said(deal, officer) == []


def test_several_companies_at_a_table_are_named_once_each(officer, deal, yazaki, karim):
    meeting = talk(officer, yazaki, karim)
    for guest in ContactFactory.create_batch(2, company=yazaki):
        MeetingPartyFactory(meeting=meeting, company=yazaki, contact=guest)

    assert [one[2] for one in said(deal, officer)] == ["Yazaki met EXEMPLE Karim."]


# --- in what order, and how far ---


def test_the_newest_comes_first_and_what_has_no_date_last(officer, deal, yazaki, karim):
    for name, day in (("Undated", None), ("Old", date(2010, 1, 1)), ("New", DAY)):
        talk(officer, yazaki, karim, subject=name, day=day)

    assert called(deal, officer) == ["New", "Old", "Undated"]


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        ("", ["After", "Last day", "Undated"]),
        ("2019-03", ["Last day", "Undated"]),
        ("2019-03-30", ["Undated"]),
    ],
)
def test_only_what_may_have_come_before_the_decision_is_proposed(
    officer, deal, yazaki, karim, decided, expected
):
    deal.decided = decided
    deal.save()
    days = {"Undated": None, "Last day": date(2019, 3, 31), "After": date(2019, 4, 1)}
    for name, day in days.items():
        talk(officer, yazaki, karim, subject=name, day=day)

    assert called(deal, officer) == expected


def test_what_was_answered_is_not_proposed_again(officer, deal, yazaki, karim):
    accepted, dismissed, _open = (
        talk(officer, yazaki, karim, subject=name) for name in ("Yes", "No", "Open")
    )
    told = {"deal": deal, "by": officer, "at": NOON}
    contributions.accept(
        thing=accepted, role="promotion", strength="decisive", evidence="Letter", **told
    )
    contributions.dismiss(thing=dismissed, because="They spoke of golf", **told)

    assert called(deal, officer) == ["Open"]


def test_what_somebody_wrote_down_waits_once_with_the_role_they_gave(officer, deal, yazaki, karim):
    waits = {"accepted_by": None, "accepted_at": None, "deal": deal, "role": "facilitation"}
    found = talk(officer, yazaki, karim, subject="Found by the chain")
    ContributionFactory(visit=None, meeting=found, **waits)
    ContributionFactory(visit=None, mission=MissionFactory(name="Typed", begins="2015"), **waits)

    assert [(one[0], one[2], one[3]) for one in said(deal, officer)] == [
        ("Found by the chain", "Yazaki met EXEMPLE Karim.", "facilitation"),
        ("Typed", "Somebody wrote it down.", "facilitation"),
    ]


@pytest.mark.parametrize(
    ("day", "role"),
    [
        (date(2017, 12, 31), "promotion"),
        (date(2018, 1, 1), "promotion"),
        (date(2019, 1, 1), "negotiation"),
        (date(2020, 1, 1), "implementation"),
        (None, "promotion"),
    ],
)
def test_the_role_suggested_is_that_of_the_stage_it_was_in_then(
    officer, deal, yazaki, karim, day, role
):
    for stage, happened in (
        ("concluded", "2020"), ("promoted", "2018"), ("negotiation", "2019"),
    ):  # fmt: skip
        StageChangeFactory(deal=deal, to_stage=stage, happened=happened)
    talk(officer, yazaki, karim, day=day)

    assert [one[3] for one in said(deal, officer)] == [role]


# --- who sees it, and what it costs ---


def test_a_restricted_meeting_is_proposed_to_those_who_may_see_it(
    officer, colleague, manager, deal, yazaki, karim
):
    visit = VisitFactory(officer=officer, delegate=karim)
    talk(officer, yazaki, karim, subject="Secret", is_restricted=True, visit=visit)

    assert ["Secret" in called(deal, viewer) for viewer in (officer, manager, colleague)] == [
        True, True, False,
    ]  # fmt: skip
    # Neither does the visit give away that there was one.
    assert called(deal, colleague) == []


def test_what_another_office_has_is_not_proposed(officer, stranger, deal, yazaki, karim):
    talk(stranger, yazaki, karim, subject="Theirs", office=stranger.office)

    assert called(deal, officer) == []


def test_every_deal_is_asked_for_with_its_own_numbers(officer, deal, yazaki, karim):
    talk(officer, yazaki, karim, subject="Cars")
    there = HostCountryFactory(code="KE", name="Kenya")
    other = DealCompanyFactory(deal=DealFactory(office=officer.office, country=there))
    talk(officer, other.company, DelegateFactory(country=there), subject="Tea")

    assert [called(one, officer) for one in (deal, other.deal)] == [["Cars"], ["Tea"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_one_query_for_any_number(officer, deal, yazaki, karim, rows):
    for _row in range(rows):
        visit = VisitFactory(officer=officer, delegate=karim)
        talk(officer, yazaki, karim, visit=visit)

    with CaptureQueriesContext(connection) as queries:
        found = proposals(deal, officer, [])

    assert (len(found), len(queries)) == (2 * rows, 1)

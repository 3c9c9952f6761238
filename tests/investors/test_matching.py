"""Which companies are suggested for a project, in which order, and why."""

from datetime import UTC, date, datetime

import pytest

from investors.matching import deciding, registry
from investors.matching.suggesting import projects_of, suggest
from investors.matching.weights import WEIGHTS
from investors.models import Match
from itpo.office import follow_ups
from itpo.office.models import FollowUp
from itpo.office.states import NotPossible
from tests.factories import (
    AgencyFactory,
    CompanyFactory,
    ContactFactory,
    DealCompanyFactory,
    DealFactory,
    DelegateFactory,
    EventFactory,
    EventRegistrationFactory,
    HostCountryFactory,
    MatchFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionFactory,
    MissionLegFactory,
    MissionMemberFactory,
    ProgrammeFactory,
    ProjectProfileFactory,
    SectorFactory,
    TechnologyFactory,
    ThemeFactory,
    VisitFactory,
)
from tests.tables import all_rows

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
FRIDAY = date(2026, 11, 27)


@pytest.fixture
def project(db):
    country = HostCountryFactory()
    return ProjectProfileFactory(country=country, delegate=DelegateFactory(country=country))


def found(project, viewer, **more):
    (one,) = suggest([project], viewer, **more)
    return one


def why(project, viewer):
    """By company, the reasons with what they rest on, the weightiest first."""
    return {
        one.name: [(str(why.words), *(words for words, _url in why.links)) for why in one.why]
        for one in found(project, viewer).companies
    }


def seat(officer, project, interest="", state="held", **more):
    """A company at a meeting with the project's delegate; gives the seat."""
    visit = VisitFactory(officer=officer, delegate=project.delegate)
    return MeetingPartyFactory(
        meeting__officer=officer,
        meeting__visit=visit,
        meeting__interest=interest,
        meeting__state=state,
        **more,
    )


# --- each reason, in words, with what it rests on ---


def of_the_sector(officer, project):
    sector = SectorFactory()
    project.sectors.add(sector)
    company = CompanyFactory()
    company.sectors.add(sector)
    return company, [("Works in the same sector", sector.name)], company


def with_a_technology(officer, project):
    sector = SectorFactory()
    project.sectors.add(sector)
    technology = TechnologyFactory()
    technology.sectors.add(sector)
    return technology.company, [("Offers a technology for it", technology.name)], technology


def very_interested(officer, project):
    party = seat(officer, project, "high")
    return party.company, [("Was very interested", party.meeting.subject)], party.meeting


def interested(officer, project):
    party = seat(officer, project, "medium")
    return party.company, [("Was interested", party.meeting.subject)], party.meeting


def met(officer, project):
    meeting = MeetingFactory(officer=officer)
    MeetingPartyFactory(
        meeting=meeting, company=None, delegate=DelegateFactory(country=project.country)
    )
    company = MeetingPartyFactory(meeting=meeting).company
    return company, [("Has met somebody of the country", meeting.subject)], meeting


def interested_on_a_mission(officer, project):
    mission = MissionLegFactory(mission__office=officer.office, country=project.country).mission
    party = MeetingPartyFactory(
        meeting__officer=officer, meeting__mission=mission, meeting__interest="high"
    )
    return party.company, [("Was very interested", party.meeting.subject)], party.meeting


def on_a_mission(officer, project):
    mission = MissionLegFactory(mission__office=officer.office, country=project.country).mission
    company = MissionMemberFactory(mission=mission).company
    return company, [("On a mission there", mission.name)], mission


def with_a_deal(officer, project):
    role = DealCompanyFactory(deal__office=officer.office, deal__country=project.country)
    return role.company, [("Has a deal there", role.deal.title)], role.deal


def of_the_countrys_theme(officer, project):
    theme = ThemeFactory()
    project.country.themes.add(theme)
    mission = MissionFactory(office=officer.office)
    mission.themes.add(theme)
    company = MissionMemberFactory(mission=mission).company
    return company, [("Took part in the same theme", theme.name)], company


def of_the_programmes_theme(officer, project):
    theme = ThemeFactory()
    programme = ProgrammeFactory(office=officer.office)
    programme.themes.add(theme)
    VisitFactory(officer=officer, delegate=project.delegate, programme=programme)
    event = EventFactory(office=officer.office)
    event.themes.add(theme)
    company = EventRegistrationFactory(event=event, contact=ContactFactory()).contact.company
    return company, [("Took part in the same theme", theme.name)], company


def of_a_deals_theme(officer, project):
    theme = ThemeFactory()
    project.country.themes.add(theme)
    deal = DealFactory(office=officer.office, country=None)
    deal.themes.add(theme)
    company = DealCompanyFactory(deal=deal).company
    return company, [("Took part in the same theme", theme.name)], company


@pytest.mark.parametrize(
    "make",
    [
        *(of_the_sector, with_a_technology, very_interested, interested, met),
        *(interested_on_a_mission, on_a_mission, with_a_deal),
        *(of_the_countrys_theme, of_the_programmes_theme, of_a_deals_theme),
    ],
    ids=lambda make: make.__name__,
)
def test_a_reason_is_said_in_words_with_a_link_to_what_it_rests_on(officer, project, make):
    company, words, rests_on = make(officer, project)

    assert why(project, officer) == {company.name: words}
    (one,) = found(project, officer).companies
    assert [url for _words, url in one.why[0].links] == [rests_on.get_absolute_url()]
    assert one.url == company.get_absolute_url()


def test_a_company_is_suggested_for_what_its_subsidiary_does_there(officer, project):
    parent = CompanyFactory(name="Yazaki")
    role = DealCompanyFactory(
        deal__office=officer.office,
        deal__country=project.country,
        company__parent=parent,
        company__name="Yazaki Maroc",
    )

    assert why(project, officer) == {
        "Yazaki Maroc": [("Has a deal there", role.deal.title)],
        "Yazaki": [("A subsidiary has a deal there", role.deal.title)],
    }


def test_what_speaks_for_nobody_is_no_reason(officer, project):
    sector = SectorFactory()
    project.sectors.add(sector)
    CompanyFactory(archived_at=NOON).sectors.add(sector)
    CompanyFactory().sectors.add(SectorFactory())
    mission = MissionLegFactory(mission__office=officer.office, country=project.country).mission
    MissionMemberFactory(mission=mission, state="withdrawn")
    DealCompanyFactory(
        deal__office=officer.office,
        deal__country=project.country,
        deal__status="lost",
        deal__lost_because="Too far",
    )
    seat(officer, project, "high", state="cancelled")

    assert why(project, officer) == {}


# --- the order ---


def test_the_most_points_come_first_and_then_the_name(officer, project):
    of_the_sector(officer, project)
    sector = project.sectors.get()
    for name in ("Beta", "Alpha"):
        CompanyFactory(name=name).sectors.add(sector)
    best = CompanyFactory(name="Zeta")
    best.sectors.add(sector)
    TechnologyFactory(company=best).sectors.add(sector)

    one = found(project, officer, most=3)

    assert [(company.name, company.points) for company in one.companies] == [
        ("Zeta", WEIGHTS["sector"] + WEIGHTS["technology"]),
        ("Alpha", WEIGHTS["sector"]),
        ("Beta", WEIGHTS["sector"]),
    ]
    assert one.has_more


def test_a_reason_counts_once_however_much_speaks_for_it(officer, project):
    company = CompanyFactory()
    for _time in range(5):
        seat(officer, project, "high", company=company)
    seat(officer, project, "medium", company=company)
    seat(officer, project, company=company)

    (one,) = found(project, officer).companies

    assert one.points == WEIGHTS["interest_high"]
    assert [(len(why.links), why.more) for why in one.why] == [(3, 2), (1, 0), (1, 0)]


def test_every_weight_has_a_reason_in_words():
    assert set(registry.reasons) == set(WEIGHTS)
    with pytest.raises(LookupError, match="weather"):
        registry.reason("weather", "It rains there", "investors:company")


# --- who may know ---


@pytest.mark.parametrize("is_secret", [True, False])
def test_a_confidential_deal_is_no_reason_for_others_nor_counts_for_them(
    officer, colleague, manager, stranger, project, is_secret
):
    name = {"anonymous_description": "A plant"} if is_secret else {}
    DealCompanyFactory(
        deal__office=officer.office,
        deal__owner=officer,
        deal__country=project.country,
        deal__is_confidential=is_secret,
        **{f"deal__{field}": value for field, value in name.items()},
        company__parent=CompanyFactory(),
    )

    seen = [len(found(project, who).companies) for who in (officer, manager, colleague, stranger)]

    assert seen == [2, 2, 0 if is_secret else 2, 0]


@pytest.mark.parametrize("is_secret", [True, False])
def test_a_restricted_meeting_is_no_reason_for_others_nor_counts_for_them(
    officer, colleague, manager, stranger, project, is_secret
):
    seat(officer, project, "high", meeting__is_restricted=is_secret)
    of_the_sector(officer, project)

    points = [
        [one.points for one in found(project, who).companies]
        for who in (officer, manager, colleague, stranger)
    ]
    shown = [
        sum(len(one.meetings) for one in found(project, who).companies)
        for who in (officer, manager, colleague, stranger)
    ]

    assert points == [[5, 3], [5, 3], [3] if is_secret else [5, 3], [3]]
    assert shown == [1, 1, 0 if is_secret else 1, 0]


# --- visits and programmes ---


def test_a_visits_projects_are_its_delegates_and_what_the_agency_offers(officer):
    agency = AgencyFactory()
    visit = VisitFactory(officer=officer, agency=agency)
    mine = ProjectProfileFactory(title="B", delegate=visit.delegate)
    theirs = ProjectProfileFactory(title="A", agency=agency)
    ProjectProfileFactory(agency=agency, delegate=DelegateFactory())
    ProjectProfileFactory(delegate=visit.delegate, is_open=False)
    ProjectProfileFactory()

    assert list(projects_of(visit, officer)) == [theirs, mine]


def test_a_programmes_projects_are_those_of_its_visits(officer):
    programme = ProgrammeFactory(office=officer.office)
    visit = VisitFactory(officer=officer, programme=programme)
    cancelled = VisitFactory(
        officer=officer, programme=programme, state="cancelled", cancelled_because="No visa"
    )
    mine = ProjectProfileFactory(delegate=visit.delegate)
    ProjectProfileFactory(delegate=cancelled.delegate)

    assert list(projects_of(programme, officer)) == [mine]


def test_each_project_has_its_own_companies(officer, project):
    company, _words, _on = of_the_sector(officer, project)
    other = ProjectProfileFactory(country=HostCountryFactory(code="SN", name="Senegal"))

    told = suggest([project, other], officer)

    assert [[one.pk for one in each.companies] for each in told] == [[company.pk], []]


@pytest.mark.parametrize("rows", [1, 3])
def test_suggesting_costs_three_queries_for_any_number(officer, rows, django_assert_num_queries):
    projects = []
    for _row in range(rows):
        country = HostCountryFactory(code=f"X{'ABC'[_row]}", name=f"Freedonia {_row}")
        one = ProjectProfileFactory(country=country, delegate=DelegateFactory(country=country))
        projects.append(one)
        for _company in range(rows):
            for make in (of_the_sector, with_a_technology, very_interested, on_a_mission):
                make(officer, one)
            with_a_deal(officer, one)
            MatchFactory(office=officer.office, project=one)

    with django_assert_num_queries(3):
        told = suggest(projects, officer, most=50)

    assert [len(one.companies) for one in told] == [5 * rows] * rows


# --- deciding ---


def test_inviting_is_a_promise_that_belongs_to_company_project_and_visit(officer, project):
    company, _words, _on = of_the_sector(officer, project)
    visit = VisitFactory(officer=officer, delegate=project.delegate)

    match = deciding.invite(
        project=project, company=company, due_on=FRIDAY, by=officer, at=NOON, visit=visit
    )

    promise = FollowUp.objects.get()
    assert match.promise == promise
    assert promise.what == f"Invite {company} for “{project}”"
    assert (promise.due_on, promise.owner, promise.about) == (FRIDAY, officer, company.name)
    assert [list(one.follow_ups.all()) for one in (company, project, visit)] == [[promise]] * 3
    assert (match.decided_by, match.decided_at) == (officer, NOON)
    assert match.history.latest().history_user == officer
    assert [one.match for one in found(project, officer).companies] == [match]


def test_who_is_invited_is_not_invited_again_until_the_promise_is_dropped(officer, project):
    company, _words, _on = of_the_sector(officer, project)
    given = {"project": project, "company": company, "by": officer, "at": NOON}
    match = deciding.invite(**given, due_on=FRIDAY)
    before = all_rows()

    with pytest.raises(NotPossible, match="is invited already"):
        deciding.invite(**given, due_on=FRIDAY)
    with pytest.raises(NotPossible, match="drop the promise first"):
        deciding.leave_out(**given, because="Too far")
    assert all_rows() == before

    follow_ups.drop(follow_up=match.promise, by=officer, at=NOON, reason="They moved")
    assert [one.match for one in found(project, officer).companies] == [None]
    deciding.leave_out(**given, because="They moved")
    assert found(project, officer).companies == []


def test_who_is_left_out_is_suggested_no_more_and_why_is_remembered(officer, colleague, project):
    company, _words, _on = of_the_sector(officer, project)

    match = deciding.leave_out(
        project=project, company=company, because=" Sells by mail only ", by=officer, at=NOON
    )

    told = found(project, colleague)
    assert (told.companies, told.left_out) == ([], [match])
    assert match.because == "Sells by mail only"
    deciding.suggest_again(project=project, company=company, by=colleague)
    assert [one.pk for one in found(project, officer).companies] == [company.pk]
    assert Match.objects.count() == 0
    assert Match.history.latest().history_user == colleague


@pytest.mark.parametrize(
    ("because", "sentence"), [(" ", "Say why"), ("x" * 201, "at most 200 characters")]
)
def test_who_is_left_out_has_a_reason(officer, project, because, sentence):
    with pytest.raises(NotPossible, match=sentence):
        deciding.leave_out(
            project=project, company=CompanyFactory(), because=because, by=officer, at=NOON
        )

    assert Match.objects.count() == 0


def test_only_who_was_left_out_is_suggested_again(officer, project):
    with pytest.raises(NotPossible, match="was not left out"):
        deciding.suggest_again(project=project, company=CompanyFactory(), by=officer)


def test_another_office_decides_for_itself(officer, stranger, project):
    company, _words, _on = of_the_sector(officer, project)
    deciding.leave_out(project=project, company=company, because="x", by=stranger, at=NOON)

    assert [one.pk for one in found(project, officer).companies] == [company.pk]
    assert found(project, officer).left_out == []

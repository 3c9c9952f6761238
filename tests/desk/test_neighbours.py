"""The page of all things of one step of the chain around a record."""

import pytest
from django.urls import reverse

from itpo.office import chain
from tests.conftest import logged_in
from tests.factories import (
    CompanyFactory,
    ContributionFactory,
    DealCompanyFactory,
    DealFactory,
    DelegateFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionFactory,
    MissionMemberFactory,
    VerifiedClaimFactory,
    VisitFactory,
)


def url_of(thing, step):
    return reverse("desk:neighbours", args=[thing._meta.label_lower, thing.pk, step])


def listed(user, thing, step):
    """Words and address of what the page lists."""
    page = logged_in(user).get(url_of(thing, step))
    shown = page.content.decode()
    for words, url in page.context["rows"]:
        assert f'<li class="item"><a href="{url}">{words}</a></li>' in shown
    return page.context["rows"]


def link(user, thing, step):
    return next(one for one in chain.links(thing, user) if one.step == step)


# --- several of one step: their number leads to the page that lists them all ---


def two_delegates(officer, company):
    for name in ("Benali", "Alaoui"):
        visit = VisitFactory(officer=officer, delegate__family_name=name)
        MeetingPartyFactory(meeting__visit=visit, meeting__officer=officer, company=company)
    return ["ALAOUI Karim", "BENALI Karim"]


def two_visits(officer, company):
    visits = [
        VisitFactory(officer=officer, delegate__family_name="Benali", begins=begins, ends="")
        for begins in ("1990s", "2016-06")
    ]
    for visit in visits:
        MeetingPartyFactory(meeting__visit=visit, meeting__officer=officer, company=company)
    return ["BENALI Karim, Jun 2016", "BENALI Karim, 1990s"]


def two_meetings(officer, company):
    for subject, day in (("First talk", "2026-11-19"), ("Second talk", None)):
        meeting = MeetingFactory(officer=officer, subject=subject, day=day)
        MeetingPartyFactory(meeting=meeting, company=company)
    return ["Second talk, without a date", "First talk, 19 Nov 2026"]


def two_missions(officer, company):
    for name, begins in (("Mission to Fes", "2016-06"), ("Mission to Tangier", "")):
        mission = MissionFactory(office=officer.office, name=name, begins=begins)
        MissionMemberFactory(mission=mission, company=company)
    return ["Mission to Tangier, without a date", "Mission to Fes, Jun 2016"]


def two_deals(officer, company):
    for title in ("Plant in Fes", "Plant in Tangier"):
        DealCompanyFactory(deal__title=title, deal__office=officer.office, company=company)
    return ["Plant in Tangier, Identified", "Plant in Fes, Identified"]


def two_results(officer, company):
    for title, jobs in (("Plant in Fes", 1600), ("Plant in Tangier", 0)):
        deal = DealFactory(title=title, office=officer.office)
        DealCompanyFactory(deal=deal, company=company)
        VerifiedClaimFactory(deal=deal, value=jobs, recorded_by=officer)
    return ["Jobs: 0, Plant in Tangier", "Jobs: 1,600, Plant in Fes"]


@pytest.mark.parametrize(
    ("step", "make"),
    [
        ("delegates", two_delegates),
        ("visits", two_visits),
        ("meetings", two_meetings),
        ("missions", two_missions),
        ("deals", two_deals),
        ("results", two_results),
    ],
)
def test_several_of_one_step_are_counted_and_lead_to_a_page_that_lists_all(officer, step, make):
    company = CompanyFactory()
    words = make(officer, company)

    counted = link(officer, company, step)

    assert counted.count == 2
    assert str(counted.words).startswith("2")
    assert counted.url == url_of(company, step)
    assert [said for said, _url in listed(officer, company, step)] == words


def test_each_of_those_listed_leads_to_its_own_page(officer):
    company = CompanyFactory()
    two_visits(officer, company)

    browser = logged_in(officer)
    pages = [browser.get(url) for _words, url in listed(officer, company, "visits")]

    assert [page.context["visit"].begins for page in pages] == ["2016-06", "1990s"]


def test_the_page_says_around_what_and_leads_back(officer):
    company = CompanyFactory(name="Sakura & Sons")
    two_deals(officer, company)

    page = logged_in(officer).get(url_of(company, "deals")).content.decode()

    assert f'<a href="{company.get_absolute_url()}">Sakura &amp; Sons</a>' in page
    assert "<h1>Deals</h1>" in page


def test_a_step_with_nothing_at_it_has_a_page_that_says_so(officer):
    page = logged_in(officer).get(url_of(CompanyFactory(), "deals")).content.decode()

    assert '<li class="empty">None yet.</li>' in page


def test_more_than_a_page_of_neighbours_go_on_on_the_next_one(officer):
    visit = VisitFactory(officer=officer)
    meetings = MeetingFactory.create_batch(51, officer=officer, visit=visit)
    browser = logged_in(officer)

    assert link(officer, visit, "meetings").words == "51"
    first = browser.get(url_of(visit, "meetings")).context["rows"]
    second = browser.get(url_of(visit, "meetings"), {"page": 2}).context["rows"]
    assert [url for _words, url in [*first, *second]] == [
        meeting.get_absolute_url() for meeting in reversed(meetings)
    ]


# --- what it costs ---


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    "step", ["delegates", "visits", "meetings", "missions", "deals", "results"]
)
def test_the_page_costs_the_same_for_any_number_of_neighbours(
    officer, step, rows, django_assert_num_queries
):
    company = CompanyFactory()
    for _row in range(rows):
        claim = VerifiedClaimFactory(deal__office=officer.office, recorded_by=officer)
        DealCompanyFactory(deal=claim.deal, company=company)
        meeting = MeetingFactory(officer=officer, visit=VisitFactory(officer=officer))
        MeetingPartyFactory(meeting=meeting, company=company)
        MissionMemberFactory(mission__office=officer.office, company=company)
    browser = logged_in(officer)

    with django_assert_num_queries(6):  # session, user, company, neighbours, chain, navigation
        page = browser.get(url_of(company, step))

    assert len(page.context["rows"]) == rows


# --- who may see what ---


def test_what_may_not_be_seen_is_not_listed(officer, colleague):
    company = CompanyFactory()
    words = two_deals(officer, company)
    secret = DealFactory(
        office=officer.office, owner=officer, is_confidential=True, anonymous_description="A plant"
    )
    DealCompanyFactory(deal=secret, company=company)

    assert [said for said, _url in listed(colleague, company, "deals")] == words
    assert len(listed(officer, company, "deals")) == 3


def test_what_another_office_has_around_a_shared_company_is_not_listed(officer, stranger):
    company = CompanyFactory()
    two_deals(stranger, company)

    assert listed(officer, company, "deals") == []
    assert len(listed(stranger, company, "deals")) == 2


def test_around_what_may_not_be_seen_there_is_no_page(officer, stranger):
    contribution = ContributionFactory(deal__office=officer.office, visit__officer=officer)
    browser = logged_in(stranger)

    urls = [url_of(contribution.deal, "visits"), url_of(contribution.visit, "deals")]

    assert [browser.get(url).status_code for url in urls] == [404, 404]


def test_there_is_no_page_for_what_is_no_step_or_no_place_on_the_chain(desk, officer):
    delegate, deal = DelegateFactory(), DealFactory(office=officer.office)

    urls = [
        url_of(delegate, "passports"),
        url_of(delegate, "delegates"),
        url_of(deal, "deals"),
        url_of(officer, "visits"),
        f"/chain/office.office/{officer.office_id}/visits/",
        "/chain/delegates.delegate/999999/visits/",
    ]

    assert [desk.get(url).status_code for url in urls] == [404] * 6

"""The chain around a record: from every place to every other one, in one query."""

from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import models

from deals.models import Claim, Deal
from delegates.models import Delegate, Visit
from investors.models import Company, Meeting, Mission
from itpo.office import chain
from itpo.office.chain import Step
from itpo.office.models import User
from tests.conftest import logged_in
from tests.factories import (
    AgencyFactory,
    ClaimFactory,
    CompanyFactory,
    ContributionFactory,
    DealCompanyFactory,
    DealFactory,
    DelegateFactory,
    EventFactory,
    HostCountryFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionFactory,
    MissionLegFactory,
    MissionMemberFactory,
    PersonalLinkFactory,
    ProgrammeFactory,
    VerifiedClaimFactory,
    VisitFactory,
)
from tests.registry import MODELS


class Whole(NamedTuple):
    """One thing at each place, leading from a delegate to a verified result."""

    delegate: Delegate
    visit: Visit
    meeting: Meeting
    mission: Mission
    company: Company
    deal: Deal
    claim: Claim


PLACES = Whole._fields


def whole_chain(officer: User, **given: Any) -> Whole:
    """Make a whole chain, with what is given at its place."""
    office = officer.office
    visit = given.get("visit")
    delegate = given.get("delegate") or (visit and visit.delegate)
    delegate = delegate or DelegateFactory(family_name="Benali")
    visit = visit or VisitFactory(officer=officer, delegate=delegate, begins="1990s", ends="")
    meeting = given.get("meeting") or MeetingFactory(
        officer=officer, visit=visit, subject="First talk"
    )
    company = given.get("company") or CompanyFactory(name="Sakura Harness")
    MeetingPartyFactory(meeting=meeting, company=company)
    if "meeting" not in given:
        MeetingPartyFactory(meeting=meeting, company=None, delegate=delegate)
    mission = given.get("mission") or MissionFactory(office=office, name="Mission to Tangier")
    deal = given.get("deal") or DealFactory(office=office, title="Plant in Tangier")
    DealCompanyFactory(deal=deal, company=company)
    ContributionFactory(deal=deal, visit=None, meeting=meeting)
    ContributionFactory(deal=deal, visit=None, mission=mission)
    claim = VerifiedClaimFactory(deal=deal, value=1600, recorded_by=officer)
    return Whole(delegate, visit, meeting, mission, company, deal, claim)


def said(thing: models.Model, viewer: Any) -> dict[str, str]:
    return {link.step: str(link.words) for link in chain.links(thing, viewer)}


def count(thing: models.Model, viewer: Any) -> dict[str, int]:
    return {link.step: link.count for link in chain.links(thing, viewer)}


STEPS = ["delegates", "visits", "meetings", "missions", "deals", "results"]
NONE_YET = dict.fromkeys(STEPS, "none yet")
NAMES = {
    "delegates": "Benali",
    "visits": "1990s",
    "meetings": "First talk",
    "missions": "Mission to Tangier",
    "deals": "Plant in Tangier",
    "results": "1,600 jobs",
}
# The place one stands at says its own name.
HERE = {
    "delegate": {"delegates": "BENALI Karim"},
    "visit": {"visits": "Visit 1990s"},
    "claim": {"results": "Jobs: 1,600"},
}


@pytest.mark.parametrize("place", PLACES)
def test_every_place_on_the_chain_names_every_other_one(officer, place):
    whole = whole_chain(officer)

    words = said(getattr(whole, place), officer)

    assert words == NAMES | HERE.get(place, {})


@pytest.mark.parametrize("place", PLACES)
def test_every_link_of_the_chain_opens_the_page_of_what_it_names(officer, place):
    whole = whole_chain(officer)
    thing, desk = getattr(whole, place), logged_in(officer)
    steps = [whole.delegate, whole.visit, whole.meeting, whole.mission, whole.deal, whole.claim]

    links = chain.links(thing, officer)

    assert [link.is_here for link in links] == [step == thing for step in steps]
    assert [link.url for link in links] == [
        "" if step == thing else step.get_absolute_url() for step in steps
    ]
    assert {desk.get(link.url).status_code for link in links if link.url} == {200}


@pytest.mark.parametrize("several", [1, 3])
@pytest.mark.parametrize(
    ("place", "alone"),
    [
        # What there can only be one of around such a thing.
        ("delegate", ["delegates"]),
        ("visit", ["delegates", "visits"]),
        ("meeting", ["delegates", "visits", "meetings"]),
        ("mission", ["missions"]),
        ("company", []),
        ("deal", ["deals"]),
        ("claim", ["deals", "results"]),
    ],
)
def test_the_chain_costs_one_query_however_many_neighbours(
    officer, place, alone, several, django_assert_num_queries
):
    whole = whole_chain(officer)
    thing = getattr(whole, place)
    shared = {"deal": whole.deal} if place == "claim" else {place: thing}
    if place == "meeting":
        shared["visit"] = whole.visit
    for _more in range(several - 1):
        whole_chain(officer, **shared)

    with django_assert_num_queries(1):  # one UNION over all steps
        counts = count(thing, officer)

    assert counts == {step: 1 if step in alone else several for step in STEPS}


# --- what is not there, and what is there twice ---


@pytest.mark.parametrize(
    ("factory", "here"),
    [
        (DelegateFactory, "delegates"),
        (VisitFactory, "visits"),
        (MeetingFactory, "meetings"),
        (MissionFactory, "missions"),
        (CompanyFactory, ""),
        (DealFactory, "deals"),
    ],
)
def test_what_is_not_there_is_none_yet_and_leads_nowhere(officer, factory, here):
    thing = factory(**({"officer": officer} if here in {"visits", "meetings"} else {}))

    links = [link for link in chain.links(thing, officer) if not link.is_here]

    # Nobody visits who is not a delegate.
    missing = [step for step in STEPS if step != here and (here, step) != ("visits", "delegates")]
    assert [link.step for link in links if link.words == "none yet"] == missing
    assert {(link.url, link.count) for link in links if link.words == "none yet"} == {("", 0)}


def test_a_meeting_is_counted_once_however_it_belongs_to_the_delegate(officer):
    visit = VisitFactory(officer=officer)
    for _meeting in range(2):
        meeting = MeetingFactory(officer=officer, visit=visit)
        MeetingPartyFactory(meeting=meeting, company=None, delegate=visit.delegate)

    counts = count(visit.delegate, officer)

    assert counts["meetings"] == 2


def test_a_deal_is_counted_once_in_however_many_ways_it_was_helped(officer):
    whole = whole_chain(officer)
    ContributionFactory(deal=whole.deal, visit=whole.visit)

    assert count(whole.delegate, officer) == dict.fromkeys(STEPS, 1)
    assert count(whole.visit, officer) == dict.fromkeys(STEPS, 1)
    assert count(whole.deal, officer) == dict.fromkeys(STEPS, 1)


def test_a_company_that_met_the_same_delegate_twice_counts_them_once(officer):
    whole = whole_chain(officer)
    again = MeetingFactory(officer=officer, visit=whole.visit)
    MeetingPartyFactory(meeting=again, company=whole.company)
    MeetingPartyFactory(meeting=again, company=None, delegate=whole.delegate)

    assert count(whole.company, officer) == {**dict.fromkeys(STEPS, 1), "meetings": 2}


def test_a_mission_and_the_delegate_met_on_it_lead_to_each_other(officer):
    mission = MissionFactory(office=officer.office, name="Mission to Fes")
    delegate = DelegateFactory(family_name="Alaoui")
    met = MeetingFactory(officer=officer, mission=mission, subject="At the ministry")
    MeetingPartyFactory(meeting=met, company=None, delegate=delegate)

    assert said(mission, officer) == {
        **NONE_YET,
        "delegates": "Alaoui",
        "meetings": "At the ministry",
        "missions": "Mission to Fes",
    }
    assert said(delegate, officer) == {
        **NONE_YET,
        "delegates": "ALAOUI Karim",
        "meetings": "At the ministry",
        "missions": "Mission to Fes",
    }


def test_a_company_that_travelled_is_led_to_its_mission(officer):
    member = MissionMemberFactory(mission__office=officer.office, mission__name="Mission to Fes")

    assert said(member.company, officer) == {**NONE_YET, "missions": "Mission to Fes"}


def test_what_helped_a_deal_without_its_company_is_led_to_from_the_company(officer):
    contribution = ContributionFactory(
        deal__office=officer.office, visit__officer=officer, visit__begins="1990s", visit__ends=""
    )
    company = DealCompanyFactory(deal=contribution.deal).company

    assert said(company, officer) == {
        **NONE_YET,
        "delegates": contribution.visit.delegate.family_name,
        "visits": "1990s",
        "deals": contribution.deal.title,
    }


def test_a_country_names_all_that_is_between_it_and_the_office(officer):
    morocco = HostCountryFactory()
    whole = whole_chain(officer, deal=DealFactory(office=officer.office, title="Plant in Tangier"))
    MissionLegFactory(mission=whole.mission, country=morocco)
    elsewhere = HostCountryFactory(code="KE", name="Kenya")

    assert said(morocco, officer) == NAMES
    assert said(elsewhere, officer) == NONE_YET


def test_an_agency_and_a_programme_name_the_visits_they_sent_and_what_came_of_them(officer):
    agency, programme = AgencyFactory(), ProgrammeFactory(office=officer.office)
    visit = VisitFactory(
        officer=officer,
        delegate__family_name="Benali",
        agency=agency,
        programme=programme,
        begins="1990s",
        ends="",
    )
    whole_chain(officer, visit=visit)

    for thing in (agency, programme):
        # A mission is joined to them by nothing but the deal, which says too little.
        assert said(thing, officer) == {**NAMES, "missions": "none yet"}
    assert said(AgencyFactory(), officer) == NONE_YET
    assert said(ProgrammeFactory(office=officer.office), officer) == NONE_YET


def test_an_event_names_whom_one_met_there_and_the_deals_it_helped(officer):
    event = EventFactory(office=officer.office)
    meeting = MeetingFactory(officer=officer, event=event, subject="At the booth")
    benali = DelegateFactory(family_name="Benali")
    MeetingPartyFactory(meeting=meeting, company=None, delegate=benali)
    claim = VerifiedClaimFactory(
        deal__office=officer.office, deal__title="Plant in Fes", value=30, recorded_by=officer
    )
    ContributionFactory(deal=claim.deal, visit=None, event=event)
    other = DealFactory(office=officer.office)
    ContributionFactory(deal=other, visit=None, meeting=meeting)

    assert said(event, officer) == {
        **NONE_YET,
        "delegates": "Benali",
        "meetings": "At the booth",
        "deals": "2",
        "results": "30 jobs",
    }


# --- what counts as a way to a deal, and as a result ---


@pytest.mark.parametrize(
    "answer",
    [{"accepted_by": None, "accepted_at": None}, {"strength": "none"}],
    ids=["nobody accepted", "did not help"],
)
def test_a_contribution_that_was_not_accepted_as_such_leads_nowhere(officer, answer):
    visit = VisitFactory(officer=officer)
    claim = VerifiedClaimFactory(deal__office=officer.office, recorded_by=officer)
    ContributionFactory(deal=claim.deal, visit=visit, **answer)

    assert said(visit, officer)["deals"] == "none yet"
    assert said(visit, officer)["results"] == "none yet"
    assert said(claim.deal, officer)["visits"] == "none yet"
    assert said(claim, officer)["visits"] == "none yet"


def test_a_figure_that_is_not_verified_or_was_withdrawn_is_no_result(officer):
    deal = DealFactory(office=officer.office)
    ClaimFactory(deal=deal, phase="actual", value=90)
    withdrawn = {"withdrawn_at": "2026-11-01T00:00Z", "withdrawn_because": "Counted twice"}
    VerifiedClaimFactory(deal=deal, value=80, recorded_by=officer, **withdrawn)

    assert said(deal, officer)["results"] == "none yet"


def test_a_figure_that_is_no_verified_result_says_so_on_its_own_page(officer):
    deal = DealFactory(office=officer.office)
    planned = ClaimFactory(deal=deal, value=16000)
    withdrawn = {"withdrawn_at": "2026-11-01T00:00Z", "withdrawn_because": "Counted twice"}
    counted_twice = VerifiedClaimFactory(deal=deal, value=80, recorded_by=officer, **withdrawn)

    assert said(planned, officer)["results"] == "Jobs: 16,000, not verified"
    assert said(counted_twice, officer)["results"] == "Jobs: 80, withdrawn"


def test_a_result_says_its_figure_with_its_unit_and_all_its_digits(officer):
    def result(**figure: Any) -> str:
        deal = VerifiedClaimFactory(deal__office=officer.office, recorded_by=officer, **figure).deal
        return said(deal, officer)["results"]

    assert result(metric="jobs", value="10000") == "10,000 jobs"
    assert result(metric="capital", value="1250000.5", currency="MAD") == "1,250,000.50 MAD"
    assert result(metric="units", value="0.5") == "0.50 units installed"
    assert result(metric="capital", value="35000000000", currency="JPY") == "35,000,000,000 JPY"


def test_a_figure_about_a_mission_or_a_visit_leads_to_it(officer):
    mission = MissionFactory(office=officer.office, name="Mission to Fes")
    visit = VisitFactory(officer=officer, begins="1990s", ends="")

    of_mission = ClaimFactory(deal=None, mission=mission, metric="people", value=54)
    of_visit = ClaimFactory(deal=None, visit=visit, metric="people", value=2)

    assert said(of_mission, officer) == {
        **NONE_YET,
        "missions": "Mission to Fes",
        "results": "People: 54, not verified",
    }
    assert said(of_visit, officer) == {
        **NONE_YET,
        "visits": "1990s",
        "results": "People: 2, not verified",
    }


# --- who may see what ---


@pytest.mark.parametrize("place", ["delegate", "visit", "meeting", "mission", "company"])
def test_a_confidential_deal_and_its_result_are_on_nobody_elses_chain(
    officer, colleague, manager, auditor, place
):
    whole = whole_chain(officer)
    Deal.objects.update(is_confidential=True, anonymous_description="A plant", owner=officer)
    thing = getattr(whole, place)

    seen = {viewer: (said(thing, viewer)["deals"], said(thing, viewer)["results"]) for viewer in
            (officer, manager, colleague, auditor)}  # fmt: skip

    hidden, shown = ("none yet", "none yet"), ("Plant in Tangier", "1,600 jobs")
    assert seen == {officer: shown, manager: shown, colleague: hidden, auditor: hidden}


def test_what_only_a_confidential_deal_joins_is_not_joined_for_others(officer, colleague):
    whole = whole_chain(officer)
    Deal.objects.update(is_confidential=True, anonymous_description="A plant", owner=officer)

    assert said(whole.visit, officer)["missions"] == "Mission to Tangier"
    assert said(whole.visit, colleague)["missions"] == "none yet"
    assert said(whole.mission, colleague) == {**NONE_YET, "missions": "Mission to Tangier"}


@pytest.mark.parametrize("place", ["delegate", "visit", "company", "deal", "claim"])
def test_a_restricted_meeting_is_on_nobody_elses_chain(officer, colleague, manager, place):
    whole = whole_chain(officer)
    Meeting.objects.update(is_restricted=True)
    thing = getattr(whole, place)

    seen = [said(thing, viewer)["meetings"] for viewer in (officer, manager, colleague)]

    assert seen == ["First talk", "First talk", "none yet"]


def test_another_office_sees_the_shared_records_and_nothing_around_them(officer, stranger):
    whole = whole_chain(officer)

    assert said(whole.delegate, stranger) == {**NONE_YET, "delegates": "BENALI Karim"}
    assert said(whole.company, stranger) == NONE_YET


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["delegate", "company", "deal"])
@pytest.mark.parametrize("nobody", [AnonymousUser, PersonalLinkFactory])
def test_who_sees_no_records_sees_nothing_around_any(officer, place, nobody):
    thing = getattr(whole_chain(officer), place)

    words = said(thing, nobody())

    assert words == NONE_YET | {link.step: link.words for link in chain.links(thing, officer)
                                if link.is_here}  # fmt: skip


# --- what a page asks beside the links ---


def test_where_nobody_knows_of_neighbours_there_are_none_to_ask_for(officer):
    whole = whole_chain(officer)
    before = chain.origins()

    assert chain.neighbours_at(whole.deal, Step.DEALS, officer) is None
    assert chain.neighbours_at(officer, Step.DEALS, officer) is None
    assert chain.panels(officer, officer) == []
    assert chain.origins() == before


def test_the_chain_can_be_followed_from_what_stands_on_it_and_from_what_leads_to_it():
    assert sorted(chain.origins()) == [
        "deals.claim",
        "deals.deal",
        "delegates.agency",
        "delegates.delegate",
        "delegates.hostcountry",
        "delegates.programme",
        "delegates.visit",
        "investors.company",
        "investors.event",
        "investors.meeting",
        "investors.mission",
    ]


def test_something_can_be_promised_about_all_that_keeps_follow_ups():
    keeping = [model for model in MODELS if hasattr(model, "follow_ups")]

    # An officer has follow-ups to see to; an office and a rule have those they asked for.
    beside = {"office.office", "office.rule", "office.user"}
    assert set(chain.subjects) == {model._meta.label_lower for model in keeping} - beside
    assert {label: one.model._meta.label_lower for label, one in chain.subjects.items()} == {
        label: label for label in chain.subjects
    }

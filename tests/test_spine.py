"""The chain delegate → visit → meeting → follow-up → mission → deal → verified result.

One case made of real rows, as an office would record it over thirty years, and followed in the
database from either end.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from deals import claims, pipeline
from deals.models import Claim, Contribution, Deal, DealCompany, Stage, StageChange
from delegates.models import Agency, Delegate, Posting, Visit
from investors.models import Company, Meeting, MeetingParty, Mission, MissionLeg, MissionMember
from itpo.office import follow_ups
from itpo.office.models import FollowUp, Promiser, User
from tests.factories import (
    AgencyFactory,
    CompanyFactory,
    ContactFactory,
    DealFactory,
    DelegateFactory,
    HostCountryFactory,
    MissionFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Chain:
    delegate: Delegate
    visit: Visit
    meeting: Meeting
    follow_up: FollowUp
    mission: Mission
    company: Company
    framework: Deal
    deal: Deal
    result: Claim


@pytest.fixture
def chain(officer: User, manager: User) -> Chain:
    """A delegate of the 1990s, what was promised, the mission, the plant, its jobs."""
    morocco = HostCountryFactory(code="MA", name="Morocco")
    before = AgencyFactory(name="Direction des investissements", country=morocco)
    agency = AgencyFactory(
        name="Agence marocaine", short_name="AMDIE", country=morocco, predecessor=before
    )
    delegate = DelegateFactory(family_name="Beispiel", given_name="Karim", country=morocco)
    Posting.objects.create(
        delegate=delegate, agency=before, post="Head of division", begins="1990s", is_current=False
    )
    Posting.objects.create(delegate=delegate, agency=agency, post="Director", begins="about 2018")
    visit = VisitFactory(
        delegate=delegate,
        agency=before,
        officer=officer,
        begins="1990s",
        ends="",
        state="completed",
    )
    contact = ContactFactory(
        company=CompanyFactory(name="Wire Harness K.K.", name_ja="電線株式会社")
    )
    meeting = Meeting.objects.create(
        office=officer.office, officer=officer, visit=visit, subject="First talk", state="held"
    )
    for side in (
        {"company": contact.company, "contact": contact},
        {"delegate": delegate},
        {"officer": officer},
    ):
        MeetingParty.objects.create(meeting=meeting, **side)
    promise = follow_ups.promise(
        what="Come and see the free zone",
        due_on=date(1999, 12, 1),
        owner=officer,
        about=meeting,
        promised_by=Promiser.COMPANY,
        by=officer,
    )
    mission = MissionFactory(
        office=officer.office,
        owner=officer,
        name="Mission to Tangier",
        begins="about 2000",
        ends="",
    )
    MissionLeg.objects.create(mission=mission, country=morocco, begins="about 2000")
    MissionMember.objects.create(
        mission=mission, company=contact.company, contact=contact, state="travelled"
    )
    meeting.follow_ups.add(promise)
    mission.follow_ups.add(promise)
    follow_ups.tick_off(follow_up=promise, by=officer, at=NOW)
    framework = DealFactory(
        office=officer.office, owner=officer, country=morocco, title="All plants"
    )
    deal = DealFactory(
        office=officer.office,
        owner=officer,
        country=morocco,
        title="First plant",
        parent=framework,
        parent_relation=Deal.ParentRelation.PART,
        stage=Stage.CONCLUDED,
    )
    DealCompany.objects.create(deal=deal, company=contact.company)
    for helper in ({"visit": visit}, {"mission": mission}, {"meeting": meeting}):
        Contribution.objects.create(
            deal=deal,
            role=Contribution.Role.PROMOTION,
            strength=Contribution.Strength.DECISIVE,
            evidence="Letter of the company",
            accepted_by=manager,
            accepted_at=NOW,
            **helper,
        )
    pipeline.move(deal=deal, to=Stage.OPERATIONAL, by=officer, at=NOW, happened="2001")
    jobs = Claim.objects.create(
        deal=deal,
        metric=Claim.Metric.JOBS,
        phase=Claim.Phase.ACTUAL,
        value=Decimal(2500),
        as_of="2004",
        source="Annual report of the company",
        recorded_by=officer,
    )
    result = claims.verify(claim=jobs, by=manager, at=NOW, evidence="Letter of the company")
    return Chain(
        delegate, visit, meeting, promise, mission, contact.company, framework, deal, result
    )


def test_every_row_of_the_chain_is_valid(chain):
    for name in Chain.__dataclass_fields__:
        row = getattr(chain, name)
        row.refresh_from_db()
        row.full_clean()


def test_the_result_is_found_from_the_first_visit_step_by_step(chain):
    (visit,) = chain.delegate.visits.all()
    (meeting,) = visit.meetings.all()
    (follow_up,) = meeting.follow_ups.all()
    (mission,) = follow_up.missions.all()
    (contribution,) = mission.contributions.all()
    (result,) = contribution.deal.claims.verified()

    assert result == chain.result
    assert (result.value_shown, result.as_of_shown, result.verified_by.email) == (
        "2,500",
        "2004",
        "kimura@example.org",
    )


def test_the_first_visit_is_found_from_the_result_step_by_step(chain):
    deal = Claim.objects.verified().get().deal
    mission = deal.contributions.get(mission__isnull=False).mission
    (follow_up,) = mission.follow_ups.all()
    (meeting,) = follow_up.meetings.all()
    delegate = meeting.visit.delegate

    assert delegate == chain.delegate
    assert meeting.visit.when == "1990s"
    assert list(meeting.companies.all()) == [chain.company]
    assert list(meeting.delegates.all()) == [chain.delegate]


def test_the_chain_is_followed_in_one_query_in_either_direction(chain, django_assert_num_queries):
    with django_assert_num_queries(1):
        jobs = Claim.objects.verified().filter(
            deal__contributions__mission__follow_ups__meetings__visit__delegate=chain.delegate
        )
        assert list(jobs) == [chain.result]

    with django_assert_num_queries(1):
        delegates = Delegate.objects.filter(
            visits__meetings__follow_ups__missions__contributions__deal__claims=chain.result
        )
        assert list(delegates) == [chain.delegate]


def test_the_company_is_the_same_at_the_meeting_on_the_mission_and_in_the_deal(chain):
    (company,) = chain.deal.companies.all()

    assert list(company.meetings.all()) == [chain.meeting]
    assert [place.mission for place in company.mission_places.all()] == [chain.mission]
    assert list(company.deals.all()) == [chain.deal]


def test_the_delegates_agency_is_the_one_of_the_time_and_leads_to_todays(chain):
    then = chain.visit.agency
    (now,) = Agency.objects.current().filter(postings__delegate=chain.delegate)

    assert list(then.successors.all()) == [now]
    assert [
        (posting.post, posting.begins_shown) for posting in chain.delegate.postings.newest_first()
    ] == [("Director", "about 2018"), ("Head of division", "1990s")]


def test_the_plant_is_a_part_of_the_framework_and_no_other_way_round(chain):
    assert chain.deal.parent == chain.framework
    assert list(chain.framework.children.all()) == [chain.deal]
    assert list(Deal.objects.filter(parent=None)) == [chain.framework]


def test_the_stages_remember_who_said_so_and_when_it_was(chain):
    (change,) = StageChange.objects.all()

    assert str(change) == "Concluded → Operational"
    assert (change.happened_shown, change.changed_by.email) == ("2001", "sato@example.org")
    assert Deal.objects.get(pk=chain.deal.pk).stage == Stage.OPERATIONAL


def test_every_step_of_the_chain_has_a_history(chain):
    steps = {
        name: "".join(
            getattr(chain, name)
            .history.order_by("history_id")
            .values_list("history_type", flat=True)
        )
        for name in Chain.__dataclass_fields__
    }

    assert steps == {
        "delegate": "+",
        "visit": "+",
        "meeting": "+",
        "follow_up": "+~",  # promised, ticked off
        "mission": "+",
        "company": "+",
        "framework": "+",
        "deal": "+~",  # made, moved
        "result": "+~",  # recorded, verified
    }


def test_the_past_of_a_step_is_read_as_it_was(chain):
    recorded, verified = chain.result.history.order_by("history_id")

    assert (recorded.verified_by, recorded.value) == (None, Decimal("2500.00"))
    assert verified.verified_by.email == "kimura@example.org"


def test_nothing_of_the_chain_is_seen_by_another_office(chain, stranger):
    for name in ("visit", "meeting", "follow_up", "mission", "deal", "result"):
        row = getattr(chain, name)
        seen = type(row).objects.visible_to(stranger).filter(pk=row.pk)
        assert not seen.exists(), name


def test_a_chain_may_be_open_anywhere(chain):
    """Most visits lead to nothing; none of them is lost by following the chain."""
    quiet = VisitFactory(
        delegate=chain.delegate, officer=chain.visit.officer, begins="2005", ends=""
    )

    with_result = Visit.objects.filter(
        contributions__deal__claims__verified_at__isnull=False
    ).distinct()

    assert list(chain.delegate.visits.newest_first()) == [quiet, chain.visit]
    assert list(with_result) == [chain.visit]

"""What deals lack, by the gates an office keeps."""

import pytest

from deals import gates
from deals.models import Deal, Fact, Gate, Stage
from tests.factories import (
    ClaimFactory,
    ContributionFactory,
    DealCompanyFactory,
    DealFactory,
    GateFactory,
    OfficeFactory,
    SectorFactory,
    UndisclosedFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def with_sector(**said) -> Deal:
    deal = DealFactory(**said)
    deal.sectors.add(SectorFactory())
    return deal


# For each fact, a deal that has it.
KNOWN = {
    Fact.COMPANY: lambda: DealCompanyFactory().deal,
    Fact.COUNTRY: lambda: DealFactory(),
    Fact.KIND: lambda: DealFactory(kind="greenfield"),
    Fact.SECTOR: with_sector,
    Fact.OWNER: lambda: DealFactory(owner=UserFactory()),
    Fact.ORIGIN: lambda: DealFactory(origin="visit"),
    Fact.EXPECTED: lambda: DealFactory(expected_on="2027-04-01"),
    Fact.JOBS: lambda: ClaimFactory(metric="jobs", phase="announced").deal,
    Fact.CAPITAL: lambda: ClaimFactory(metric="capital", currency="JPY").deal,
    Fact.CONTRIBUTION: lambda: ContributionFactory().deal,
    Fact.DECIDED: lambda: DealFactory(decided="2016-06"),
    Fact.RESULT: lambda: ClaimFactory(metric="units", phase="actual", value=2).deal,
    Fact.SOURCE: lambda: DealFactory(source_url="https://example.org/"),
}
# For each fact, a deal that only seems to have it.
NOT_KNOWN = {
    Fact.COMPANY: lambda: DealFactory(),
    Fact.COUNTRY: lambda: DealFactory(country=None, region_typed="West Africa"),
    Fact.KIND: lambda: DealFactory(kind="other"),
    Fact.SECTOR: lambda: DealFactory(sectors_typed="wires"),
    Fact.OWNER: lambda: DealFactory(),
    Fact.ORIGIN: lambda: DealFactory(),
    Fact.EXPECTED: lambda: DealFactory(),
    Fact.JOBS: lambda: ClaimFactory(metric="women").deal,
    Fact.CAPITAL: lambda: ClaimFactory(metric="exports", currency="JPY").deal,
    Fact.CONTRIBUTION: lambda: ContributionFactory(accepted_by=None, accepted_at=None).deal,
    Fact.DECIDED: lambda: DealFactory(),
    Fact.RESULT: lambda: ClaimFactory(phase="planned").deal,
    Fact.SOURCE: lambda: ClaimFactory(source="A letter").deal,
}


@pytest.mark.parametrize("fact", Fact)
def test_a_gate_lets_through_what_has_its_fact_and_nothing_else(fact):
    GateFactory(fact=fact, stage=Stage.PROMOTED)
    has, has_not = KNOWN[fact](), NOT_KNOWN[fact]()

    assert gates.missing(has) == []
    assert gates.missing(has_not) == [fact]


@pytest.mark.parametrize("fact", Fact)
def test_that_it_cannot_be_disclosed_is_an_answer(fact):
    GateFactory(fact=fact, stage=Stage.PROMOTED)
    deal = NOT_KNOWN[fact]()
    UndisclosedFactory(deal=deal, fact=fact)

    assert gates.missing(deal) == []


def test_a_figure_that_is_not_disclosed_is_an_answer_and_a_withdrawn_one_is_none():
    GateFactory(fact=Fact.JOBS)
    secret = ClaimFactory(value=None, is_not_disclosed=True).deal
    taken_back = ClaimFactory(withdrawn_at="2026-11-01T00:00Z", withdrawn_because="Wrong").deal

    assert (gates.missing(secret), gates.missing(taken_back)) == ([], [Fact.JOBS])


def test_a_gate_asks_from_its_stage_on():
    GateFactory(fact=Fact.COMPANY, stage=Stage.NEGOTIATION)

    lacking = {stage: gates.missing(DealFactory(stage=stage)) for stage in Stage}

    assert lacking == {
        Stage.IDENTIFIED: [],
        Stage.PROMOTED: [Fact.COMPANY],
        Stage.NEGOTIATION: [Fact.COMPANY],
        Stage.CONCLUDED: [Fact.COMPANY],
        Stage.OPERATIONAL: [],  # nothing comes after it
    }
    assert gates.missing_for(DealFactory(stage="operational"), Stage.OPERATIONAL) == [Fact.COMPANY]
    assert gates.missing_for(DealFactory(stage="operational"), Stage.PROMOTED) == []


def test_a_gate_of_one_kind_or_one_office_asks_no_other():
    GateFactory(fact=Fact.JOBS, kind="greenfield")
    GateFactory(fact=Fact.OWNER, office=OfficeFactory(name="Elsewhere"))

    assert gates.missing(DealFactory(kind="greenfield")) == [Fact.JOBS]
    assert gates.missing(DealFactory(kind="licensing")) == []
    assert gates.missing(DealFactory(office__name="Elsewhere")) == [Fact.OWNER]


def test_of_two_gates_that_ask_for_the_same_the_earlier_counts():
    GateFactory(fact=Fact.JOBS, stage=Stage.CONCLUDED)
    GateFactory(fact=Fact.JOBS, stage=Stage.PROMOTED, kind="greenfield")

    assert gates.missing(DealFactory(kind="greenfield")) == [Fact.JOBS]
    assert gates.missing(DealFactory(kind="licensing")) == []


@pytest.mark.parametrize("status", ["lost", "abandoned"])
def test_what_has_ended_lacks_nothing_more(status):
    GateFactory()

    assert gates.missing(DealFactory(status=status, lost_because="Too dear")) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_what_many_deals_lack_is_asked_at_once(officer, colleague, rows, django_assert_num_queries):
    gates.defaults()
    deals = DealFactory.create_batch(rows, office=officer.office)
    secret = DealFactory(office=officer.office, is_confidential=True, anonymous_description="One")

    with django_assert_num_queries(2):  # the gates, the deals
        lacking = gates.missing_of([one.pk for one in (*deals, secret)], viewer=officer)

    assert lacking == {deal.pk: [Fact.COMPANY] for deal in deals}


def test_how_many_deals_a_gate_would_find_lacking_is_counted():
    gate, rome = GateFactory(fact=Fact.OWNER, stage="negotiation"), OfficeFactory(name="Rome")
    DealFactory(stage="promoted")
    DealFactory(stage="negotiation")
    DealFactory(stage="operational")
    DealFactory(stage="operational", owner=UserFactory())
    DealFactory(stage="operational", status="lost", lost_because="Too dear")

    assert gates.lacking(gate) == 2
    assert gates.lacking(GateFactory(fact=Fact.OWNER, stage="promoted", kind="licensing")) == 0
    assert gates.lacking(GateFactory(fact=Fact.OWNER, stage="promoted", office=rome)) == 0


def test_each_fact_is_filled_in_somewhere():
    deal = DealFactory()

    places = {fact: gates.place_of(fact, deal) for fact in Fact}

    assert places[Fact.COUNTRY] == f"/change/deals.deal/{deal.pk}/#id_country"
    assert places[Fact.JOBS] == f"/add/deals.claim/?deal={deal.pk}&metric=jobs&phase=planned"
    assert places[Fact.CONTRIBUTION] == f"/add/deals.contribution/?deal={deal.pk}"
    assert sorted(places) == sorted(Fact)


# --- the gates an office begins with ---


def test_an_office_begins_with_the_usual_gates_once():
    gates.defaults()
    first = list(Gate.objects.order_by("pk").values())

    gates.defaults()

    assert list(Gate.objects.order_by("pk").values()) == first
    assert {gate["stage"] for gate in first} == set(Stage) - {Stage.IDENTIFIED}
    assert Gate.history.count() == len(first)


def test_a_gate_that_was_taken_away_does_not_come_back():
    gates.defaults()
    for gate in Gate.objects.all():
        gate.delete()

    gates.defaults()

    assert Gate.objects.count() == 0

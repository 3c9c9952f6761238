"""The lists of deals and activities as kinds: looked through, taken in, taken back."""

import pytest

from deals.importing import deal_rows
from deals.models import Claim, Deal, DealCompany, StageChange
from delegates.models import HostCountry, Programme
from investors.models import Company, Event, Mission, MissionLeg
from itpo.office.importing.kinds import kinds
from itpo.office.models import ImportRun
from tests.deals.importing.lists import SAMPLE, deal, mission, programme, seminar
from tests.factories import (
    ClaimFactory,
    CompanyFactory,
    DealCompanyFactory,
    DealFactory,
    MissionLegFactory,
)
from tests.importing import (
    as_csv,
    differences,
    fates,
    looked_at,
    number_of,
    problems,
    taken_back,
    taken_in,
)
from tests.round_trips import SOURCE, taken_out

pytestmark = pytest.mark.django_db
TABLES = [Claim, Company, Deal, DealCompany, Event, HostCountry, Mission, MissionLeg, Programme]


def counted():
    return {model.__name__: model._default_manager.count() for model in [*TABLES, StageChange]}


def test_the_fields_are_the_columns_of_the_commands_and_the_number():
    deals = [one.name for one in kinds()["deals"].fields]

    assert sorted(deals) == sorted(["id", *deal_rows.COLUMNS])


def test_a_look_says_what_would_be_made_and_writes_nothing(officer):
    run = looked_at(officer, "deals", as_csv(deal(jobs="1600"), deal(ref="KE-2", jobs="many")))

    assert fates(run) == ["created", "refused"]
    assert run.plans[0]["name"] == "Wire-harness plant"
    assert run.plans[0]["beside"] == [
        "Host country: Kenya",
        "Company: Company One Co., Ltd.",
        "Claim: Jobs: 1,600",
    ]
    assert problems(run) == [(3, "Jobs", "“many” is not a number.")]
    assert set(counted().values()) == {0}


def test_deals_are_taken_in_and_back_again(officer):
    raw = as_csv(
        deal(jobs="1600", year="2016", status="MoU"),
        deal(ref="KE-2", part_of="KE-1", value_amount="5", value_currency="USD"),
    )
    run = taken_in(officer, "deals", raw)

    assert (run.state, fates(run)) == (ImportRun.State.DONE, ["created", "created"])
    assert list(Deal.objects.order_by("pk").values_list("ref", "parent__ref", "stage")) == [
        ("KE-1", None, "negotiation"),
        ("KE-2", "KE-1", "identified"),
    ]
    assert fates(looked_at(officer, "deals", raw)) == ["unchanged", "unchanged"]

    assert taken_back(officer, run).state == "undone"

    assert set(counted().values()) == {0}


def test_what_differs_is_told_and_goes_back(officer):
    taken_in(officer, "deals", as_csv(deal(status="MoU")))
    run = taken_in(officer, "deals", as_csv(deal(status="operational", title="Second plant")))

    assert differences(run) == [
        ("Status, as typed", "MoU", "operational"),
        ("Title", "Wire-harness plant", "Second plant"),
    ]

    assert taken_back(officer, run).state == "undone"

    assert list(Deal.objects.values_list("title", "stage")) == [
        ("Wire-harness plant", "negotiation")
    ]
    assert StageChange.objects.count() == 1


def test_what_somebody_changed_here_stays_and_is_named(officer):
    taken_in(officer, "deals", as_csv(deal()))
    kept = Deal.objects.get()
    kept.title = "By hand"
    kept.save()

    run = looked_at(officer, "deals", as_csv(deal(title="By the list")))
    wins = looked_at(officer, "deals", as_csv(deal(title="By the list")), list_wins=True)

    assert (fates(run), run.plans[0]["kept"]) == (["unchanged"], ["Title"])
    assert differences(wins) == [("Title", "By hand", "By the list")]


def test_a_deal_somebody_may_not_see_is_neither_changed_nor_told_of(officer):
    DealFactory(
        ref="KE-1",
        title="Secret",
        is_confidential=True,
        anonymous_description="A plant",
        office=officer.office,
    )

    run = looked_at(officer, "deals", as_csv(deal(), deal(ref="KE-2", part_of="KE-1")))

    assert problems(run) == [
        (2, "Reference", "There is a deal with this reference already."),
        (
            3,
            "Reference of the larger deal",
            "There is no deal “KE-1”, or its own row was rejected.",
        ),
    ]
    assert "Secret" not in str(run.plans)


def test_a_row_without_reference_does_not_tell_that_a_hidden_deal_is_alike(officer, manager):
    row = deal(ref="", year="2016")
    taken_in(manager, "deals", as_csv(row))
    Deal.objects.update(
        is_confidential=True, owner=manager, anonymous_description="A plant", title="Secret"
    )

    first = taken_in(officer, "deals", as_csv(row))
    again = looked_at(officer, "deals", as_csv(row))

    assert [fates(first), fates(again)] == [["created"], ["unchanged"]]


def test_a_hidden_part_of_a_deal_is_not_told_of(officer, manager):
    whole = DealFactory(ref="KE-1", office=officer.office, owner=officer)
    DealFactory(
        ref="KE-9",
        office=officer.office,
        owner=manager,
        parent=whole,
        parent_relation="part",
        is_confidential=True,
        anonymous_description="A plant",
    )

    run = looked_at(officer, "deals", as_csv(deal(ref="KE-1", part_of="KE-9")))

    sentence = "There is no deal “KE-9”, or its own row was rejected."
    assert problems(run) == [(2, "Reference of the larger deal", sentence)]


def test_activities_are_taken_in_and_back_again(officer):
    raw = as_csv(
        mission(ref="M-1", companies_on_mission="12"),
        mission(ref="M-1", country="Uganda", iso2="UG", start="2023-05-04", end="2023-05-05"),
        programme(participants="8"),
        seminar(direction="online", sectors="Textiles"),
    )
    run = taken_in(officer, "activities", raw)

    assert (run.state, fates(run)) == (ImportRun.State.DONE, ["created"] * 4)
    assert fates(looked_at(officer, "activities", raw)) == ["unchanged"] * 4

    assert taken_back(officer, run).state == "undone"

    assert set(counted().values()) == {0}


@pytest.mark.parametrize("kind", ["activities", "deals"])
def test_the_samples_are_taken_as_the_commands_take_them_and_back(officer, kind):
    run = taken_in(officer, kind, (SAMPLE / f"{kind}.csv").read_bytes())

    assert "refused" not in fates(run)

    assert taken_back(officer, run).state == "undone"

    assert set(counted().values()) == {0}


def test_a_corrected_export_keeps_every_figure_and_company(officer):
    made = DealFactory(office=officer.office, title="Plant", source_url=SOURCE)
    CompanyFactory(name="Twins")
    for company in (CompanyFactory(name="Twins"), CompanyFactory(name="Fuji; Sons / Brothers")):
        DealCompanyFactory(deal=made, company=company)
    for figure in ({"value": 1000}, {"value": 1600}, {"value": 1600, "phase": "actual"}):
        ClaimFactory(deal=made, metric="jobs", source_url=SOURCE, **figure)
    tables = (Claim, DealCompany, Company)
    before = [list(model._default_manager.order_by("pk").values()) for model in tables]
    raw = taken_out(officer, "deals:deals", "csv").replace(b"Plant", b"Second plant")

    run = taken_in(officer, "deals", raw, list_wins=True)

    assert differences(run) == [("Title", "Plant", "Second plant")]
    assert [list(model._default_manager.order_by("pk").values()) for model in tables] == before


def test_what_no_cell_says_is_not_written_over_what_somebody_wrote(officer):
    leg = MissionLegFactory(
        mission__office=officer.office,
        mission__name="The 13th mission",
        mission__begins="2023-04-30",
        begins="2023-05-01",
        ends="2023-05-02",
    )
    row = {"id": number_of(leg.mission), "kind": "mission", "country": "Morocco"}
    raw = as_csv({**row, "start": "2023-05-01", "end": "2023-05-03"})

    run = taken_in(officer, "activities", raw, list_wins=True)

    assert differences(run) == [("Ends", "2023-05-02", "2023-05-03")]
    whole = Mission.objects.get()
    assert (whole.name, whole.begins) == ("The 13th mission", "2023-04-30")

"""Moving a deal past a gate, to its end and up again."""

import pytest
from django.urls import reverse

from deals import gates
from deals.models import Claim, Contribution, Deal, Fact, Stage, StageChange, Undisclosed
from tests.conftest import logged_in
from tests.factories import (
    CompanyFactory,
    DealFactory,
    GateFactory,
    HostCountryFactory,
    SectorFactory,
    UndisclosedFactory,
    VisitFactory,
)
from tests.tables import all_rows

pytestmark = pytest.mark.django_db

FILL = "Fill it in, or say that it cannot be disclosed."


def move_url(deal: Deal, query: str = "") -> str:
    return reverse("deals:move", args=[deal.pk]) + query


def gate(*facts: Fact, stage: Stage = Stage.PROMOTED) -> None:
    for fact in facts:
        GateFactory(fact=fact, stage=stage)


def test_what_is_missing_is_shown_as_fields_and_filled_in_with_the_move(desk, officer):
    gate(*Fact)
    deal = DealFactory(office=officer.office, country=None)
    company, country, sector = CompanyFactory(), HostCountryFactory(), SectorFactory()
    visit = VisitFactory(officer=officer, begins="2014")
    form = desk.get(move_url(deal)).context["form"]

    response = desk.post(
        move_url(deal),
        {
            "shown": "identified",
            "to": "promoted",
            "company": [company.pk],
            "country": country.pk,
            "kind": "greenfield",
            "sector": [sector.pk],
            "owner": officer.pk,
            "origin": "mission",
            "expected": "2027-04-01",
            "decided": "2016-06",
            "source": "https://example.org/plant",
            "jobs_value": "1600",
            "jobs_phase": "planned",
            "jobs_source": "A letter",
            "capital_value": "5000000",
            "capital_currency": "mad",
            "capital_phase": "announced",
            "result_metric": "units",
            "result_value": "2",
            "contribution_visit": visit.pk,
            "contribution_role": "promotion",
            "contribution_strength": "facilitated",
            "contribution_evidence": "A letter",
        },
    )

    deal.refresh_from_db()
    assert form.facts == list(Fact)
    assert response.url == deal.get_absolute_url()
    assert (deal.stage, deal.country, deal.kind, deal.owner, deal.origin) == (
        "promoted",
        country,
        "greenfield",
        officer,
        "mission",
    )
    assert (deal.decided_shown, str(deal.expected_on), deal.source_url) == (
        "Jun 2016",
        "2027-04-01",
        "https://example.org/plant",
    )
    assert (list(deal.companies.all()), list(deal.sectors.all())) == ([company], [sector])
    assert [str(claim) for claim in Claim.objects.order_by("pk")] == [
        "Jobs: 1,600",
        "Capital: 5,000,000 MAD",
        "Units installed: 2",
    ]
    assert Contribution.objects.get().accepted_by == officer
    assert (deal.stage_changes.get().missing, gates.missing(deal)) == ("", [])


def test_with_something_still_missing_nothing_is_written_and_what_was_typed_stays(desk, officer):
    gate(Fact.COMPANY, Fact.JOBS, Fact.SOURCE)
    deal = DealFactory(office=officer.office)
    before = all_rows()

    response = desk.post(
        move_url(deal),
        {"to": "promoted", "jobs_value": "1600", "jobs_phase": "planned", "reason": "They asked"},
    )

    form = response.context["form"]
    assert form.errors == {
        "__all__": ["For “Promoted” it lacks: A company; A source others can look at."],
        "company": [FILL],
        "source": [FILL],
    }
    assert (form["jobs_value"].value(), form["reason"].value()) == ("1600", "They asked")
    assert all_rows() == before


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"jobs_value": "1600"}, "jobs_phase", "This is needed too."),
        ({"jobs_value": "-1", "jobs_phase": "planned"}, "jobs_value", "greater than or equal to 0"),
        ({"jobs_value": "5", "jobs_phase": "planned", "jobs_withheld": "on"}, "jobs_withheld",
         "not both"),
        ({"capital_value": "5", "capital_phase": "planned"}, "capital_currency",
         "Money needs its currency"),
        ({"capital_value": "5", "capital_phase": "planned", "capital_currency": "xx"},
         "capital_currency", "three capital letters"),
        ({"contribution_role": "promotion"}, "contribution_visit", "Name one visit"),
        ({"decided": "2099"}, "decided", "has not happened yet"),
        ({"owner": "999999"}, "owner", "Choose one from the list that opens."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(desk, officer, typed, field, sentence):
    gate(Fact.JOBS, Fact.CAPITAL, Fact.CONTRIBUTION, Fact.DECIDED, Fact.OWNER)
    deal = DealFactory(office=officer.office)
    before = all_rows()

    form = desk.post(move_url(deal), {"to": "promoted", **typed}).context["form"]

    assert sentence in " ".join(form.errors[field])
    assert all_rows() == before


def test_what_cannot_be_disclosed_lets_the_deal_pass_and_can_be_taken_back(desk, officer):
    gate(Fact.SECTOR)
    deal = DealFactory(office=officer.office)

    desk.post(
        move_url(deal),
        {"to": "promoted", "sector_withheld": "on", "sector_because": "They asked us not to"},
    )

    said = Undisclosed.objects.get()
    deal.refresh_from_db()
    assert (deal.stage, said.fact, said.because, said.said_by) == (
        "promoted",
        "sector",
        "They asked us not to",
        officer,
    )
    page = desk.get(deal.get_absolute_url()).content.decode()
    assert "A sector: cannot be disclosed" in page

    url = reverse("deals:withhold", args=[deal.pk])
    desk.post(url, {"fact": "sector", "take_back": "yes"})
    assert gates.missing(deal) == [Fact.SECTOR]
    assert Undisclosed.history.latest().history_user == officer

    desk.post(url, {"fact": "sector"})
    assert gates.missing(deal) == []


def test_who_looks_after_a_deal_is_no_secret(desk, officer):
    gate(Fact.OWNER)
    deal = DealFactory(office=officer.office)

    page = desk.post(
        reverse("deals:withhold", args=[deal.pk]), {"fact": "owner"}, follow=True
    ).content.decode()

    assert "“Who looks after it” is the office&#x27;s own to say." in page
    assert Undisclosed.objects.count() == 0


def test_an_officer_passes_no_gate_by_a_hand_made_request(desk, officer):
    gate(Fact.COMPANY)
    deal = DealFactory(office=officer.office)
    before = all_rows()

    response = desk.post(move_url(deal), {"to": "promoted", "passed_because": "I may"})

    assert "passed_because" not in response.context["helper"].layout.fields
    assert response.context["form"].errors == {
        "__all__": ["Only a manager lets a deal pass without what a gate asks for."]
    }
    assert all_rows() == before


def test_a_manager_lets_a_deal_pass_and_says_why(managers_desk, manager):
    gate(Fact.COMPANY, Fact.JOBS)
    deal = DealFactory(office=manager.office)

    managers_desk.post(
        move_url(deal),
        {"to": "promoted", "passed_because": "They sign first", "company": [CompanyFactory().pk]},
    )

    change = StageChange.objects.get()
    assert (change.missing, change.passed_because, change.changed_by) == (
        "jobs",
        "They sign first",
        manager,
    )
    page = managers_desk.get(deal.get_absolute_url()).content.decode()
    assert "passed without: The jobs that are planned or announced (They sign first)" in page


def test_on_the_way_back_nothing_is_asked(desk, officer):
    gate(Fact.COMPANY)
    deal = DealFactory(office=officer.office, stage="negotiation")

    desk.post(move_url(deal, "?to=promoted"), {"to": "promoted"})

    deal.refresh_from_db()
    assert deal.stage == "promoted"


def test_a_card_dropped_further_away_is_told_which_stage_comes_first(desk, officer):
    deal = DealFactory(office=officer.office)

    response = desk.get(move_url(deal, "?to=operational"))

    assert response.context["form"]["to"].value() == "promoted"
    assert "before “Operational” comes “Promoted”" in response.content.decode()


@pytest.mark.parametrize(
    ("sent", "goes"),
    [
        ("/deals/board/?kind=other", "/deals/board/?kind=other"),
        ("https://evil.example.org/", ""),
        ("//evil.example.org/", ""),
    ],
)
def test_after_a_move_one_comes_back_to_a_page_of_ours_only(desk, officer, sent, goes):
    deal = DealFactory(office=officer.office)
    form = desk.get(move_url(deal), {"next": sent}).context["form"]

    response = desk.post(move_url(deal), {"to": "promoted", "next": form["next"].value()})

    assert response.url == (goes or deal.get_absolute_url())


def test_a_deal_lost_to_a_country_says_so_and_is_taken_up_again(desk, officer, colleague):
    deal = DealFactory(office=officer.office, owner=officer, stage="negotiation")
    desk.post(
        reverse("deals:status", args=[deal.pk]),
        {"to": "lost", "reason": "Wages", "lost_to": "VN"},
    )
    lost = desk.get(deal.get_absolute_url()).content.decode()
    url = reverse("deals:revive", args=[deal.pk])

    refused = logged_in(colleague).post(url, {"reason": "They called"})
    nothing = desk.post(url, {"reason": ""})
    desk.post(url, {"reason": "They called"})

    deal.refresh_from_db()
    assert "Lost: Wages · went to Vietnam" in lost
    assert refused.context["form"].errors == {
        "__all__": ["Who looks after the deal, or a manager, takes it up again."]
    }
    assert "reason" in nothing.context["form"].errors
    assert (deal.status, deal.stage, deal.lost_because, deal.lost_to) == (
        "ongoing",
        "negotiation",
        "",
        "",
    )
    changes = deal.stage_changes.order_by("pk").values_list("to_status", "reason", "lost_to")
    assert list(changes) == [("lost", "Wages", "VN"), ("ongoing", "They called", "")]


@pytest.mark.parametrize("status", ["abandoned", "delayed"])
def test_only_what_is_lost_went_to_a_country(desk, officer, status):
    deal = DealFactory(office=officer.office)

    form = desk.post(
        reverse("deals:status", args=[deal.pk]),
        {"to": status, "reason": "Wages", "lost_to": "VN"},
    ).context["form"]

    assert list(form.errors) == ["lost_to"]
    assert StageChange.objects.count() == 0


def test_what_a_gate_asks_stands_on_the_deals_page(desk, officer):
    gate(Fact.COMPANY, Fact.SECTOR)
    deal = DealFactory(office=officer.office)
    UndisclosedFactory(deal=deal, fact=Fact.SECTOR)

    shown = desk.get(deal.get_absolute_url()).context["gate"]

    assert (shown.to, [one.fact for one in shown.lacking]) == ("promoted", [Fact.COMPANY])
    assert [one.fact for one in shown.withheld] == [Fact.SECTOR]


# --- the decision ---


def test_concluding_keeps_the_day_of_the_decision_and_going_back_takes_it_away(desk, officer):
    gate(Fact.DECIDED, stage=Stage.CONCLUDED)
    deal = DealFactory(office=officer.office, stage="negotiation")

    desk.post(move_url(deal), {"to": "concluded", "happened": "2016-06"})
    deal.refresh_from_db()
    concluded = (deal.stage, deal.decided)
    desk.post(move_url(deal), {"to": "negotiation"})

    deal.refresh_from_db()
    assert concluded == ("concluded", "2016-06")
    assert (deal.stage, deal.decided) == ("negotiation", "")


def test_a_decision_somebody_has_dated_stays(desk, officer):
    deal = DealFactory(office=officer.office, stage="negotiation", decided="2015")

    desk.post(move_url(deal), {"to": "concluded", "happened": "2016-06"})
    desk.post(move_url(deal), {"to": "negotiation"})

    deal.refresh_from_db()
    assert (deal.stage, deal.decided) == ("negotiation", "2015")

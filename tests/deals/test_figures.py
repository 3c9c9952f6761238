"""What a deal's page says in tables."""

from datetime import UTC, datetime

import pytest

from deals import figures
from deals.models import Claim, Stage, Status
from tests.factories import (
    ClaimFactory,
    DealFactory,
    OfficeFactory,
    StageChangeFactory,
    VerifiedClaimFactory,
)

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


# --- the way through the stages ---


def way(stage, *changes):
    """Label, day and place of each stage of a deal that made some changes: from, to, when."""
    deal = DealFactory(stage=stage)
    made = [
        StageChangeFactory(deal=deal, from_stage=before, to_stage=after, happened=happened)
        for before, after, happened in changes
    ]
    return [
        (str(shown.label), shown.when, shown.css_class) for shown in figures.stages_of(deal, made)
    ]


def test_every_stage_is_shown_with_the_day_it_was_reached():
    shown = way(
        Stage.NEGOTIATION,
        ("", Stage.IDENTIFIED, "1990s"),
        (Stage.IDENTIFIED, Stage.PROMOTED, "2000-02"),
        (Stage.PROMOTED, Stage.NEGOTIATION, "2001-03-04"),
    )

    assert shown == [
        ("Identified", "1990s", "done"),
        ("Promoted", "Feb 2000", "done"),
        ("Negotiation", "4 Mar 2001", "now"),
        ("Concluded", "", ""),
        ("Operational", "", ""),
    ]


def test_a_stage_nobody_dated_has_no_day():
    assert way(Stage.OPERATIONAL, ("", Stage.OPERATIONAL, "")) == [
        ("Identified", "", "done"),
        ("Promoted", "", "done"),
        ("Negotiation", "", "done"),
        ("Concluded", "", "done"),
        ("Operational", "", "now"),
    ]
    assert way(Stage.IDENTIFIED)[0] == ("Identified", "", "now")


def test_the_day_a_deal_was_lost_is_not_the_day_it_reached_its_stage():
    deal = DealFactory(stage=Stage.PROMOTED, status=Status.LOST, lost_because="No power supply")
    lost = StageChangeFactory(
        deal=deal,
        from_stage=Stage.PROMOTED,
        to_stage=Stage.PROMOTED,
        to_status=Status.LOST,
        happened="2026-11-21",
    )

    assert figures.stages_of(deal, [lost])[1] == figures.StageShown("Promoted", "", "now")


def test_what_was_gone_back_on_was_never_reached():
    shown = way(
        Stage.NEGOTIATION,
        (Stage.PROMOTED, Stage.NEGOTIATION, "2001"),
        (Stage.NEGOTIATION, Stage.CONCLUDED, "2002"),
        (Stage.CONCLUDED, Stage.NEGOTIATION, "2003"),
    )

    assert shown[2:] == [
        ("Negotiation", "2001", "now"),
        ("Concluded", "", ""),
        ("Operational", "", ""),
    ]


def test_what_was_gone_back_on_and_reached_after_all_was_reached_then():
    shown = way(
        Stage.CONCLUDED,
        (Stage.NEGOTIATION, Stage.CONCLUDED, "2002"),
        (Stage.CONCLUDED, Stage.NEGOTIATION, "2003"),
        (Stage.NEGOTIATION, Stage.CONCLUDED, "2005"),
    )

    assert shown[2:4] == [("Negotiation", "", "done"), ("Concluded", "2005", "now")]


# --- the figures ---


def table(deal):
    """Metric, the figure of each phase and the number of claims, as the page has them."""
    return [
        (str(row.label), [cell and cell.claim.value_shown for cell in row.cells], row.number)
        for row in figures.table(Claim.objects.filter(deal=deal).order_by("pk"))
    ]


def test_jobs_and_capital_are_always_asked_for_and_what_is_not_known_is_no_nought():
    assert table(DealFactory()) == [("Jobs", [None, None, None], 0), ("Capital", [None] * 3, 0)]


def test_each_figure_stands_in_the_column_of_its_phase():
    deal = DealFactory()
    ClaimFactory(deal=deal, value=16000)
    ClaimFactory(deal=deal, phase="announced", value=11000)
    VerifiedClaimFactory(deal=deal, value=1600)
    ClaimFactory(deal=deal, phase="announced", metric="capital", value="35000000.5", currency="EUR")
    ClaimFactory(deal=deal, phase="actual", metric="women", value=0)

    assert table(deal) == [
        ("Jobs", ["16,000", "11,000", "1,600"], 3),
        ("Jobs held by women", [None, None, "0"], 1),
        ("Capital", [None, "35,000,000.50 EUR", None], 1),
    ]


def test_several_figures_of_one_phase_stand_beside_the_reported_one_and_are_not_added_up():
    deal = DealFactory()
    for year, value in (("2010", 1600), ("2021", 16000), ("2014", 4500)):
        ClaimFactory(deal=deal, as_of=year, value=value)

    planned = figures.table(Claim.objects.filter(deal=deal))[0].cells[0]

    assert (planned.claim.value, planned.why) == (16000, "the latest by its date")
    assert [other.value for other in planned.others] == [4500, 1600]


def test_a_figure_that_is_not_disclosed_says_so():
    deal = DealFactory()
    ClaimFactory(deal=deal, metric="capital", value=None, is_not_disclosed=True)

    assert table(deal)[1] == ("Capital", ["not disclosed", None, None], 1)


def test_a_withdrawn_figure_is_not_in_the_table():
    deal = DealFactory()
    ClaimFactory(deal=deal, metric="units", withdrawn_at=NOON, withdrawn_because="Counted twice")

    assert table(deal) == [("Jobs", [None] * 3, 0), ("Capital", [None] * 3, 0)]


def test_the_table_asks_the_database_once(django_assert_num_queries):
    deal = DealFactory()
    for value in (1600, 4500, 16000):
        ClaimFactory(deal=deal, value=value)

    with django_assert_num_queries(1):  # the claims
        table(deal)


# --- the family ---


def family(deal, viewer):
    return [(one.words, str(one.relation)) for one in figures.family(deal, viewer)]


def test_the_family_of_a_deal_is_the_larger_one_its_other_parts_and_its_own(officer):
    def make(title, **more):
        return DealFactory(office=officer.office, title=title, **more)

    whole = make("whole")
    part = make("part", parent=whole, parent_relation="part")
    make("expansion", parent=whole, parent_relation="expansion")
    part_of_part = make("part of part", parent=part, parent_relation="part")
    make("another")

    assert family(whole, officer) == [("part", "is a part of it"), ("expansion", "expands it")]
    assert family(part, officer) == [
        ("whole", "the larger deal"),
        ("expansion", "expands it"),
        ("part of part", "is a part of it"),
    ]
    assert family(part_of_part, officer) == [("part", "the larger deal")]


def test_deals_without_a_larger_one_are_no_family(officer):
    deal = DealFactory(office=officer.office)
    DealFactory(office=officer.office)

    assert family(deal, officer) == []


def test_a_deal_of_another_office_is_not_even_called_by_another_name(officer):
    theirs = DealFactory(
        office=OfficeFactory(name="Elsewhere"),
        is_confidential=True,
        anonymous_description="A plant in the north",
    )
    deal = DealFactory(office=officer.office, parent=theirs, parent_relation="part")

    assert family(deal, officer) == []

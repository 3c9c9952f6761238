"""The two published lists, and what is expected of them."""

import pytest

from deals.models import Claim, Deal, StageChange
from delegates.models import Delegate, HostCountry, Programme, Visit
from investors.models import Event, Mission, MissionLeg
from tests.deals.importing.lists import SAMPLE


def test_the_activities_are_13_missions_6_programmes_and_15_events(lists):
    report = lists.take_activities(SAMPLE / "activities.csv")

    assert report.summary() == "read 63, created 63, updated 0, unchanged 0, rejected 0"
    assert Mission.objects.count() == 13
    assert MissionLeg.objects.count() == 28
    assert Programme.objects.count() == 6
    assert Event.objects.count() == 15
    assert Delegate.objects.count() == 0
    assert Visit.objects.count() == 0


def test_the_13th_mission_keeps_both_published_head_counts(lists):
    lists.take_activities(SAMPLE / "activities.csv")

    mission = Mission.objects.get(ref="AJM-13")
    people = mission.claims.filter(metric=Claim.Metric.PEOPLE)
    assert mission.name == "Joint mission to Mozambique and Mauritius, 2023"
    assert mission.is_ours
    assert (mission.begins, mission.ends) == ("2023-05-01", "2023-05-06")
    assert sorted(people.values_list("value", "phase")) == [(50, "announced"), (54, "announced")]


def test_a_head_count_that_every_leg_repeats_is_one_figure(lists):
    lists.take_activities(SAMPLE / "activities.csv")

    mission = Mission.objects.get(ref="AJM-01-E")
    assert mission.legs.count() == 4
    assert [claim.value for claim in mission.claims.all()] == [60]


def test_the_legs_of_a_mission_keep_their_own_dates_and_words(lists):
    lists.take_activities(SAMPLE / "activities.csv")

    legs = Mission.objects.get(ref="AJM-13").legs.order_by("ends_earliest")
    assert list(legs.values_list("country__code", "begins", "ends", "counterparts_typed")) == [
        ("MZ", "2023-05-01", "2023-05-03", "APIEX; Chamber of Commerce of Mozambique (CCM)"),
        ("MU", "2023-05-01", "2023-05-06", ""),
    ]


def test_a_programme_has_all_its_countries_and_another_organisers_is_not_ours(lists):
    lists.take_activities(SAMPLE / "activities.csv")

    programme = Programme.objects.get(ref="JICA-2025")
    assert not programme.is_ours
    assert sorted(programme.countries.values_list("code", flat=True)) == [
        *("BD", "GH", "ID", "KG", "KH", "LA", "MN", "MY", "PG", "PH", "PK", "TL"),
    ]
    assert [claim.value for claim in programme.claims.all()] == [1]
    assert programme.state == Programme.State.COMPLETED


def test_what_was_not_published_stays_unknown(lists):
    lists.take_activities(SAMPLE / "activities.csv")
    lists.take_deals(SAMPLE / "deals.csv")

    morocco = Programme.objects.get(name="Delegates programme, Morocco")
    assert (morocco.begins, morocco.begins_earliest, morocco.ends_latest) == ("", None, None)
    assert not Claim.objects.filter(mission__ref="AJM-01-S").exists()
    assert not Claim.objects.filter(deal__ref__in=["CH-MG", "CH-SN", "HI-MA"]).exists()
    assert not Claim.objects.filter(is_not_disclosed=True).exists()
    assert not Claim.objects.filter(value=0).exists()


def test_the_deals_are_12_and_parts_stand_under_their_whole(lists):
    report = lists.take_deals(SAMPLE / "deals.csv")

    assert report.summary() == "read 12, created 12, updated 0, unchanged 0, rejected 0"
    assert Deal.objects.count() == 12
    parts = Deal.objects.exclude(parent=None).order_by("ref")
    assert list(parts.values_list("ref", "parent__ref", "parent_relation")) == [
        ("SEBN-BOU", "SE-2022", "part"),
        ("YZ-KEN", "YZ-3", "part"),
        ("YZ-MEK", "YZ-3", "part"),
        ("YZ-TAN", "YZ-3", "part"),
    ]


def test_the_figures_of_a_deal_keep_their_phase_currency_and_date(lists):
    lists.take_deals(SAMPLE / "deals.csv")

    rows = Claim.objects.filter(deal__ref__in=["YZ-TAN", "YZ-KEN", "YZ-NX"])
    assert sorted(
        rows.values_list("deal__ref", "metric", "phase", "value", "currency", "as_of_edtf")
    ) == [
        ("YZ-KEN", "capital", "planned", 236000000, "MAD", "2010"),
        ("YZ-KEN", "jobs", "planned", 1600, "", "2010"),
        ("YZ-NX", "capital", "announced", 10000000, "EUR", ""),
        ("YZ-TAN", "jobs", "actual", 2800, "", "2010~"),
    ]


def test_deals_reach_the_stage_their_words_tell_of(lists):
    lists.take_deals(SAMPLE / "deals.csv")

    assert dict(Deal.objects.values_list("ref", "stage")) == {
        "YZ-TAN": "operational",
        "YZ-KEN": "operational",
        "YZ-MEK": "operational",
        "YZ-3": "operational",
        "YZ-2021": "concluded",
        "YZ-KEN-2": "operational",
        "YZ-NX": "concluded",
        "SE-2022": "concluded",
        "SEBN-BOU": "concluded",
        "CH-MG": "operational",
        "CH-SN": "operational",
        "HI-MA": "concluded",
    }


def test_a_deal_with_two_companies_has_both_by_the_names_as_typed(lists):
    lists.take_deals(SAMPLE / "deals.csv")

    deal = Deal.objects.get(ref="YZ-NX")
    assert sorted(deal.companies.values_list("name", flat=True)) == [
        "Nippon Express",
        "Yazaki Morocco",
    ]


def test_the_year_of_a_deal_begins_its_log_and_no_year_invents_no_date(lists):
    lists.take_deals(SAMPLE / "deals.csv")

    log = StageChange.objects.filter(deal__ref__in=["YZ-TAN", "YZ-3"]).order_by("deal__ref")
    assert list(log.values_list("deal__ref", "from_stage", "to_stage", "happened_edtf")) == [
        ("YZ-3", "", "operational", ""),
        ("YZ-TAN", "", "operational", "2000"),
    ]
    assert not Deal.objects.exclude(stage_since=None).exists()


def test_nothing_an_import_brings_is_verified_or_recorded_by_a_person(lists):
    lists.take_activities(SAMPLE / "activities.csv")
    lists.take_deals(SAMPLE / "deals.csv")

    assert Claim.objects.count() == 46
    assert not Claim.objects.verified().exists()
    assert not Claim.objects.exclude(recorded_by=None).exists()
    assert not StageChange.objects.exclude(changed_by=None).exists()


def test_a_second_run_finds_everything_unchanged(lists):
    lists.take_activities(SAMPLE / "activities.csv")
    lists.take_deals(SAMPLE / "deals.csv")
    written = everything_written()

    activities = lists.take_activities(SAMPLE / "activities.csv")
    deals = lists.take_deals(SAMPLE / "deals.csv")

    assert activities.summary() == "read 63, created 0, updated 0, unchanged 63, rejected 0"
    assert deals.summary() == "read 12, created 0, updated 0, unchanged 12, rejected 0"
    assert everything_written() == written


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_the_rows_does_not_matter(lists, seed):
    lists.take_activities(SAMPLE / "activities.csv")
    lists.take_deals(SAMPLE / "deals.csv")

    activities = lists.take_activities(lists.shuffled("activities.csv", seed))
    deals = lists.take_deals(lists.shuffled("deals.csv", seed))

    assert activities.summary() == "read 63, created 0, updated 0, unchanged 63, rejected 0"
    assert deals.summary() == "read 12, created 0, updated 0, unchanged 12, rejected 0"


@pytest.mark.parametrize("seed", [4, 5])
def test_shuffled_rows_make_the_same_things(lists, seed):
    lists.take_activities(lists.shuffled("activities.csv", seed))
    lists.take_deals(lists.shuffled("deals.csv", seed))

    assert lists.take_activities(SAMPLE / "activities.csv").unchanged == 63
    assert lists.take_deals(SAMPLE / "deals.csv").unchanged == 12


def test_everything_made_has_a_history_that_says_import(lists):
    lists.take_activities(SAMPLE / "activities.csv")
    lists.take_deals(SAMPLE / "deals.csv")

    for model in (Programme, Mission, MissionLeg, Event, Deal, Claim):
        made = model.history.filter(history_type="+", history_change_reason__startswith="import")
        assert made.count() == model.objects.count(), model


def test_a_dry_run_reports_the_same_and_writes_nothing(lists):
    activities = lists.take_activities(SAMPLE / "activities.csv", dry_run=True)
    deals = lists.take_deals(SAMPLE / "deals.csv", dry_run=True)

    assert (activities.created, deals.created) == (63, 12)
    assert everything_written() == [0] * len(EVERYTHING)


@pytest.mark.parametrize("rows", [1, 20])
def test_a_second_run_costs_the_same_for_any_number_of_missions(
    lists, rows, django_assert_num_queries
):
    missions = [
        {"kind": "business_mission", "country": "Kenya", "start": f"20{n:02}", "itpo_linked": "no"}
        for n in range(rows)
    ]
    lists.activities(*missions)

    # The office, its sectors and themes; two savepoints, each twice; the office again, locked;
    # countries and their names; sectors, partners; earlier imports of missions; the missions,
    # their legs and countries; earlier imports of legs; figures, and those there once were.
    with django_assert_num_queries(19):
        report = lists.activities(*missions)

    assert report.unchanged == rows


EVERYTHING = (
    Programme,
    Mission,
    MissionLeg,
    Event,
    Deal,
    Claim,
    StageChange,
    HostCountry,
    Programme.history,
    Mission.history,
    MissionLeg.history,
    Event.history,
    Deal.history,
    Claim.history,
)


def everything_written() -> list[int]:
    return [getattr(table, "objects", table).count() for table in EVERYTHING]

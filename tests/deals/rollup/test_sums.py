"""What deals add up to: every figure once, and nothing that is not to be added."""

from datetime import date
from decimal import Decimal

import pytest

from deals.models import Claim, Deal, Institution, Stage
from deals.rollup import Dated, counted_in, rolled_up
from itpo.office.fiscal_years import Basis
from tests.deals.rollup.families import by, part_of, say, total
from tests.factories import (
    ContributionFactory,
    DealFactory,
    EventFactory,
    HostCountryFactory,
    MeetingFactory,
    MissionFactory,
    ProgrammeFactory,
    SectorFactory,
    ThemeFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
PLANNED, ACTUAL, VERIFIED = ("jobs", "planned"), ("jobs", "actual"), ("jobs", "verified")


# --- columns, metrics, currencies ---


def test_planned_announced_actual_and_verified_stand_apart():
    deal = DealFactory()
    say(deal, 100)
    say(deal, 90, "announced")
    say(deal, 40, "verified")
    say(DealFactory(), 7, "actual")

    assert total() == {PLANNED: 100, ("jobs", "announced"): 90, ACTUAL: 47, VERIFIED: 40}


def test_every_metric_is_added_for_itself():
    for women, trained in ((3, 10), (4, 20)):
        deal = DealFactory()
        say(deal, women, metric="women")
        say(deal, trained, "actual", metric="trained")

    assert total() == {("women", "planned"): 7, ("trained", "actual"): 30}


def test_currencies_are_never_one_sum():
    for value, currency in ((Decimal("333.10"), "MAD"), (Decimal("0.20"), "MAD"), (10, "EUR")):
        say(DealFactory(), value, metric="capital", currency=currency)

    assert total() == {
        ("capital", "planned", "EUR"): 10,
        ("capital", "planned", "MAD"): Decimal("333.30"),
    }


def test_a_later_figure_that_nobody_checked_does_not_take_the_place_of_the_verified_one():
    deal = DealFactory()
    say(deal, 40, "verified", as_of="2015")
    say(deal, 90, "actual", as_of="2020")

    assert total() == {ACTUAL: 40, VERIFIED: 40}


def test_what_is_not_disclosed_or_not_known_is_no_figure_and_no_zero():
    say(DealFactory(), None, is_not_disclosed=True)
    DealFactory()

    assert total() == {}
    assert rolled_up(Deal.objects.all())[""].deals == 2


def test_lost_and_abandoned_deals_add_nothing():
    for status in ("lost", "abandoned"):
        say(DealFactory(status=status, lost_because="No power"), 100)

    assert total() == {}
    assert rolled_up(Deal.objects.all())[""].deals == 0


def test_figures_of_missions_are_no_deals_figures():
    say(None, 77, mission=MissionFactory(), metric="people")

    assert total() == {}


def test_where_there_is_no_deal_there_is_one_empty_whole():
    groups = rolled_up(Deal.objects.none())

    assert (list(groups), groups[""].values, groups[""].deals) == ([""], {}, 0)
    assert rolled_up(Deal.objects.none(), by="country") == {}


# --- inside a larger deal ---


def test_a_wholes_unverified_figure_hides_a_parts_in_its_column_only():
    whole = DealFactory()
    say(whole, 10000, "actual")
    say(part_of(whole), 2800, "verified")

    assert total() == {ACTUAL: 10000, VERIFIED: 2800}
    assert rolled_up(Deal.objects.all())[""].left_out == 1


def test_a_wholes_verified_figure_hides_a_parts_in_both():
    whole = DealFactory()
    say(whole, 10000, "verified")
    say(part_of(whole), 2800, "verified")

    assert total() == {ACTUAL: 10000, VERIFIED: 10000}
    assert rolled_up(Deal.objects.all())[""].left_out == 2


def test_a_part_lies_inside_however_far_up_and_an_expansion_does_not():
    whole = DealFactory()
    say(whole, 16000)
    say(part_of(part_of(part_of(whole))), 4500)
    expansion = part_of(whole, "expansion")
    say(expansion, 300)
    say(part_of(expansion), 100)

    assert total() == {PLANNED: 16300}


def test_which_part_lies_inside_is_decided_over_all_that_is_asked_not_by_group():
    whole = DealFactory(stage=Stage.CONCLUDED, country=None)
    say(whole, 16000, as_of="2022")
    part = part_of(whole, stage=Stage.OPERATIONAL)
    say(part, 4500, as_of="2020")

    assert by("stage") == {"concluded": {PLANNED: 16000}, "operational": {}}
    assert by("country") == {"none": {PLANNED: 16000}, str(part.country_id): {}}
    assert by("year", basis=Basis.CALENDAR) == {"2022": {PLANNED: 16000}, "2020": {}}
    assert total(Deal.objects.filter(stage=Stage.OPERATIONAL)) == {PLANNED: 4500}


def test_a_link_of_a_deal_that_is_not_asked_about_still_leads_up():
    whole = DealFactory()
    say(whole, 100)
    between = part_of(whole, is_confidential=True, anonymous_description="A plant")
    say(part_of(between), 40)

    assert total(Deal.objects.exclude(pk=between.pk)) == {PLANNED: 100}


def test_a_whole_that_is_not_asked_about_or_lost_hides_nothing():
    whole = DealFactory(status="lost", lost_because="No power")
    say(whole, 100)
    say(part_of(whole), 40)
    other = DealFactory()
    say(other, 1000)
    say(part_of(other), 2)

    assert total(Deal.objects.exclude(pk=other.pk)) == {PLANNED: 42}


def test_money_of_a_part_lies_inside_in_whatever_currency():
    whole = DealFactory()
    say(whole, 100, metric="capital", currency="EUR")
    say(part_of(whole), 900, metric="capital", currency="MAD")

    assert total() == {("capital", "planned", "EUR"): 100}


# --- institutions ---


def test_institutions_are_added_where_the_deal_as_a_whole_says_nothing():
    deal = DealFactory()
    for name, value in (("Hospital A", 3), ("Hospital B", 4)):
        one = Institution.objects.create(deal=deal, name=name)
        say(deal, 1, "actual", metric="units", institution=one, as_of="2010")
        say(deal, value, "actual", metric="units", institution=one, as_of="2020")

    assert total() == {("units", "actual"): 7}


def test_figures_of_institutions_lie_inside_the_deals_own():
    deal = DealFactory()
    say(deal, 9, "actual", metric="units")
    one = Institution.objects.create(deal=deal, name="A hospital")
    say(deal, 3, "verified", metric="units", institution=one)

    assert total() == {("units", "actual"): 9, ("units", "verified"): 3}


def test_a_parts_figure_lies_inside_those_of_the_wholes_institutions():
    whole = DealFactory()
    say(
        whole,
        9,
        metric="units",
        institution=Institution.objects.create(deal=whole, name="A hospital"),
    )
    say(part_of(whole), 2, metric="units")

    assert total() == {("units", "planned"): 9}


# --- by what ---


def test_by_stage_country_and_owner_each_deal_is_in_one_group():
    owner = UserFactory()
    one = DealFactory(owner=owner, stage=Stage.PROMOTED)
    say(one, 100)
    other = DealFactory(country=HostCountryFactory(code="SN", name="Senegal"))
    say(other, 7)

    assert by("stage") == {"promoted": {PLANNED: 100}, "identified": {PLANNED: 7}}
    assert by("owner") == {str(owner.pk): {PLANNED: 100}, "none": {PLANNED: 7}}
    assert by("country") == {
        str(one.country_id): {PLANNED: 100},
        str(other.country_id): {PLANNED: 7},
    }


@pytest.mark.parametrize(("key", "make"), [("sector", SectorFactory), ("theme", ThemeFactory)])
def test_by_sector_and_theme_a_deal_may_be_in_several(key, make):
    tags = make.create_batch(2)
    deal = DealFactory()
    getattr(deal, f"{key}s").set(tags)
    say(deal, 100)
    say(DealFactory(), 7)

    assert by(key) == {str(tags[0].pk): {PLANNED: 100}, str(tags[1].pk): {PLANNED: 100}} | {
        "none": {PLANNED: 7}
    }
    assert not any(one.is_additive for one in rolled_up(Deal.objects.all(), by=key).values())


def test_by_mission_what_it_or_its_meetings_helped_counts_once():
    mission, other = MissionFactory.create_batch(2)
    deal = DealFactory()
    say(deal, 100)
    ContributionFactory(deal=deal, visit=None, mission=mission)
    for _ in range(2):
        meeting = MeetingFactory(mission=mission)
        ContributionFactory(deal=deal, visit=None, meeting=meeting)
    ContributionFactory(deal=deal, visit=None, mission=other, strength="none", evidence="Asked")
    say(DealFactory(), 7)

    assert by("mission") == {str(mission.pk): {PLANNED: 100}, "none": {PLANNED: 7}}
    assert not rolled_up(Deal.objects.all(), by="mission")["none"].is_additive


def test_by_programme_what_its_visits_or_their_meetings_helped_counts():
    programme, other = ProgrammeFactory.create_batch(2)
    deal = DealFactory()
    say(deal, 100)
    ContributionFactory(deal=deal, visit=VisitFactory(programme=programme))
    meeting = MeetingFactory(visit=VisitFactory(programme=other))
    ContributionFactory(deal=deal, visit=None, meeting=meeting)
    alone = DealFactory()
    say(alone, 7)
    ContributionFactory(deal=alone, visit=None, event=EventFactory())

    assert by("programme") == {
        str(programme.pk): {PLANNED: 100},
        str(other.pk): {PLANNED: 100},
        "none": {PLANNED: 7},
    }


def test_a_proposal_nobody_accepted_groups_nothing():
    mission = MissionFactory()
    deal = DealFactory()
    say(deal, 100)
    ContributionFactory(deal=deal, visit=None, mission=mission, accepted_by=None, accepted_at=None)

    assert by("mission") == {"none": {PLANNED: 100}}


@pytest.mark.parametrize(
    ("basis", "years"),
    [
        (Basis.JAPAN, {"2020": 30, "2021": 4, "none": 100}),
        (Basis.CALENDAR, {"2021": 34, "none": 100}),
    ],
)
def test_by_year_the_latest_day_of_a_figures_date_counts(basis, years):
    for value, as_of in ((10, "2021-01"), (20, "2021-03-31"), (4, "2021"), (100, "")):
        say(DealFactory(), value, as_of=as_of)

    groups = by("year", basis=basis)

    assert groups == {year: {PLANNED: value} for year, value in years.items()}
    assert [one.deals for _, one in sorted(rolled_up(Deal.objects.all(), by="year").items())] == [
        2,
        1,
        1,
    ]


def test_how_many_figures_were_left_out_is_said_by_group():
    whole = DealFactory()
    say(whole, 100)
    part = part_of(whole, stage=Stage.PROMOTED)
    say(part, 40, as_of="2020")
    say(part, 4, metric="women")

    left_out = {
        key: {name: one.left_out for name, one in rolled_up(Deal.objects.all(), by=key).items()}
        for key in ("", "stage", "year")
    }

    assert left_out == {
        "": {"": 1},
        "stage": {"identified": 0, "promoted": 1},
        "year": {"2020": 1, "none": 0},
    }


def test_money_can_be_had_by_the_day_it_is_of():
    for value, as_of in ((10, "2021-01"), (20, "2021-01-31"), (5, "")):
        say(DealFactory(), value, metric="capital", currency="MAD", as_of=as_of)

    dated = rolled_up(Deal.objects.all(), with_days=True)[""].dated

    assert sorted(dated, key=lambda one: one.value) == [
        Dated("capital", "planned", "MAD", None, Decimal(5), 1),
        Dated("capital", "planned", "MAD", date(2021, 1, 31), Decimal(30), 2),
    ]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    "key", ["", "stage", "country", "owner", "sector", "theme", "mission", "programme", "year"]
)
def test_it_is_one_query_for_any_number_of_deals(key, number, manager, django_assert_num_queries):
    for _ in range(number):
        say(DealFactory(office=manager.office), 100)

    with django_assert_num_queries(1):
        rolled_up(Deal.objects.visible_to(manager), by=key)


def test_deals_that_are_sorted_and_annotated_can_be_asked_about():
    say(DealFactory(), 100)
    deals = Deal.objects.visible_to(UserFactory(is_superuser=True)).with_names().newest_first()

    assert total(deals) == {PLANNED: 100}


def test_the_figures_behind_a_sum_are_those_that_were_added():
    whole = DealFactory()
    first = say(whole, 10000, "actual")
    hidden = say(part_of(whole), 2800, "verified")
    second = say(DealFactory(), 5, "actual")
    say(DealFactory(), None, "actual", is_not_disclosed=True)

    def behind(column, deals):
        return list(counted_in(column, deals, Claim.objects.order_by("pk")))

    assert behind("actual", Deal.objects.all()) == [first, second]
    assert behind("verified", Deal.objects.all()) == [hidden]
    assert behind("actual", Deal.objects.none()) == []


@pytest.mark.parametrize("key", ["stage", "sector", "mission", "year"])
def test_the_whole_beside_its_groups_is_the_whole_alone(key):
    whole = DealFactory()
    say(whole, 100)
    say(part_of(whole, stage=Stage.PROMOTED), 40, as_of="2020")
    for value, as_of in ((10, "2021-01"), (20, "2021-01-31"), (5, "")):
        say(DealFactory(), value, metric="capital", currency="MAD", as_of=as_of)

    beside = rolled_up(Deal.objects.all(), by=key, with_days=True, with_whole=True)
    found = beside.pop("")

    alone = rolled_up(Deal.objects.all(), with_days=True)[""]
    assert (found.values, found.deals, found.left_out) == (alone.values, 5, 1)
    assert sorted(map(str, found.dated)) == sorted(map(str, alone.dated))
    assert found.is_additive
    assert beside.keys() == rolled_up(Deal.objects.all(), by=key).keys()

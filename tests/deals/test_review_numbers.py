"""What the review counts and adds up: every figure once, nothing that is not to be added."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from deals import claims, gates
from deals.models import Claim, Deal, Fact, Stage, StageChange, Status
from deals.review import rows
from deals.review.sums import counted
from itpo.office.models import User
from tests.factories import (
    ClaimFactory,
    DealFactory,
    FollowUpFactory,
    GateFactory,
    HostCountryFactory,
    ManagerFactory,
    MissionFactory,
    OfficeFactory,
    SectorFactory,
    StageChangeFactory,
    UndisclosedFactory,
    UserFactory,
    VerifiedClaimFactory,
)

TODAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
JOBS = ("jobs", "planned")
REAL_JOBS = ("jobs", "verified")
CAPITAL = ("capital", "planned")


def added(result):
    """All figures of all stages, by metric and phase, money by its currency too."""
    return {
        (*key, currency) if currency else key: value
        for key, values in result.total.figures.items()
        for currency, value in values.items()
    }


@pytest.fixture
def found(manager):
    """Count again, as the manager sees it."""
    return lambda: counted(manager, TODAY)


@pytest.fixture
def total(found):
    return lambda: added(found())


@pytest.fixture
def deal(office):
    """Make a deal of the office."""
    return lambda **more: DealFactory(office=office, **more)


def jobs(deal, value, **more):
    return ClaimFactory(deal=deal, value=value, **more)


def real(deal, value, **more):
    return VerifiedClaimFactory(deal=deal, value=value, **more)


def capital(deal, value, currency, **more):
    return ClaimFactory(deal=deal, value=value, metric="capital", currency=currency, **more)


# --- which figure counts ---


def test_the_figures_of_all_deals_are_added_planned_and_verified_apart(deal, total):
    for planned, verified in ((100, 40), (20, 2)):
        one = deal()
        jobs(one, planned)
        real(one, verified)

    assert total() == {JOBS: 120, REAL_JOBS: 42}


def test_what_was_announced_is_not_planned_and_what_nobody_checked_is_not_verified(deal, total):
    one = deal()
    jobs(one, 11000, phase="announced")
    jobs(one, 4500, phase="actual")

    assert total() == {}


def test_of_several_figures_about_the_same_thing_the_reported_one_counts(deal, total):
    one = deal()
    jobs(one, 10000, as_of="2014")
    jobs(one, 16000, as_of="2016")
    jobs(one, 11000, as_of="2015")
    jobs(one, 9000)
    real(one, 4200, as_of="2015")
    jobs(one, 5000, phase="actual", as_of="2020")

    assert total() == {JOBS: 16000, REAL_JOBS: 4200}


def test_the_sums_and_a_deals_page_choose_the_same_figure(deal, total):
    one = deal()
    for number, as_of in enumerate(["", "2014", "1990s", "about 2000", "2014", ""]):
        jobs(one, 100 + number, as_of=as_of)

    chosen = claims.reported(Claim.objects.all())["jobs", "planned", None].claim

    assert total() == {JOBS: chosen.value}


def test_a_withdrawn_figure_does_not_count(deal, total):
    one = deal()
    jobs(one, 100, as_of="2010")
    jobs(one, 900, as_of="2020", withdrawn_at=NOON, withdrawn_because="Counted twice")

    assert total() == {JOBS: 100}


def test_a_figure_that_is_not_disclosed_adds_nothing_and_no_older_one_takes_its_place(deal, total):
    one = deal()
    jobs(one, 100, as_of="2010")
    jobs(one, None, is_not_disclosed=True, as_of="2020")

    assert total() == {}


def test_unknown_is_not_zero(deal, found):
    deal()
    jobs(deal(stage=Stage.PROMOTED), 0)

    stages = found().stages

    assert stages[Stage.IDENTIFIED].jobs("planned") is None
    assert stages[Stage.PROMOTED].jobs("planned") == 0
    assert stages[Stage.PROMOTED].jobs("verified") is None


def test_currencies_are_not_added(deal, found):
    one, other = deal(), deal()
    capital(one, Decimal("1000.10"), "EUR")
    capital(other, Decimal("2000.20"), "EUR")
    capital(other, 5, "EUR", phase="announced")
    capital(deal(), 900, "JPY")
    real(one, 700, metric="capital", currency="JPY")

    total = found().total

    assert total.capital("planned") == {"EUR": Decimal("3000.30"), "JPY": 900}
    assert total.capital("verified") == {"JPY": 700}


def test_other_metrics_and_figures_of_other_things_do_not_count(deal, total, office):
    jobs(deal(), 12, metric="women")
    jobs(None, 77, mission=MissionFactory(office=office))

    assert total() == {}


@pytest.mark.parametrize("status", [Status.LOST, Status.ABANDONED])
def test_a_deal_that_ended_adds_nothing(deal, total, status):
    jobs(deal(status=status, lost_because="No power"), 100)

    assert total() == {}


# --- a part inside a whole ---


def part_of(whole, deal, relation="part", **more):
    return deal(parent=whole, parent_relation=relation, **more)


def test_a_part_is_not_added_where_the_whole_has_a_figure(deal, found):
    whole = deal()
    jobs(whole, 16000)
    jobs(part_of(whole, deal), 4500)

    result = found()

    assert added(result) == {JOBS: 16000}
    assert result.left_out == 1


def test_a_part_is_added_where_the_whole_has_no_figure_of_this_metric_and_phase(deal, found):
    whole = deal()
    real(whole, 9000)
    capital(whole, 5, "EUR")
    jobs(whole, 16000, phase="announced")
    one = part_of(whole, deal)
    jobs(one, 4500)
    real(one, 1600)

    result = found()

    assert added(result) == {
        JOBS: 4500,
        REAL_JOBS: 9000,
        (*CAPITAL, "EUR"): 5,
    }
    assert result.left_out == 1


def test_a_part_of_a_part_lies_inside_the_whole_however_far_up(deal, found):
    whole = deal()
    jobs(whole, 16000)
    between = part_of(whole, deal)
    jobs(part_of(part_of(between, deal), deal), 4500)

    assert (added(found()), found().left_out) == ({JOBS: 16000}, 1)


def test_an_expansion_is_added(deal, found):
    whole = deal()
    jobs(whole, 16000)
    expansion = part_of(whole, deal, "expansion")
    jobs(expansion, 300)
    jobs(part_of(expansion, deal), 100)

    assert (added(found()), found().left_out) == ({JOBS: 16300}, 1)


def test_a_part_of_an_expansion_lies_inside_no_more_than_the_expansion(deal, found):
    whole = deal()
    jobs(whole, 16000)
    jobs(part_of(part_of(whole, deal, "expansion"), deal), 100)

    assert (added(found()), found().left_out) == ({JOBS: 16100}, 0)


def test_capital_of_a_part_lies_inside_the_whole_in_whatever_currency(deal, found):
    whole = deal()
    capital(whole, 1000, "EUR")
    capital(part_of(whole, deal), 500, "JPY")

    assert found().total.capital("planned") == {"EUR": 1000}


@pytest.mark.parametrize(
    "figure",
    [
        {"value": None, "is_not_disclosed": True},
        {"withdrawn_at": NOON, "withdrawn_because": "Counted twice"},
        {"phase": "actual"},
    ],
)
def test_a_whole_whose_own_figure_does_not_count_keeps_no_part_out(deal, found, figure):
    whole = deal()
    jobs(whole, **{"value": 9000, **figure})
    one = part_of(whole, deal)
    jobs(one, 100)
    real(one, 40)

    assert (added(found()), found().left_out) == ({JOBS: 100, REAL_JOBS: 40}, 0)


def test_a_whole_that_was_lost_keeps_no_part_out(deal, found):
    whole = deal(status=Status.LOST, lost_because="No power")
    jobs(whole, 16000)
    jobs(part_of(whole, deal), 4500)

    assert (added(found()), found().left_out) == ({JOBS: 4500}, 0)


@contextmanager
def unchecked():
    """Where PostgreSQL would refuse a circle: as if it had come in another way."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_two_deals_that_are_parts_of_each_other_do_not_count_for_ever(deal, found):
    one = deal()
    other = part_of(one, deal)
    with unchecked():
        Deal.objects.filter(pk=one.pk).update(parent=other, parent_relation="part")
    jobs(deal(), 5)

    assert added(found()) == {JOBS: 5}


# --- by stage, officer, country and sector ---


def test_deals_are_counted_by_stage_and_status(deal, found):
    for status in ("ongoing", "ongoing", "delayed", "dormant"):
        deal(stage=Stage.PROMOTED, status=status)
    deal(stage=Stage.PROMOTED, status="lost", lost_because="No power")
    deal(stage=Stage.OPERATIONAL)

    stages = found().stages

    assert dict(stages[Stage.PROMOTED].by_status) == {
        "ongoing": 2,
        "delayed": 1,
        "dormant": 1,
        "lost": 1,
    }
    assert (stages[Stage.PROMOTED].running, stages[Stage.OPERATIONAL].running) == (4, 1)
    assert found().total.running == 5


def said(sums):
    return (sums.open, sums.late, sums.unplanned, sums.jobs("planned"), sums.jobs("verified"))


def test_officers_countries_and_sectors_have_their_own_lines(deal, found, officer):
    sector = SectorFactory(name="Motor vehicles")
    other = SectorFactory(name="Textiles")
    mine = deal(owner=officer)
    mine.sectors.add(sector, other)
    jobs(mine, 100)
    late = FollowUpFactory(owner=officer, due_on=TODAY - timedelta(days=1))
    mine.follow_ups.add(late, FollowUpFactory(owner=officer, due_on=TODAY - timedelta(days=9)))
    running = deal(owner=officer, stage=Stage.OPERATIONAL)
    real(running, 40)
    deal(country=HostCountryFactory(code="SN", name="Senegal"))
    nowhere = deal(country=None)
    nowhere.follow_ups.add(FollowUpFactory(owner=officer, due_on=TODAY))

    result = found()

    assert {key: said(one) for key, one in result.owners.items()} == {
        str(officer.pk): (1, 1, 0, 100, 40),
        "none": (2, 0, 1, None, None),
    }
    assert {one.name or key: said(one) for key, one in result.countries.items()} == {
        "Morocco": (1, 1, 0, 100, 40),
        "Senegal": (1, 0, 1, None, None),
        "none": (1, 0, 0, None, None),
    }
    assert {one.name or key: said(one) for key, one in result.sectors.items()} == {
        "Motor vehicles": (1, 1, 0, 100, None),
        "Textiles": (1, 1, 0, 100, None),
        "none": (2, 0, 1, None, 40),
    }
    assert result.kinds == {"other"}


# --- who sees what ---


def test_nobody_counts_what_another_office_owns(deal, found):
    elsewhere = OfficeFactory(name="UNIDO ITPO Elsewhere")
    theirs = DealFactory(office=elsewhere)
    theirs.sectors.add(SectorFactory())
    jobs(theirs, 100)
    mine = part_of(theirs, deal)
    jobs(mine, 7)

    result = found()

    assert added(result) == {JOBS: 7}
    assert result.total.running == 1
    assert (len(result.countries), list(result.sectors)) == (1, ["none"])


def test_a_confidential_deal_counts_for_those_who_see_it(deal, manager, auditor):
    secret = deal(is_confidential=True, anonymous_description="A plant")
    jobs(secret, 100)
    jobs(part_of(secret, deal), 40)

    assert added(counted(manager, TODAY)) == {JOBS: 100}
    assert added(counted(auditor, TODAY)) == {JOBS: 40}


def test_what_lies_between_part_and_whole_may_be_confidential(deal, auditor):
    whole = deal()
    jobs(whole, 100)
    between = part_of(whole, deal, is_confidential=True, anonymous_description="A plant")
    jobs(part_of(between, deal), 40)

    assert added(counted(auditor, TODAY)) == {JOBS: 100}


def test_somebody_without_an_office_counts_nothing(deal):
    jobs(deal(), 100)
    nobody = User(role="manager", is_active=True)

    assert added(counted(nobody, TODAY)) == {}


@pytest.mark.parametrize("number", [1, 3])
def test_all_of_it_is_one_query(deal, manager, number, django_assert_num_queries):
    for _ in range(number):
        jobs(deal(), 100)

    with django_assert_num_queries(1):
        counted(manager, TODAY)


# --- which deals ---


def heard_of(deal, days):
    """Nothing has been written down about a deal for so many days."""
    Deal.objects.filter(pk=deal.pk).update(created_at=NOON - timedelta(days=days))
    return deal


def test_the_deals_silent_for_longer_than_their_rhythm_come_by_how_long(deal):
    for title, days, more in (
        ("long", 400, {}),
        ("longer", 900, {"status": "delayed"}),
        ("has a slow rhythm", 900, {"rhythm_days": 1000}),
        ("lost", 900, {"status": "lost", "lost_because": "No power"}),
        ("runs", 900, {"stage": Stage.OPERATIONAL}),
    ):
        heard_of(deal(title=title, **more), days)

    found = rows.silent(Deal.objects.all(), TODAY)

    assert [one.title for one in found] == ["longer", "long"]


def test_a_deal_expected_soon_lacks_what_its_gate_asks(deal, manager):
    GateFactory(stage=Stage.PROMOTED, fact=Fact.ORIGIN)
    GateFactory(stage=Stage.NEGOTIATION, fact=Fact.SOURCE, kind="licensing")
    soon = {"expected_on": TODAY}
    deal(title="lacks", **soon)
    deal(title="has", origin="press", **soon)
    deal(title="not yet", expected_on=TODAY + timedelta(days=61))
    deal(title="no licence", stage=Stage.PROMOTED, origin="press", **soon)
    deal(title="licence", stage=Stage.PROMOTED, origin="press", kind="licensing", **soon)
    deal(title="not asked yet", origin="press", kind="licensing", **soon)
    withheld = deal(title="withheld", kind="licensing", stage=Stage.PROMOTED, **soon)
    UndisclosedFactory(deal=withheld, fact=Fact.SOURCE)
    UndisclosedFactory(deal=withheld, fact=Fact.ORIGIN)
    elsewhere = OfficeFactory(name="Elsewhere")
    GateFactory(office=elsewhere, stage=Stage.PROMOTED, fact=Fact.SECTOR)
    GateFactory(office=manager.office, stage=Stage.PROMOTED, fact=Fact.COUNTRY)
    deal(title="no country", country=None, origin="press", **soon)

    found = rows.lacking(Deal.objects.order_by("pk"), TODAY)

    assert [one.title for one in found] == ["lacks", "licence", "no country"]
    missing = gates.missing_of(Deal.objects.values_list("pk", flat=True), viewer=manager)
    assert {one.title for one in Deal.objects.open() if missing.get(one.pk)} == {
        *("lacks", "licence", "no country", "not yet"),
    }


def test_where_no_gate_asks_nothing_is_lacking(deal):
    deal(expected_on=TODAY)

    assert list(rows.lacking(Deal.objects.all(), TODAY)) == []


def test_moves_past_a_gate_are_told_for_four_weeks(deal, manager):
    one = deal()
    told = {"deal": one, "missing": "origin", "passed_because": "It is urgent"}
    StageChangeFactory(deal=one, changed_at=NOON)
    StageChangeFactory(**told, changed_by=manager, changed_at=NOON - timedelta(days=30))
    passed = StageChangeFactory(**told, changed_by=manager, changed_at=NOON - timedelta(days=20))

    assert list(rows.passed(manager, TODAY)) == [passed]


def test_figures_are_due_again_from_their_day_on(deal, manager):
    some = [real(deal(), 5, check_again_on=TODAY + timedelta(days=days)) for days in (0, -3, 1)]
    real(deal(), 5, check_again_on=TODAY, withdrawn_at=NOON, withdrawn_because="Wrong")

    assert list(rows.due_again(manager, TODAY)) == [some[1], some[0]]


def test_the_next_stage_is_expected_within_two_months_or_was(deal):
    for days in (-300, 0, 60, 61):
        deal(title=f"{days} days", expected_on=TODAY + timedelta(days=days))
    deal(expected_on=TODAY, stage=Stage.OPERATIONAL)
    deal(expected_on=None)

    found = rows.expected(Deal.objects.order_by("expected_on"), TODAY)

    assert [one.title for one in found] == ["-300 days", "0 days", "60 days"]


def test_the_step_that_waits_longest_comes_first_and_each_deal_once(deal, officer, manager):
    some, other, fine = deal(), deal(), deal()
    for one, days in ((some, 3), (some, 1), (other, 9), (fine, 0)):
        due_on = TODAY - timedelta(days=days)
        one.follow_ups.add(FollowUpFactory(owner=officer, due_on=due_on))
    done = FollowUpFactory(owner=officer, due_on=date(2020, 1, 1), state="done", closed_at=NOON)
    fine.follow_ups.add(done)

    found = rows.latest_first(Deal.objects.all(), manager, TODAY)

    assert list(found.values_list("deal", flat=True)) == [other.pk, some.pk]


def test_a_restricted_step_is_late_for_those_who_see_it(deal, officer, manager, auditor):
    one = deal()
    one.follow_ups.add(FollowUpFactory(owner=officer, is_restricted=True))

    late = [rows.latest_first(Deal.objects.all(), who, TODAY) for who in (manager, auditor)]

    assert [[row["deal"] for row in found] for found in late] == [[one.pk], []]


def test_moves_since_a_moment_are_those_recorded_since(deal, manager):
    one = deal()
    StageChangeFactory(deal=one, changed_at=NOON - timedelta(seconds=1))
    newer = [StageChangeFactory(deal=one, changed_at=NOON + timedelta(n)) for n in (0, 1)]
    StageChangeFactory(deal__office=OfficeFactory(name="Elsewhere"), changed_at=NOON)

    assert list(rows.moved(manager, NOON)) == [newer[1], newer[0]]


@pytest.fixture
def several(deal, officer):
    """Deals that differ in everything one can ask for; each named for how."""
    senegal = HostCountryFactory(code="SN", name="Senegal")
    deal(title="senegal", country=senegal)
    deal(title="promoted", stage=Stage.PROMOTED)
    deal(title="lost", status="lost", lost_because="No power", lost_to="VN")
    deal(title="runs", stage=Stage.OPERATIONAL, country=None)
    deal(title="mine", owner=officer, kind="licensing")
    deal(title="textiles").sectors.add(SectorFactory(name="Textiles"))
    real(deal(title="verified"), 5)
    jobs(deal(title="waiting"), 5, phase="actual")
    late = deal(title="late")
    late.follow_ups.add(FollowUpFactory(owner=officer))
    heard_of(deal(title="stuck"), 900)
    deal(title="expected", expected_on=TODAY)


ALL = {
    "senegal",
    "promoted",
    "lost",
    "runs",
    "mine",
    "textiles",
    "verified",
    "waiting",
    "late",
    "stuck",
    "expected",
}


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, ALL),
        ({"stage": "promoted"}, {"promoted"}),
        ({"status": "lost"}, {"lost"}),
        ({"lost": "VN:No power"}, {"lost"}),
        ({"lost": ":No power"}, set()),
        ({"lost": "VN:Wages"}, set()),
        ({"status": "open"}, ALL - {"lost", "runs"}),
        ({"status": "running"}, ALL - {"lost"}),
        ({"owner": "none"}, ALL - {"mine"}),
        ({"country": "none"}, {"runs"}),
        ({"sector": "none"}, ALL - {"textiles"}),
        ({"kind": "licensing"}, {"mine"}),
        ({"next": "late"}, {"late"}),
        ({"next": "none"}, ALL - {"lost", "runs", "late"}),
        ({"next": "stuck"}, {"stuck"}),
        ({"next": "expected"}, {"expected"}),
        ({"next": "lacking"}, set()),
        ({"expected": "2026-10"}, {"expected"}),
        ({"expected": "none"}, ALL - {"expected", "lost", "runs"}),
        ({"verified": "yes"}, {"verified"}),
        ({"verified": "waiting"}, {"waiting"}),
        ({"verified": "no"}, ALL - {"verified"}),
        ({"q": "senegal"}, {"senegal"}),
        ({"q": "morocco", "stage": "promoted"}, {"promoted"}),
    ],
)
def test_the_list_shows_the_deals_that_are_asked_for(several, manager, asked, titles):
    found = rows.narrowed(Deal.objects.all(), asked, manager, TODAY)

    assert {one.title for one in found} == titles


def test_an_owner_a_country_or_a_sector_is_asked_for_by_its_number(several, manager, officer):
    titles = []
    for name, thing in (
        ("owner", officer),
        ("country", HostCountryFactory(code="SN")),
        ("sector", SectorFactory._meta.model.objects.get()),
    ):
        found = rows.narrowed(Deal.objects.all(), {name: str(thing.pk)}, manager, TODAY)
        titles.append([one.title for one in found])

    assert titles == [["mine"], ["senegal"], ["textiles"]]


def test_several_lists_of_numbers_keep_their_orders_in_one_query(deal, django_assert_num_queries):
    made = [deal().pk for _ in range(5)]
    deals = Deal.objects.all()

    with django_assert_num_queries(1):
        found = rows.numbers_of(
            back=deals.order_by("-pk").values_list("pk")[:3],
            some=deals.order_by("pk").values_list("pk")[1:3],
            nothing=deals.none().values_list("pk"),
            changes=StageChange.objects.order_by("pk").values_list("pk"),
        )

    assert found == {"back": made[:1:-1], "some": made[1:3], "nothing": [], "changes": []}


def test_a_manager_waits_for_nothing_of_another_office(deal, manager):
    mine = jobs(deal(), 5, phase="actual")
    theirs = ManagerFactory(office=OfficeFactory(name="Elsewhere"))
    jobs(DealFactory(office=theirs.office, owner=UserFactory()), 5, phase="actual")

    assert list(rows.waiting(manager)) == [mine]

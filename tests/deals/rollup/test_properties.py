"""What holds of the roll-ups whatever is recorded, and in whatever order."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from deals.models import Claim, Deal, Stage
from deals.rollup import Column, rolled_up
from delegates.models import HostCountry
from itpo.office.models import Office, User
from tests.deals.importing.lists import SAMPLE
from tests.deals.rollup.families import by, part_of, say, sums_of, total
from tests.factories import (
    DealFactory,
    HostCountryFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
METRICS = [Claim.Metric.JOBS, Claim.Metric.CAPITAL, Claim.Metric.TRAINED]
quick = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# What one deal is: inside which of those before it, how, in which stage, what is said of it.
FIGURE = st.tuples(
    st.sampled_from(METRICS),
    st.sampled_from(list(Column)),
    st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100),
    st.sampled_from(["MAD", "EUR"]),
    st.sampled_from(["", "2010", "2021-01", "2021-04-01"]),
)
DEAL = st.fixed_dictionaries(
    {
        "parent": st.integers(0, 5),
        "relation": st.sampled_from(["", "part", "part", "expansion"]),
        "stage": st.sampled_from(list(Stage)),
        "place": st.integers(0, 2),
        "owner": st.integers(0, 2),
        "lost": st.sampled_from([False, False, False, True]),
        "figures": st.lists(FIGURE, max_size=3),
    }
)
DEALS = st.lists(DEAL, min_size=1, max_size=6)


@pytest.fixture
def world(office: Office, manager: User) -> dict[str, list[Any]]:
    """What every example is made from, so that making it costs little."""
    return {
        "office": [office],
        "checker": [manager],
        "place": [None, HostCountryFactory(), HostCountryFactory(code="SN", name="Senegal")],
        "owner": [None, UserFactory(office=office), UserFactory(office=office)],
    }


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back what an example has written."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def make(world: dict[str, list[Any]], drawn: list[dict[str, Any]]) -> list[Deal]:
    deals: list[Deal] = []
    for one in drawn:
        inside = one["relation"] and deals
        deal = DealFactory(
            office=world["office"][0],
            stage=one["stage"],
            country=world["place"][one["place"]],
            owner=world["owner"][one["owner"]],
            status="lost" if one["lost"] else "ongoing",
            lost_because="No power" if one["lost"] else "",
            parent=deals[one["parent"] % len(deals)] if inside else None,
            parent_relation=one["relation"] if inside else "",
        )
        deals.append(deal)
        for figure in one["figures"]:
            record(world, deal, *figure)
    return deals


def record(
    world: dict[str, list[Any]],
    deal: Deal,
    metric: str,
    column: str,
    value: Decimal,
    currency: str,
    as_of: str,
) -> Claim:
    more: dict[str, Any] = {"metric": metric, "as_of": as_of}
    if metric in Claim.MONEY:
        more["currency"] = currency
    if column == Column.VERIFIED:
        more |= {"recorded_by": None, "verified_by": world["checker"][0]}
    return say(deal, value, column, **more)


def counts(deal: Deal, metric: str, column: str) -> bool:
    """Whether a deal itself has a figure in a column: then all below lies inside it."""
    return (metric, column) in rolled_up(Deal.objects.filter(pk=deal.pk))[""].values


@quick
@given(DEALS, st.integers(0, 5), st.integers(1, 3), FIGURE)
def test_no_total_changes_when_a_part_is_added_below_a_counted_whole(
    world, drawn, which, depth, figure
):
    with taken_back():
        deals = make(world, drawn)
        whole = deals[which % len(deals)]
        assume(not whole.is_ended)
        if not counts(whole, *figure[:2]):
            record(world, whole, *figure)
        before = total()
        part = whole
        for _ in range(depth):
            part = part_of(part, stage=Stage.PROMOTED)
        record(world, part, *figure)
        after = total()

    assert after == before


@quick
@given(DEALS)
def test_sums_over_stages_countries_owners_and_years_are_the_total(world, drawn):
    with taken_back():
        make(world, drawn)
        whole, groups = total(), {key: by(key) for key in ("stage", "country", "owner", "year")}
        numbers = {key: rolled_up(Deal.objects.all(), by=key) for key in groups}
        number = rolled_up(Deal.objects.all())[""]

    for key, several in groups.items():
        assert added(several.values()) == whole
        if key != "year":
            assert sum(one.deals for one in numbers[key].values()) == number.deals
        assert sum(one.left_out for one in numbers[key].values()) == number.left_out


def added(several: Any) -> dict[tuple[str, ...], Decimal]:
    together: dict[tuple[str, ...], Decimal] = {}
    for sums in several:
        for key, value in sums.items():
            together[key] = together.get(key, Decimal(0)) + value
    return together


@quick
@given(DEALS, st.integers(0, 5), FIGURE)
def test_another_figure_changes_no_other_group_but_those_of_what_lies_inside(
    world, drawn, which, figure
):
    with taken_back():
        deals = make(world, drawn)
        deal = deals[which % len(deals)]
        before = by("owner")
        record(world, deal, *figure)
        after = by("owner")
        touched = {str(one.owner_id or "none") for one in (deal, *below(deal))}

    assert {key: sums for key, sums in after.items() if key not in touched} == {
        key: sums for key, sums in before.items() if key not in touched
    }


@quick
@given(DEALS, st.integers(0, 5), FIGURE)
def test_another_figure_changes_no_other_metric_and_no_column_it_is_not_in(
    world, drawn, which, figure
):
    metric, column = figure[0], figure[1]
    columns = {column} if column != Column.VERIFIED else {Column.ACTUAL, Column.VERIFIED}
    with taken_back():
        deals = make(world, drawn)
        before = total()
        record(world, deals[which % len(deals)], *figure)
        after = total()

    def others(sums):
        return {
            key: value
            for key, value in sums.items()
            if not (key[0] == metric and key[1] in columns)
        }

    assert others(after) == others(before)


def below(deal: Deal) -> list[Deal]:
    found = list(deal.children.filter(parent_relation="part"))
    return found + [one for part in found for one in below(part)]


@settings(quick, max_examples=5)
@given(st.integers(0, 1000))
def test_the_order_of_the_rows_of_an_import_does_not_matter(lists, seed):
    def rolled(file: Path) -> dict[str, Any]:
        with taken_back():
            lists.take_deals(file)
            groups = rolled_up(Deal.objects.all(), by="country")
            names = dict(HostCountry.objects.values_list("pk", "name"))
            return {
                names[int(key)]: (sums_of(one), one.deals, one.left_out)
                for key, one in groups.items()
            }

    assert rolled(lists.shuffled("deals.csv", seed)) == rolled(SAMPLE / "deals.csv")

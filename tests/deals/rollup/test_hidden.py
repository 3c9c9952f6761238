"""Confidential deals in sums: only where they cannot be told from them."""

from decimal import Decimal

import pytest

from deals.models import Deal
from deals.rollup import hidden_from
from itpo.office.models import User
from tests.deals.rollup.families import by, part_of, say, total
from tests.factories import DealFactory, OfficeFactory, UserFactory

PLANNED = ("jobs", "planned", "")


@pytest.fixture
def secret(office):
    """Make a confidential deal with a figure."""

    def make(value, column="planned", *, owner=None, metric="jobs", currency="", **more):
        named = {"is_confidential": True, "anonymous_description": "A plant in Africa"}
        deal = DealFactory(office=office, owner=owner, **{**named, **more})
        say(deal, value, column, metric=metric, currency=currency)
        return deal

    return make


def test_three_confidential_deals_none_of_them_more_than_half_enter_the_whole(officer, secret):
    for value in (100, 60, 40):
        secret(value)

    assert hidden_from(officer) == {PLANNED: (Decimal(200), 3)}


@pytest.mark.parametrize(
    "values",
    [(100, 100), (101, 60, 40), (100, 100, 0), (5,), ()],
    ids=["two", "one is more than half", "one says zero", "one", "none"],
)
def test_fewer_or_one_that_outweighs_the_others_do_not(officer, secret, values):
    for value in values:
        secret(value)

    assert hidden_from(officer) == {}


def test_each_metric_column_and_currency_is_looked_at_for_itself(officer, secret):
    for value in (10, 10, 10):
        secret(value, "actual", metric="capital", currency="EUR")
    for currency in ("EUR", "MAD", "JPY"):
        secret(10, metric="capital", currency=currency)
    secret(10, metric="jobs")
    secret(10, "actual", metric="jobs")

    assert hidden_from(officer) == {("capital", "actual", "EUR"): (Decimal(30), 3)}


def test_those_who_see_them_get_nothing_added_twice(office, manager, officer, secret):
    for value in (10, 10, 10):
        secret(value, owner=officer)

    assert hidden_from(manager) == {}
    assert hidden_from(officer) == {}
    assert hidden_from(User(role="officer", is_active=True)) == {}


def test_lost_ones_and_another_offices_do_not_enter(officer, secret):
    secret(10, status="lost", lost_because="No power")
    for value in (10, 10):
        secret(value)
    for _ in range(3):
        elsewhere = OfficeFactory(name="Elsewhere")
        say(
            DealFactory(office=elsewhere, is_confidential=True, anonymous_description="A plant"), 10
        )

    assert hidden_from(officer) == {}


def test_the_owner_of_one_of_three_learns_nothing_of_the_two_others(officer, colleague, secret):
    secret(100, owner=officer)
    for value in (60, 70):
        secret(value)

    assert hidden_from(officer) == {}  # else the sum less their own would be two deals' alone
    assert hidden_from(colleague) == {PLANNED: (Decimal(230), 3)}


def test_no_breakdown_and_no_narrower_sum_has_them(officer, secret):
    for value in (100, 60, 40):
        secret(value)
    seen = Deal.objects.visible_to(officer)

    assert total(seen) == {}
    for key in ("stage", "country", "owner", "sector", "theme", "mission", "programme", "year"):
        assert by(key, seen) == {}


def test_what_lies_inside_a_deal_somebody_sees_is_not_added(office, officer, secret):
    whole = DealFactory(office=office)
    say(whole, 1000)
    for value in (10, 10, 10):
        secret(value, parent=whole, parent_relation="part")

    assert hidden_from(officer) == {}


def test_a_whole_around_a_part_somebody_sees_is_not_added(office, officer, secret):
    wholes = [secret(value) for value in (10, 10, 10)]
    part = part_of(part_of(wholes[0]), title="Seen")
    say(part, 4)

    assert hidden_from(officer) == {}
    assert total(Deal.objects.visible_to(officer)) == {("jobs", "planned"): 4}


def test_several_figures_of_one_deal_are_one_deals(officer, secret):
    for value in (10, 10):
        deal = secret(value, metric="units")
        for name in ("Hospital A", "Hospital B"):
            one = deal.institutions.create(name=name)
            say(deal, 10, metric="units", institution=one)

    assert hidden_from(officer) == {}


@pytest.mark.parametrize("number", [1, 3])
def test_it_is_one_query(officer, secret, number, django_assert_num_queries):
    for _ in range(number):
        secret(10)

    with django_assert_num_queries(1):
        hidden_from(officer)


# --- by another name ---


def test_others_read_how_it_may_be_called_and_nothing_else(officer, manager, secret):
    secret(10, anonymous_description="b: a plant")
    secret(10, anonymous_description="A: a plant")
    secret(10, anonymous_description="A: a plant")
    secret(10, owner=officer, anonymous_description="mine")

    assert Deal.objects.anonymous_to(officer) == ["A: a plant", "b: a plant"]
    assert Deal.objects.anonymous_to(manager) == []


def test_another_office_does_not_read_even_that(secret):
    secret(10)

    assert Deal.objects.anonymous_to(UserFactory(office=OfficeFactory(name="Elsewhere"))) == []

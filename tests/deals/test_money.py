"""Money in another currency: at the rate of its day, or not at all."""

from datetime import date
from decimal import Decimal

import pytest

from deals.money import Rates, convert, rounded
from tests.factories import ExchangeRateFactory

pytestmark = pytest.mark.django_db
DAY = date(2021, 1, 31)
MILLION = Decimal(1_000_000)


def rate(pair, on, value, source="UN operational rates"):
    one, other = pair.split("/")
    ExchangeRateFactory(from_currency=one, to_currency=other, on=on, rate=value, source=source)


def test_the_rate_of_the_day_counts_and_not_a_later_one():
    rate("MAD/JPY", DAY, "11.5")
    rate("MAD/JPY", date(2021, 2, 1), "99")

    assert convert(MILLION, "MAD", "JPY", DAY) == 11_500_000


@pytest.mark.parametrize(("on", "found"), [(date(2020, 12, 31), 2), (date(2020, 12, 30), None)])
def test_a_rate_is_at_most_31_days_older(on, found):
    rate("MAD/JPY", on, 2)

    assert convert(Decimal(1), "MAD", "JPY", DAY) == found


def test_without_a_rate_or_a_day_there_is_no_amount_neither_zero_nor_the_same():
    rate("MAD/JPY", date(2021, 2, 1), 11)

    assert convert(MILLION, "MAD", "JPY", DAY) is None
    assert convert(MILLION, "MAD", "JPY", None) is None


def test_the_same_currency_needs_no_rate_and_no_day(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert convert(MILLION, "JPY", "JPY", None) == MILLION


def test_a_rate_is_turned_round():
    rate("USD/MAD", DAY, 8)

    assert convert(MILLION, "MAD", "USD", DAY) == 125_000


def test_the_later_way_round_counts_and_of_two_of_a_day_the_pairs_own():
    rate("USD/MAD", date(2021, 1, 15), 8)
    rate("MAD/USD", date(2021, 1, 1), "0.5")

    assert convert(MILLION, "MAD", "USD", DAY) == 125_000
    assert convert(MILLION, "MAD", "USD", date(2021, 1, 14)) == 500_000

    rate("MAD/USD", date(2021, 1, 15), "0.25")
    assert convert(MILLION, "MAD", "USD", DAY) == 250_000


def test_across_one_currency_as_the_united_nations_publish_them():
    rate("USD/MAD", DAY, 8)
    rate("USD/JPY", date(2021, 1, 15), 104)

    found = Rates.between(["MAD"], "JPY", [DAY]).rate("MAD", DAY)

    assert found.of(MILLION) == 13_000_000
    assert [(step.pair, step.known.on) for step in found.steps] == [
        (("USD", "MAD"), DAY),
        (("USD", "JPY"), date(2021, 1, 15)),
    ]


def test_each_step_across_is_at_most_31_days_older_and_there_are_no_more_than_two():
    rate("USD/MAD", DAY, 8)
    rate("USD/JPY", date(2020, 12, 1), 104)
    rate("USD/EUR", DAY, 1)
    rate("GBP/EUR", DAY, 1)
    rate("GBP/JPY", DAY, 1)

    assert convert(MILLION, "MAD", "JPY", DAY) is None


def test_of_several_ways_across_the_one_with_the_latest_rates_counts_whatever_the_order():
    for pair, day in (("EUR/MAD", 30), ("EUR/JPY", 29), ("USD/MAD", 31), ("USD/JPY", 28)):
        rate(pair, date(2021, 1, day), 10 if pair == "EUR/JPY" else 1)

    assert convert(Decimal(1), "MAD", "JPY", DAY) == 10


def test_reading_the_rates_costs_one_query_for_any_number(django_assert_num_queries):
    days = [date(2021, month, 28) for month in range(1, 13)]
    for day in days:
        rate("USD/MAD", day, 8)
        rate("USD/EUR", day, "0.8")

    with django_assert_num_queries(1):
        rates = Rates.between(["MAD", "EUR"], "USD", days)
        assert {rates.convert(MILLION, "MAD", day) for day in days} == {125_000}
        assert {rates.convert(MILLION, "EUR", day) for day in days} == {1_250_000}


def test_it_is_reckoned_in_decimals_and_rounded_only_to_be_shown():
    rate("USD/MAD", DAY, 3)

    third = convert(Decimal(1), "MAD", "USD", DAY)

    assert third == Decimal(1) / Decimal(3)
    assert [rounded(value) for value in (third, Decimal("0.5"), Decimal("1.5"))] == [0, 1, 2]

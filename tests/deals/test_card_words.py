from datetime import date
from decimal import Decimal

import pytest

from deals import card_words
from deals.card_words import Tag
from deals.models import Fact

TODAY = date(2026, 11, 21)
UNDISCLOSED = (None, "")


@pytest.mark.parametrize(
    ("reported", "words"),
    [
        ({}, "figure not known"),
        ({("jobs", "planned"): UNDISCLOSED}, "not disclosed"),
        ({("jobs", "planned"): (Decimal(0), "")}, "0 jobs, planned"),
        ({("jobs", "planned"): (Decimal(1), "")}, "1 job, planned"),
        ({("jobs", "planned"): (Decimal("4500.00"), "")}, "4,500 jobs, planned"),
        (
            {("jobs", "announced"): (Decimal(9), ""), ("capital", "planned"): (Decimal(5), "USD")},
            "5 USD, planned",
        ),
        (
            {("jobs", "planned"): UNDISCLOSED, ("capital", "announced"): (Decimal(7), "EUR")},
            "7 EUR, announced",
        ),
        ({("jobs", "actual"): (Decimal(10000), "")}, "10,000 jobs, actual"),
    ],
)
def test_a_card_shows_one_figure_and_says_what_it_is(reported, words):
    assert card_words.figure(reported) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2886000000", "2,886 million MAD"),
        ("2500000", "2.5 million MAD"),
        ("2550000", "2,550,000 MAD"),
        ("999999.50", "999,999.50 MAD"),
    ],
)
def test_money_is_never_rounded(value, words):
    assert card_words.amount(Decimal(value), "MAD") == words


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (None, "since when is not known"),
        (date(2026, 11, 21), "0 days in stage"),
        (date(2026, 11, 20), "1 day in stage"),
        (date(2026, 9, 22), "60 days in stage"),
        (date(2026, 9, 21), "2 months in stage"),
        (date(2024, 11, 22), "23 months in stage"),
        (date(2024, 11, 21), "2 years in stage"),
        (date(2016, 11, 21), "10 years in stage"),
    ],
)
def test_an_age_is_said_in_days_then_months_then_years(since, words):
    assert card_words.age(since, TODAY) == words


@pytest.mark.parametrize(
    ("on", "is_open", "tag"),
    [
        (None, True, Tag("nothing planned", "late")),
        (None, False, Tag("", "")),
        (date(2026, 11, 19), True, Tag("2 days late", "late")),
        (date(2026, 11, 20), True, Tag("1 day late", "late")),
        (TODAY, True, Tag("Today", "due")),
        (date(2026, 11, 24), True, Tag("Tue 24", "")),
        (date(2026, 11, 28), True, Tag("28 Nov", "")),
        (date(2027, 3, 2), True, Tag("2 Mar 2027", "")),
    ],
)
def test_a_next_step_says_how_near_it_is(on, is_open, tag):
    assert card_words.due(on, TODAY, is_open) == tag


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ([], ""),
        ([Fact.COUNTRY], "Missing: the host country"),
        ([Fact.COUNTRY, Fact.SECTOR], "Missing: the host country, a sector"),
        (
            [Fact.COUNTRY, Fact.SECTOR, Fact.JOBS, Fact.CAPITAL],
            "Missing: the host country, a sector and 2 more",
        ),
    ],
)
def test_what_is_missing_is_named_as_far_as_there_is_room(facts, words):
    assert card_words.missing(facts) == words

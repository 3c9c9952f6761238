"""What open deals plan, quarter by quarter: each figure once, no currency and no phase mixed."""

from datetime import date

import pytest

from deals.models import Deal, Stage
from deals.review.forecast import expected_in, forecast, spans
from tests.factories import ClaimFactory, DealFactory

TODAY = date(2026, 11, 21)


@pytest.fixture
def deal(office):
    return lambda expected_on=None, **more: DealFactory(
        office=office, expected_on=expected_on, **more
    )


@pytest.fixture
def found(manager):
    """The figures that are expected: by span, metric, phase and currency."""

    def look():
        return {
            (key, *kind, currency): int(value)
            for key, span in forecast(manager, TODAY).spans.items()
            for kind, values in span.figures.items()
            for currency, value in values.items()
        }

    return look


def test_there_are_four_quarters_between_what_is_late_and_what_comes_later():
    assert [(one.key, one.begins, one.before, one.label) for one in spans(TODAY)] == [
        ("late", None, TODAY, ""),
        ("2026-10", TODAY, date(2027, 1, 1), "Oct–Dec 2026"),
        ("2027-01", date(2027, 1, 1), date(2027, 4, 1), "Jan–Mar 2027"),
        ("2027-04", date(2027, 4, 1), date(2027, 7, 1), "Apr–Jun 2027"),
        ("2027-07", date(2027, 7, 1), date(2027, 10, 1), "Jul–Sep 2027"),
        ("later", date(2027, 10, 1), None, ""),
        ("none", None, None, ""),
    ]


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2026, 11, 20), "late"),
        (TODAY, "2026-10"),
        (date(2026, 12, 31), "2026-10"),
        (date(2027, 1, 1), "2027-01"),
        (date(2027, 9, 30), "2027-07"),
        (date(2027, 10, 1), "later"),
        (None, "none"),
    ],
)
def test_each_deal_is_expected_at_one_time_and_found_there(deal, manager, day, key):
    one = deal(day)

    counted = {name: span.deals for name, span in forecast(manager, TODAY).spans.items()}

    assert counted == {key: 1}
    listed = {
        span.key: list(expected_in(Deal.objects.all(), span.key, TODAY)) for span in spans(TODAY)
    }
    assert {name: rows for name, rows in listed.items() if rows} == {key: [one]}


def test_a_planned_figure_counts_or_else_the_announced_one_and_it_stays_apart(deal, found):
    some, other = deal(TODAY), deal(TODAY)
    ClaimFactory(deal=some, value=100)
    ClaimFactory(deal=some, value=900, phase="announced")
    ClaimFactory(deal=other, value=20, phase="announced")
    for currency, value in (("EUR", 5), ("JPY", 7)):
        ClaimFactory(deal=deal(TODAY), metric="capital", value=value, currency=currency)
    ClaimFactory(deal=some, value=1, phase="actual")

    assert found() == {
        ("2026-10", "jobs", "planned", ""): 100,
        ("2026-10", "jobs", "announced", ""): 20,
        ("2026-10", "capital", "planned", "EUR"): 5,
        ("2026-10", "capital", "planned", "JPY"): 7,
    }


def test_a_part_lies_inside_the_whole_whenever_each_is_expected(deal, found, manager):
    whole = deal(TODAY)
    part = deal(date(2027, 2, 1), parent=whole, parent_relation="part")
    ClaimFactory(deal=whole, value=16000)
    ClaimFactory(deal=part, value=4500)
    ClaimFactory(deal=part, value=4000, phase="announced")

    assert found() == {("2026-10", "jobs", "planned", ""): 16000}
    assert forecast(manager, TODAY).left_out == 1


@pytest.mark.parametrize(
    "whole", [{"stage": Stage.OPERATIONAL}, {"status": "lost", "lost_because": "No power"}]
)
def test_a_part_counts_where_the_whole_is_no_longer_open(deal, found, whole):
    larger = deal(TODAY, **whole)
    ClaimFactory(deal=larger, value=16000)
    ClaimFactory(deal=deal(TODAY, parent=larger, parent_relation="part"), value=4500)

    assert found() == {("2026-10", "jobs", "planned", ""): 4500}


def test_nobody_expects_what_they_do_not_see(deal, auditor):
    secret = deal(TODAY, is_confidential=True, anonymous_description="A plant")
    ClaimFactory(deal=secret, value=100)

    assert dict(forecast(auditor, TODAY).spans) == {}


@pytest.mark.parametrize("number", [1, 3])
def test_all_of_it_is_one_query(deal, manager, number, django_assert_num_queries):
    for _ in range(number):
        ClaimFactory(deal=deal(TODAY))

    with django_assert_num_queries(1):
        forecast(manager, TODAY)

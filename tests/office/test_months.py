"""Months are counted to a day there is."""

from datetime import date

import pytest

from itpo.office.months import months_later


@pytest.mark.parametrize(
    ("day", "months", "other"),
    [
        (date(2026, 11, 27), 3, date(2027, 2, 27)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 30), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 0, date(2026, 12, 15)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months, other):
    assert months_later(day, months) == other

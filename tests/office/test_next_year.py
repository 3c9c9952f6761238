"""Next year's name and days, from this year's."""

from datetime import date

import pytest

from itpo.office import next_year


@pytest.mark.parametrize(
    ("name", "later"),
    [
        ("Mission 2026", "Mission 2027"),
        ("Mission 2026-27", "Mission 2027-28"),
        ("Mission 1999/00", "Mission 2000/01"),
        ("Mission to Kenya", "Mission to Kenya 2027"),
        ("x" * 200, "x" * 195 + " 2027"),
    ],
)
def test_a_name_is_a_year_later(name, later):
    assert next_year.name_next_year(name, 2026) == later


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 11, 21), date(2027, 11, 21)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (None, None),
    ],
)
def test_a_day_is_a_year_later(day, later):
    assert next_year.same_day_next_year(day) == later


@pytest.mark.parametrize(
    ("earliest", "latest", "later"),
    [
        (date(2026, 11, 21), date(2026, 11, 21), "2027-11"),
        (date(2026, 11, 1), date(2026, 11, 30), "2027-11"),
        (date(2026, 1, 1), date(2026, 12, 31), "2027"),
        (date(1990, 1, 1), date(1999, 12, 31), ""),
        (None, None, ""),
    ],
)
def test_of_a_day_its_month_is_kept(earliest, latest, later):
    assert next_year.same_month_next_year(earliest, latest) == later

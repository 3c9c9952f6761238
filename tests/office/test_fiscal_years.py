from datetime import date

import pytest

from itpo.office.fiscal_years import Basis, Year, days_of, label, read, year_in, year_of
from itpo.office.models import Holiday
from tests.factories import HolidayFactory


@pytest.mark.parametrize(
    ("day", "japan", "calendar"),
    [
        (date(2026, 3, 31), 2025, 2026),
        (date(2026, 4, 1), 2026, 2026),
        (date(2026, 12, 31), 2026, 2026),
        (date(2027, 1, 1), 2026, 2027),
        (date(2027, 3, 31), 2026, 2027),
        (date(2027, 4, 1), 2027, 2027),
        (date(2028, 2, 29), 2027, 2028),
    ],
)
def test_a_japanese_year_begins_in_april_and_is_called_by_its_first_year(day, japan, calendar):
    assert (year_of(day, Basis.JAPAN), year_of(day, Basis.CALENDAR)) == (japan, calendar)


@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("year", [1, 1999, 2026, 2027, 2028, 9998])
def test_the_days_of_a_year_are_the_days_that_lie_in_it(basis, year):
    first, last = days_of(year, basis)

    assert (year_of(first, basis), year_of(last, basis)) == (year, year)
    assert year_of(date.fromordinal(last.toordinal() + 1), basis) == year + 1


def test_the_days_of_a_year_are_whole_days():
    assert days_of(2026, Basis.JAPAN) == (date(2026, 4, 1), date(2027, 3, 31))
    assert days_of(2026, Basis.CALENDAR) == (date(2026, 1, 1), date(2026, 12, 31))


def test_a_year_is_called_so_that_nobody_takes_one_for_the_other():
    assert label(2026, Basis.JAPAN) == "FY 2026 (Apr 2026 – Mar 2027)"
    assert label(2026, Basis.CALENDAR) == "2026"


@pytest.mark.django_db
@pytest.mark.parametrize("basis", Basis)
def test_the_database_counts_years_in_the_same_way(basis):
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1)]
    for day in days:
        HolidayFactory(on=day)

    years = Holiday.objects.order_by("on").values_list(year_in("on", basis), flat=True)

    assert list(years) == [year_of(day, basis) for day in days]


@pytest.mark.parametrize(
    ("typed", "basis"),
    [
        ("2026", Basis.CALENDAR),
        (" 2026年", Basis.CALENDAR),
        ("FY 2026", Basis.JAPAN),
        ("fy2026", Basis.JAPAN),
        ("2026年度", Basis.JAPAN),
        ("２０２６年度", Basis.JAPAN),
    ],
)
def test_a_year_is_read_as_people_type_it(typed, basis):
    assert read(typed) == Year(2026, basis)


@pytest.mark.parametrize("typed", ["26", "1899", "2100", "FY", "2026-27", "2026 or so", "-1", ""])
def test_what_is_no_year_is_refused(typed):
    with pytest.raises(ValueError, match=f"^{typed}$"):
        read(typed)

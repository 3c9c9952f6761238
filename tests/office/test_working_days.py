"""Counting the days on which an office works."""

from datetime import date, timedelta

import pytest

from itpo.office.models import Office
from itpo.office.working_days import WorkingDays, coming_holidays, is_weekend, public_holidays
from tests.factories import HolidayFactory, OfficeFactory

pytestmark = pytest.mark.django_db

THANKSGIVING = date(2026, 11, 23)  # a Monday
FRIDAY_BEFORE = date(2026, 11, 20)
TUESDAY_AFTER = date(2026, 11, 24)


def days_of(office: Office, first: date = date(2026, 11, 1), last: date = date(2026, 12, 31)):
    return WorkingDays(office, first, last)


def close_for_new_year(office: Office | None = None) -> None:
    for on in (date(2026, 12, 29) + timedelta(days=n) for n in range(6)):
        HolidayFactory(on=on, name="New Year closure", office=office)


def test_a_public_holiday_and_a_weekend_are_no_working_days(office):
    days = days_of(office)

    working = [
        day for day in (FRIDAY_BEFORE + timedelta(days=n) for n in range(5)) if days.is_working(day)
    ]

    assert working == [FRIDAY_BEFORE, TUESDAY_AFTER]
    assert days.holiday_name(THANKSGIVING) == "Labor Thanksgiving Day"
    assert days.holiday_name(TUESDAY_AFTER) == ""


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (FRIDAY_BEFORE, 1, TUESDAY_AFTER),
        (FRIDAY_BEFORE, 2, date(2026, 11, 25)),
        (FRIDAY_BEFORE, 0, FRIDAY_BEFORE),
        (THANKSGIVING, 0, THANKSGIVING),
        (THANKSGIVING, 1, TUESDAY_AFTER),
        (date(2026, 11, 21), 1, TUESDAY_AFTER),
        (TUESDAY_AFTER, -1, FRIDAY_BEFORE),
        (THANKSGIVING, -1, FRIDAY_BEFORE),
        (date(2026, 11, 25), -2, FRIDAY_BEFORE),
        (date(2026, 11, 27), -5, date(2026, 11, 19)),
        (FRIDAY_BEFORE, 20, date(2026, 12, 21)),
    ],
)
def test_counting_forward_and_back_steps_over_holidays(office, day, count, expected):
    assert days_of(office).after(day, count) == expected


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (FRIDAY_BEFORE, FRIDAY_BEFORE, 0),
        (FRIDAY_BEFORE, THANKSGIVING, 0),
        (FRIDAY_BEFORE, TUESDAY_AFTER, 1),
        (THANKSGIVING, TUESDAY_AFTER, 1),
        (date(2026, 11, 1), date(2026, 11, 30), 19),
        (TUESDAY_AFTER, FRIDAY_BEFORE, 0),
    ],
)
def test_the_working_days_between_two_days_are_counted(office, earlier, later, expected):
    assert days_of(office).between(earlier, later) == expected


def test_counting_across_the_new_year_steps_over_the_closure(office):
    close_for_new_year()
    days = days_of(office, date(2026, 12, 1), date(2027, 1, 31))

    assert days.after(date(2026, 12, 28), 1) == date(2027, 1, 4)
    assert days.after(date(2027, 1, 4), -1) == date(2026, 12, 28)
    assert days.between(date(2026, 12, 25), date(2027, 1, 5)) == 3


def test_without_a_closure_only_new_years_day_is_free(office):
    days = days_of(office, date(2026, 12, 1), date(2027, 1, 31))

    assert days.after(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert days.is_working(date(2026, 12, 29))


def test_a_closure_of_one_office_does_not_close_another(office):
    elsewhere = OfficeFactory(name="UNIDO ITPO Elsewhere")
    HolidayFactory(on=TUESDAY_AFTER, name="Stocktaking", office=elsewhere)

    assert days_of(office).after(FRIDAY_BEFORE, 1) == TUESDAY_AFTER
    assert days_of(elsewhere).after(FRIDAY_BEFORE, 1) == date(2026, 11, 25)
    assert days_of(elsewhere).holiday_name(TUESDAY_AFTER) == "Stocktaking"


def test_a_holiday_of_one_country_does_not_close_an_office_in_another(office):
    lagos = OfficeFactory(name="UNIDO ITPO Lagos", country_code="NG")
    HolidayFactory(on=TUESDAY_AFTER, country_code="NG")

    assert days_of(office).is_working(TUESDAY_AFTER)
    assert not days_of(lagos).is_working(TUESDAY_AFTER)
    assert days_of(lagos).is_working(THANKSGIVING)


def test_a_country_the_library_lacks_has_the_holidays_of_the_table_only():
    nowhere = OfficeFactory(name="UNIDO ITPO Nowhere", country_code="XX")
    HolidayFactory(on=THANKSGIVING, country_code="XX", name="Day of the Republic")

    assert public_holidays("XX", 2026) == {}
    assert days_of(nowhere).holiday_name(THANKSGIVING) == "Day of the Republic"


@pytest.mark.parametrize(
    ("country", "first", "resting"),
    [
        ("JP", date(2026, 11, 16), ["Sat", "Sun"]),
        ("EG", date(2026, 11, 16), ["Fri", "Sat"]),
        ("BD", date(2026, 11, 16), ["Fri", "Sat"]),
        ("NP", date(2026, 11, 16), ["Sat", "Sun"]),
        # Weekends move: from Thursday and Friday, in 2013.
        ("SA", date(2010, 11, 15), ["Thu", "Fri"]),
        ("SA", date(2026, 11, 16), ["Fri", "Sat"]),
        # A Saturday that China works, after the New Year's week.
        ("CN", date(2026, 2, 23), ["Sun"]),
        ("XX", date(2026, 11, 16), []),
    ],
)
def test_the_weekend_is_the_countrys_own(country, first, resting):
    week = [first + timedelta(days=n) for n in range(7)]

    assert [f"{day:%a}" for day in week if is_weekend(country, day)] == resting


def test_the_table_is_read_once_for_any_number_of_days(office, django_assert_num_queries):
    close_for_new_year()

    with django_assert_num_queries(1):
        days = days_of(office)
        for count in range(-10, 20):
            days.after(FRIDAY_BEFORE, count)
        days.between(date(2026, 11, 1), date(2026, 12, 31))


def test_counting_beyond_the_days_asked_for_knows_the_closures_there(
    office, django_assert_num_queries
):
    close_for_new_year()
    day = date(2026, 12, 28)

    with django_assert_num_queries(2):
        assert days_of(office, day, day).after(day, 1) == date(2027, 1, 4)
    with django_assert_num_queries(2):
        days = days_of(office, date(2027, 1, 4), date(2027, 1, 4))
        assert days.after(date(2027, 1, 4), -1) == day


# --- what is coming ---


def test_a_countrys_next_holidays_come_from_the_library_and_from_the_table():
    HolidayFactory(country_code="MA", on=date(2026, 12, 24), name="Closed for the move")
    HolidayFactory(country_code="MA", on=date(2026, 11, 20), name="Over")
    HolidayFactory(country_code="JP", on=date(2026, 12, 25), name="Another country's")
    office = OfficeFactory(name="UNIDO ITPO Elsewhere")
    HolidayFactory(country_code="MA", on=date(2026, 12, 26), name="One office's", office=office)

    coming = coming_holidays("MA", date(2026, 11, 21), number=3)

    assert coming == [
        (date(2026, 12, 24), "Closed for the move"),
        (date(2027, 1, 1), "New Year's Day"),
        (date(2027, 1, 11), "Proclamation of Independence Day"),
    ]


def test_a_holiday_today_is_still_to_come_and_the_table_has_the_last_word():
    HolidayFactory(country_code="MA", on=date(2027, 1, 1), name="As the office says")

    assert coming_holidays("MA", date(2027, 1, 1), number=1) == [
        (date(2027, 1, 1), "As the office says")
    ]


def test_a_country_the_library_lacks_has_the_holidays_of_the_table():
    assert coming_holidays("XX", date(2026, 11, 21)) == []

    HolidayFactory(country_code="XX", on=date(2026, 12, 1), name="Founding day")
    assert coming_holidays("XX", date(2026, 11, 21)) == [(date(2026, 12, 1), "Founding day")]

"""Counting the days on which an office works."""

from datetime import date, timedelta

import pytest

from itpo.office.days_off import coming_holidays, is_known, is_weekend, public_holidays
from itpo.office.models import Office
from itpo.office.working_days import WorkingDays, of_every
from tests.factories import HolidayFactory, OfficeFactory, YearlyClosureFactory

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
        # One the library lacks.
        ("XX", date(2026, 11, 16), ["Sat", "Sun"]),
    ],
)
def test_the_weekend_is_the_countrys_own(country, first, resting):
    week = [first + timedelta(days=n) for n in range(7)]

    assert [f"{day:%a}" for day in week if is_weekend(country, day)] == resting
    assert is_known(country) == (country != "XX")


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


# --- what the tables say ---


def test_an_office_where_fridays_are_free_works_on_sundays():
    cairo = OfficeFactory(name="UNIDO ITPO Cairo", country_code="EG")
    days = days_of(cairo)

    week = [date(2026, 11, 16) + timedelta(days=n) for n in range(7)]

    assert [f"{day:%a}" for day in week if not days.is_working(day)] == ["Fri", "Sat"]


@pytest.mark.parametrize("of_office", [True, False], ids=["the office", "the country"])
def test_a_holiday_that_is_worked_is_a_working_day(office, of_office):
    saturday = date(2026, 11, 28)
    for day in (THANKSGIVING, saturday):
        HolidayFactory(
            on=day, name="Worked this year", is_worked=True, office=office if of_office else None
        )

    days = days_of(office)

    assert (days.is_working(THANKSGIVING), days.is_working(saturday)) == (True, True)
    assert (days.holiday_name(THANKSGIVING), days.holiday_name(saturday)) == ("", "")


def test_an_office_has_the_last_word_on_its_own_days(office):
    YearlyClosureFactory(office=office)
    HolidayFactory(on=TUESDAY_AFTER, name="Bridge day")
    HolidayFactory(on=date(2026, 12, 29), office=office, name="Move", is_worked=True)
    HolidayFactory(on=TUESDAY_AFTER, office=office, name="Fair", is_worked=True)

    days = days_of(office)

    assert [days.is_working(date(2026, 12, day)) for day in (28, 29, 30)] == [True, True, False]
    assert days.is_working(TUESDAY_AFTER)
    assert not days_of(OfficeFactory(name="Another")).is_working(TUESDAY_AFTER)


@pytest.mark.parametrize(
    ("first", "last", "closed"),
    [
        ((12, 29), (1, 3), ["2027-12-29", "2027-12-31", "2028-01-01", "2028-01-03"]),
        ((8, 13), (8, 16), ["2027-08-13", "2027-08-16"]),
        ((2, 29), (2, 29), ["2028-02-29"]),
        ((2, 28), (2, 29), ["2027-02-28", "2028-02-28", "2028-02-29"]),
        ((2, 29), (3, 1), ["2027-03-01", "2028-02-29", "2028-03-01"]),
        ((6, 30), (7, 1), ["2027-06-30", "2027-07-01"]),
    ],
)
def test_an_office_closes_every_year(office, first, last, closed):
    YearlyClosureFactory(
        office=office,
        first_month=first[0],
        first_day=first[1],
        last_month=last[0],
        last_day=last[1],
        name="Closed",
    )
    days = days_of(office)
    asked = {
        "2027-01-04 2027-02-28 2027-03-01 2027-06-29 2027-06-30 2027-07-01 2027-07-02 2027-08-12 "
        "2027-08-13 2027-08-16 2027-08-17 2027-12-28 2027-12-29 2027-12-31 2028-01-01 2028-01-03 "
        "2028-01-04 2028-02-28 2028-02-29 2028-03-01"
    }

    found = [
        day
        for day in " ".join(asked).split()
        if days.days_off.own_name(office, date.fromisoformat(day))
    ]

    assert [day for day in found if day in closed] == closed
    # What lies between, on every year that was asked for, is closed too; nothing else is.
    assert {day[5:] for day in found} == {day[5:] for day in closed}


def test_days_are_counted_in_the_working_days_of_both_sides(office):
    # In Japan the 18th is worked, in Morocco it is Independence Day; the 23rd is free in Japan.
    both = WorkingDays(office, date(2026, 11, 1), date(2026, 11, 30), countries=["MA", "JP"])

    assert both.after(date(2026, 11, 17), 1) == date(2026, 11, 19)
    assert both.after(FRIDAY_BEFORE, 1) == TUESDAY_AFTER
    assert days_of(office).after(date(2026, 11, 17), 1) == date(2026, 11, 18)


def test_with_a_country_of_another_weekend_four_days_of_a_week_are_left(office):
    both = WorkingDays(office, date(2026, 11, 1), date(2026, 11, 30), countries=["EG"])
    week = [date(2026, 11, 9) + timedelta(days=n) for n in range(7)]

    assert [f"{day:%a}" for day in week if both.is_working(day)] == ["Mon", "Tue", "Wed", "Thu"]


def test_a_yearly_closure_closes_its_own_office_only(office):
    YearlyClosureFactory(office=office)
    elsewhere = OfficeFactory(name="UNIDO ITPO Elsewhere")

    assert not days_of(office).is_working(date(2026, 12, 31))
    assert days_of(elsewhere).is_working(date(2026, 12, 31))


def test_an_office_that_never_works_gets_a_day_all_the_same(office):
    for month in range(1, 13):
        YearlyClosureFactory(
            office=office, first_month=month, first_day=1, last_month=month % 12 + 1, last_day=1
        )

    assert days_of(office).after(FRIDAY_BEFORE, 1) == FRIDAY_BEFORE + timedelta(days=367)


def test_several_offices_are_read_at_once(office, django_assert_num_queries):
    cairo = OfficeFactory(name="UNIDO ITPO Cairo", country_code="EG")
    YearlyClosureFactory(office=office)
    HolidayFactory(on=TUESDAY_AFTER, office=cairo)

    with django_assert_num_queries(1):
        days = of_every([office, cairo], date(2026, 11, 1), date(2026, 12, 31))
        worked = {
            pk: [one.is_working(day) for day in (TUESDAY_AFTER, date(2026, 12, 31))]
            for pk, one in days.items()
        }

    assert worked == {office.pk: [True, False], cairo.pk: [False, True]}


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


def test_a_holiday_that_is_worked_is_not_coming():
    HolidayFactory(country_code="MA", on=date(2027, 1, 1), is_worked=True)

    assert coming_holidays("MA", date(2027, 1, 1), number=1) == [
        (date(2027, 1, 11), "Proclamation of Independence Day")
    ]


def test_a_country_the_library_lacks_has_the_holidays_of_the_table():
    assert coming_holidays("XX", date(2026, 11, 21)) == []

    HolidayFactory(country_code="XX", on=date(2026, 12, 1), name="Founding day")
    assert coming_holidays("XX", date(2026, 11, 21)) == [(date(2026, 12, 1), "Founding day")]

"""Sorting what is due, and saying how late it is."""

from datetime import date, timedelta

import pytest

from itpo.desk.day import late_in_words, sorted_by_urgency
from itpo.office.models import FollowUp, Holiday
from itpo.office.working_days import WorkingDays

SATURDAY = date(2026, 11, 21)
TUESDAY = date(2026, 11, 24)  # after a weekend and Labour Thanksgiving Day, 23 November


def due(day):
    return FollowUp(what=f"Call by {day}", due_on=day)


def test_what_is_due_is_sorted_into_overdue_today_and_later():
    long_ago, yesterday = due(date(1999, 1, 1)), due(SATURDAY - timedelta(days=1))
    today, tomorrow = due(SATURDAY), due(SATURDAY + timedelta(days=1))
    next_week = due(SATURDAY + timedelta(days=7))

    sorted_ = sorted_by_urgency(
        iter([long_ago, yesterday, today, tomorrow, next_week]),
        SATURDAY,
        lambda follow_up: f"late since {follow_up.due_on}",
    )

    assert sorted_ == {
        "overdue": [(long_ago, "late since 1999-01-01"), (yesterday, "late since 2026-11-20")],
        "due_today": [today],
        "this_week": [tomorrow, next_week],
    }


def test_with_nothing_due_there_is_nothing_to_sort():
    nothing = sorted_by_urgency([], SATURDAY, lambda _: "late")

    assert nothing == {"overdue": [], "due_today": [], "this_week": []}


@pytest.mark.parametrize(
    ("due_on", "today", "words"),
    [
        (date(2026, 11, 19), date(2026, 11, 20), "1 working day late"),
        (date(2026, 11, 13), date(2026, 11, 20), "5 working days late"),
        # Friday was the day; the weekend and the holiday on Monday are no working days.
        (date(2026, 11, 20), TUESDAY, "1 working day late"),
        # No working day has passed: then the days are counted.
        (date(2026, 11, 20), SATURDAY, "1 day late"),
        (date(2026, 11, 20), date(2026, 11, 23), "3 days late"),
    ],
)
def test_how_late_it_is_is_said_in_the_offices_working_days(office, due_on, today, words):
    late = late_in_words(WorkingDays(office, due_on, today), today)

    assert late(due(due_on)) == words


def test_the_offices_own_closures_are_no_working_days(office):
    Holiday.objects.create(office=office, country_code="JP", on=TUESDAY, name="Moving house")
    wednesday = TUESDAY + timedelta(days=1)
    late = late_in_words(WorkingDays(office, SATURDAY, wednesday), wednesday)

    assert late(due(date(2026, 11, 20))) == "1 working day late"


def test_without_an_office_days_are_counted():
    late = late_in_words(None, TUESDAY)

    assert late(due(date(2026, 11, 20))) == "4 days late"
    assert late(due(date(2026, 11, 23))) == "1 day late"


def test_saying_how_late_ever_so_many_are_asks_nothing_more(office, django_assert_num_queries):
    several = [due(SATURDAY - timedelta(days=days)) for days in range(1, 40)]
    late = late_in_words(WorkingDays(office, several[-1].due_on, SATURDAY), SATURDAY)

    with django_assert_num_queries(0):
        words = [late(one) for one in several]

    assert words[0] == "1 day late"
    assert words[-1] == "27 working days late"

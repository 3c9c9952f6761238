"""Sorting what is due, and saying how late it is."""

from datetime import date, timedelta

import pytest

from itpo.desk.day import SHOWN, Due, due_by_urgency, late_in_words
from itpo.office.models import FollowUp, Holiday
from itpo.office.working_days import WorkingDays
from tests.factories import FollowUpFactory

SATURDAY = date(2026, 11, 21)
TUESDAY = date(2026, 11, 24)  # after a weekend and Labour Thanksgiving Day, 23 November


def test_what_is_due_is_sorted_into_overdue_today_and_this_week(officer):
    days = [-8000, -1, 0, 1, 7, 8]
    made = [
        FollowUpFactory(owner=officer, due_on=SATURDAY + timedelta(days=number)) for number in days
    ]

    found = due_by_urgency(FollowUp.objects.open(), SATURDAY)

    assert found == {
        "overdue": Due(made[:2], False),
        "due_today": Due([made[2]], False),
        "this_week": Due(made[3:5], False),
    }


def test_of_very_many_the_most_urgent_are_shown(officer):
    made = [
        FollowUpFactory(owner=officer, due_on=SATURDAY - timedelta(days=SHOWN + 2 - number))
        for number in range(SHOWN + 1)
    ]

    assert due_by_urgency(FollowUp.objects.open(), SATURDAY)["overdue"] == Due(made[:SHOWN], True)


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

    assert late(due_on) == words


def test_the_offices_own_closures_are_no_working_days(office):
    Holiday.objects.create(office=office, country_code="JP", on=TUESDAY, name="Moving house")
    wednesday = TUESDAY + timedelta(days=1)
    late = late_in_words(WorkingDays(office, SATURDAY, wednesday), wednesday)

    assert late(date(2026, 11, 20)) == "1 working day late"


def test_without_an_office_days_are_counted():
    late = late_in_words(None, TUESDAY)

    assert late(date(2026, 11, 20)) == "4 days late"
    assert late(date(2026, 11, 23)) == "1 day late"


def test_saying_how_late_ever_so_many_are_asks_nothing_more(office, django_assert_num_queries):
    several = [SATURDAY - timedelta(days=days) for days in range(1, 40)]
    late = late_in_words(WorkingDays(office, several[-1], SATURDAY), SATURDAY)

    with django_assert_num_queries(0):
        words = [late(one) for one in several]

    assert words[0] == "1 day late"
    assert words[-1] == "27 working days late"

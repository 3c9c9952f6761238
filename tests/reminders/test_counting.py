"""The days rules count to."""

from datetime import UTC, date, datetime, timedelta

import pytest

from itpo.office.models import Holiday, Rule
from itpo.reminders.counting import Counting
from tests.factories import HolidayFactory, RuleFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
Unit = Rule.Unit


@pytest.mark.parametrize(
    ("offset", "unit", "anchor", "due"),
    [
        (7, Unit.DAYS, "2026-11-20", "2026-11-27"),
        (-7, Unit.DAYS, "2026-11-20", "2026-11-13"),
        # A Sunday gives way to the next day that is worked, or to the last before it.
        (2, Unit.DAYS, "2026-11-20", "2026-11-24"),
        (-5, Unit.DAYS, "2026-11-20", "2026-11-13"),
        # A weekend and Labour Thanksgiving Day.
        (2, Unit.WORKING_DAYS, "2026-11-20", "2026-11-25"),
        (-5, Unit.WORKING_DAYS, "2026-11-20", "2026-11-13"),
        (0, Unit.WORKING_DAYS, "2026-11-20", "2026-11-20"),
        (0, Unit.WORKING_DAYS, "2026-11-21", "2026-11-24"),
        (3, Unit.MONTHS, "2026-11-19", "2027-02-19"),
        (3, Unit.MONTHS, "2026-11-20", "2027-02-22"),
        # The ends of months, and a day that most years do not have.
        (1, Unit.MONTHS, "2026-10-31", "2026-11-30"),
        (1, Unit.MONTHS, "2027-01-31", "2027-03-01"),  # the 28th is a Sunday
        (3, Unit.MONTHS, "2027-11-30", "2028-02-29"),
        (12, Unit.MONTHS, "2028-02-29", "2029-02-28"),
        (-12, Unit.MONTHS, "2028-02-29", "2027-02-26"),
        (1, Unit.DAYS, "2028-02-28", "2028-02-29"),
        (365, Unit.DAYS, "2028-02-29", "2029-02-28"),
        # The year turns; the 1st of January is a holiday, the 2nd and 3rd a weekend.
        (1, Unit.DAYS, "2026-12-31", "2027-01-04"),
        (1, Unit.WORKING_DAYS, "2026-12-31", "2027-01-04"),
        (-1, Unit.WORKING_DAYS, "2027-01-04", "2026-12-31"),
        (6, Unit.MONTHS, "2026-12-31", "2027-06-30"),
    ],
)
def test_a_rule_counts_in_its_own_unit(offset, unit, anchor, due):
    rule = RuleFactory(offset=offset, unit=unit)

    assert Counting(NOW).due(rule, date.fromisoformat(anchor)) == date.fromisoformat(due)


def test_working_days_of_both_sides_are_worked_on_both():
    rule = RuleFactory(offset=2, unit=Unit.WORKING_DAYS)
    at_both = RuleFactory(offset=2, unit=Unit.WORKING_DAYS, working=Rule.Working.BOTH)
    anchor = date(2026, 11, 11)  # a Wednesday; Friday and Saturday are Algeria's weekend

    assert Counting(NOW).due(rule, anchor) == date(2026, 11, 13)
    assert Counting(NOW).due(at_both, anchor, ["DZ"]) == date(2026, 11, 16)
    assert Counting(NOW).due(at_both, anchor) == date(2026, 11, 13)


def test_whatever_countries_are_asked_about_the_tables_are_read_once(django_assert_num_queries):
    rule = RuleFactory(working=Rule.Working.BOTH)
    counting, anchor = Counting(NOW), date(2026, 11, 11)

    with django_assert_num_queries(1):
        for countries in ([], ["DZ"], ["DZ", "MA"], ["MA", "VN", "KE"]):
            counting.due(rule, anchor, countries)


@pytest.mark.parametrize(
    ("offset", "unit"),
    [
        (-30, Unit.WORKING_DAYS),
        (2, Unit.WORKING_DAYS),
        (0, Unit.WORKING_DAYS),
        (3, Unit.MONTHS),
        (-12, Unit.MONTHS),
        (400, Unit.MONTHS),
        (14, Unit.DAYS),
    ],
)
def test_the_days_a_rule_may_count_from_are_just_those_that_lead_to_what_is_due(offset, unit):
    rule, counting = RuleFactory(offset=offset, unit=unit), Counting(NOW)
    first_due, last_due = date(2026, 12, 20), date(2027, 3, 1)

    first, last = counting.anchors(rule, first_due, last_due)

    a_day = timedelta(days=1)
    assert counting.due(rule, first) >= first_due > counting.due(rule, first - a_day)
    assert counting.due(rule, last) <= last_due < counting.due(rule, last + a_day)


def test_what_can_change_a_day_changes_the_terms_it_is_counted_in():
    rule = RuleFactory(offset=2, unit=Unit.WORKING_DAYS)
    terms = [Counting(NOW).terms(rule)]

    HolidayFactory()
    terms.append(Counting(NOW).terms(rule))
    Holiday.objects.bulk_create([Holiday(country_code="MA", on=date(2026, 12, 7), name="Eid")])
    terms.append(Counting(NOW).terms(rule))
    Holiday.objects.filter(country_code="MA").delete()
    rule.working = Rule.Working.BOTH
    terms.append(Counting(NOW).terms(rule))
    rule.offset = 3
    terms.append(Counting(NOW).terms(rule))

    assert len(set(terms)) == 5
    assert Counting(NOW).terms(rule) == terms[-1]
    assert max(len(one) for one in terms) < 70


@pytest.mark.parametrize("unit", [Unit.DAYS, Unit.MONTHS])
def test_whatever_is_counted_what_is_due_is_worked_on_both_sides(unit):
    rule = RuleFactory(offset=1, unit=unit, working=Rule.Working.BOTH)
    anchor = {Unit.DAYS: date(2026, 11, 12), Unit.MONTHS: date(2026, 10, 13)}[unit]

    # A Friday: worked in Japan, Algeria's weekend.
    assert Counting(NOW).due(rule, anchor) == date(2026, 11, 13)
    assert Counting(NOW).due(rule, anchor, ["DZ"]) == date(2026, 11, 16)


@pytest.mark.parametrize("unit", [Unit.DAYS, Unit.MONTHS])
def test_days_off_change_the_terms_whatever_is_counted(unit):
    rule = RuleFactory(offset=2, unit=unit)
    before = Counting(NOW).terms(rule)

    HolidayFactory()

    assert Counting(NOW).terms(rule) != before

"""The days rules count to."""

from datetime import date

import pytest

from itpo.office.models import Rule
from itpo.office.working_days import WorkingDays
from itpo.reminders.causes import due_day
from tests.factories import RuleFactory

Unit = Rule.Unit


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("offset", "unit", "due"),
    [
        (2, Unit.DAYS, date(2026, 11, 22)),
        (-5, Unit.DAYS, date(2026, 11, 15)),
        (2, Unit.WORKING_DAYS, date(2026, 11, 25)),  # a weekend and Labour Thanksgiving Day
        (-5, Unit.WORKING_DAYS, date(2026, 11, 13)),
        (3, Unit.MONTHS, date(2027, 2, 20)),
    ],
)
def test_a_rule_counts_in_its_own_unit(offset, unit, due):
    rule = RuleFactory(offset=offset, unit=unit)
    days = WorkingDays(rule.office, date(2026, 1, 1), date(2027, 12, 31))

    assert due_day(rule, date(2026, 11, 20), days) == due

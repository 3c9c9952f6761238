"""What programmes and missions cost, as far as it is known."""

from decimal import Decimal

import pytest

from deals.impact import report
from deals.impact.scope import Scope
from tests.factories import (
    BudgetLineFactory,
    DealFactory,
    MissionBudgetLineFactory,
    MissionFactory,
    ProgrammeFactory,
    VerifiedClaimFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db


def costs(officer):
    return report.of(Scope(), officer).costs


def programme(officer):
    found = ProgrammeFactory(office=officer.office)
    VisitFactory(officer=officer, programme=found, state="completed")
    return found


def test_currencies_stay_apart_and_what_was_spent_comes_before_the_plan(officer):
    one, mission = programme(officer), MissionFactory(office=officer.office, state="completed")
    BudgetLineFactory(programme=one, planned=100, actual=90, currency="JPY")
    BudgetLineFactory(programme=one, planned=50, actual=None, currency="JPY")
    MissionBudgetLineFactory(mission=mission, planned=7, actual=None, currency="EUR")
    VerifiedClaimFactory(deal=DealFactory(office=officer.office), metric="jobs", value=10)

    found = costs(officer)

    assert [(one.currency, one.value, one.planned, one.per_job) for one in found.by_currency] == [
        ("EUR", Decimal(7), Decimal(7), Decimal("0.70")),
        ("JPY", Decimal(140), Decimal(50), Decimal("14.00")),
    ]
    assert found.are_known


def test_a_result_has_no_cost_until_every_budget_is_known(officer):
    BudgetLineFactory(programme=programme(officer), planned=100, actual=None, currency="JPY")
    BudgetLineFactory(programme=programme(officer), planned=None, actual=None, currency="JPY")
    programme(officer)
    VerifiedClaimFactory(deal=DealFactory(office=officer.office), metric="jobs", value=10)

    found = costs(officer)

    assert (found.programmes_known, found.programmes) == (1, 3)
    assert [(one.value, one.per_job) for one in found.by_currency] == [(Decimal(100), None)]
    assert not found.are_known


def test_without_a_verified_job_there_is_nothing_to_set_it_against(officer):
    BudgetLineFactory(programme=programme(officer), planned=100, actual=None, currency="JPY")

    assert [one.per_job for one in costs(officer).by_currency] == [None]

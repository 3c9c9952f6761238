"""What the report says of money in other currencies, and of deals its reader may not see."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from deals.impact import report
from deals.impact.scope import Scope
from itpo.office.fiscal_years import Basis, Year
from tests.conftest import logged_in
from tests.deals.rollup.families import say
from tests.factories import (
    BudgetLineFactory,
    ContributionFactory,
    DealFactory,
    ExchangeRateFactory,
    HostCountryFactory,
    ProgrammeFactory,
    ThemeFactory,
    VerifiedClaimFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
PLANT = "A plant in the north"


def cell(viewer, metric, column, **scope):
    (line,) = [one for one in report.of(Scope(**scope), viewer).lines if one.metric == metric]
    (found,) = [one for one in line.cells if one.column == column]
    return found


# --- money ---


@pytest.fixture
def capital(office):
    """Say what a new deal is to cost; the office reports in yen, and knows what a dirham was."""
    office.currency = "JPY"
    office.save()
    ExchangeRateFactory(from_currency="MAD", to_currency="JPY", on=date(2021, 1, 1), rate="11.5")
    return lambda value, currency, as_of: say(
        DealFactory(office=office), value, metric="capital", currency=currency, as_of=as_of
    )


def test_money_is_converted_beside_the_originals(officer, capital):
    capital(1000, "MAD", "2021-01")
    capital(5, "JPY", "")

    found = cell(officer, "capital", "planned")

    assert [one.shown for one in found.sums] == ["5 JPY", "1,000 MAD"]
    assert (found.converted.shown, found.converted.missing) == ("≈ 11,505 JPY", "")
    page = logged_in(officer).get(reverse("deals:impact")).content.decode()
    assert "≈ 11,505 JPY" in page
    assert "1 MAD = 11.5 JPY" in page


def test_a_missing_rate_reads_missing_and_no_part_is_shown_as_the_whole(officer, capital):
    capital(1000, "MAD", "2021-01")
    capital(1000, "MAD", "2022")

    found = cell(officer, "capital", "planned")

    missing = "rate missing: 1 of 2 figures converted; missing: MAD 31 Dec 2022"
    assert (found.converted.value, found.converted.missing) == (None, missing)
    page = logged_in(officer).get(reverse("deals:impact")).content.decode()
    assert missing in page
    assert "≈" not in page


# --- confidential deals ---


@pytest.fixture
def secrets(office, colleague):
    """Three confidential deals of somebody else's in one country, decided in 2020."""
    where = HostCountryFactory(code="KE", name="Kenya")
    theme = ThemeFactory()
    programme = ProgrammeFactory(office=office)
    named = {"is_confidential": True, "anonymous_description": PLANT, "owner": colleague}
    deals = [
        DealFactory(office=office, country=where, title=f"Kestrel {n}", decided="2020", **named)
        for n in range(3)
    ]
    for deal, value in zip(deals, (100, 60, 40), strict=True):
        deal.themes.add(theme)
        ContributionFactory(
            deal=deal, visit=VisitFactory(officer=colleague, programme=programme, begins="2019")
        )
        say(deal, value)
        say(deal, value, metric="capital", currency="MAD", as_of="2021-01")
    return {
        "country": where,
        "theme": theme,
        "programme": programme,
        "since": Year(2020, Basis.CALENDAR),
    }


def test_confidential_deals_are_in_the_sums_of_everything_where_none_can_be_told(officer, secrets):
    say(DealFactory(office=officer.office), 7)

    (found,) = cell(officer, "jobs", "planned").sums

    assert (found.value, found.hidden, found.is_seen) == (Decimal(207), 3, True)
    page = logged_in(officer).get(reverse("deals:impact")).content.decode()
    assert "with 3 confidential deals" in page
    assert PLANT in page
    assert "Kestrel" not in page


def test_what_only_they_say_leads_nowhere_and_their_money_is_not_converted(officer, secrets):
    found = cell(officer, "capital", "planned")

    assert [(one.value, one.is_seen) for one in found.sums] == [(Decimal(200), False)]
    assert found.url == ""
    assert found.converted.missing.startswith("not converted")


@pytest.mark.parametrize("by", ["country", "theme", "programme", "since"])
def test_of_a_narrower_report_they_are_no_part(officer, colleague, secrets, by):
    scope = Scope(**{by: secrets[by]})

    found = report.of(scope, officer)
    page = logged_in(officer).get(reverse("deals:impact"), scope.own_query).content.decode()
    own = logged_in(colleague).get(reverse("deals:impact"), scope.own_query).content.decode()

    assert [one.sums for line in found.lines for one in line.cells if one.sums] == []
    assert (found.anonymous, found.funnel["deals"]) == ([], 0)
    assert PLANT not in page
    assert "Kestrel" not in page
    assert "Kestrel 1" in own


def test_of_two_of_them_no_sum_tells(officer, secrets):
    secrets["country"].deals.filter(title="Kestrel 0").update(status="lost", lost_because="Power")

    assert cell(officer, "jobs", "planned").sums == []


def test_what_a_job_cost_counts_those_that_the_figures_count(officer, secrets):
    for deal in secrets["country"].deals.all():
        VerifiedClaimFactory(deal=deal, value=10)
    BudgetLineFactory(programme=secrets["programme"], planned=None, actual=600, currency="JPY")

    found = report.of(Scope(), officer)

    assert found.costs.jobs == 30
    assert cell(officer, "jobs", "verified").sums[0].value == 30


def test_their_owner_and_the_managers_read_them_by_name_and_nothing_twice(
    colleague, manager, secrets
):
    for user in (colleague, manager):
        found = report.of(Scope(), user)

        assert cell(user, "jobs", "planned").sums[0].value == 200
        assert found.anonymous == []
        assert (found.funnel["deals"], cell(user, "jobs", "planned").sums[0].hidden) == (3, 0)

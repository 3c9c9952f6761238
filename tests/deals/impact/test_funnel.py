"""What the report counts, and the years between the steps."""

import pytest

from deals.impact import funnel
from deals.impact.funnel import Step
from deals.impact.scope import Scope
from itpo.office.fiscal_years import Basis, Year
from tests.factories import (
    ContributionFactory,
    DealFactory,
    HostCountryFactory,
    MeetingFactory,
    MissionFactory,
    MissionLegFactory,
    ProgrammeFactory,
    StageChangeFactory,
    ThemeFactory,
    VerifiedClaimFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db


def counted(viewer, **scope):
    return funnel.counted(Scope(**scope), viewer)


def chain(officer, country, **visit):
    """One delegate's visit, its meeting, a mission, and the deal both helped."""
    stay = VisitFactory(
        officer=officer, delegate__country=country, state="completed", **{"ends": ""} | visit
    )
    meeting = MeetingFactory(officer=officer, visit=stay, state="held")
    mission = MissionFactory(office=officer.office, state="completed", begins="2018", ends="")
    MissionLegFactory(mission=mission, country=country)
    deal = DealFactory(
        office=officer.office, country=country, stage="operational", decided="2020-07-01"
    )
    ContributionFactory(deal=deal, visit=stay)
    ContributionFactory(deal=deal, visit=None, mission=mission)
    return stay, meeting, mission, deal


NAMES = ["delegates", "visits", "meetings", "missions", "deals", "results"]


def test_each_step_is_counted_and_what_became_of_it(officer):
    morocco = HostCountryFactory()
    stay, _meeting, _mission, deal = chain(officer, morocco, begins="2015")
    VisitFactory(officer=officer, delegate=stay.delegate, state="completed", begins="", ends="")
    VisitFactory(officer=officer, delegate__country=morocco, state="planned")
    VerifiedClaimFactory(deal=deal)

    found = counted(officer, country=morocco)

    assert [found[name] for name in NAMES] == [1, 2, 1, 1, 1, 1]
    assert (found["delegates helped"], found["visits helped"], found["visits met"]) == (1, 1, 1)
    assert (found["meetings helped"], found["missions helped"], found["deals helped"]) == (0, 1, 1)
    assert found.when["visits"].undated == 1


def test_a_proposal_and_what_did_not_help_do_not_count(officer):
    deal = DealFactory(office=officer.office)
    for told in ({"strength": "none"}, {"accepted_by": None, "accepted_at": None}):
        stay = VisitFactory(officer=officer, state="completed")
        ContributionFactory(deal=deal, visit=stay, **told)

    found = counted(officer)

    assert (found["visits"], found["visits helped"], found["deals helped"]) == (2, 0, 0)


def test_nobody_counts_what_they_may_not_see(officer, colleague, manager, stranger):
    secret = DealFactory(
        office=officer.office,
        owner=officer,
        is_confidential=True,
        anonymous_description="A plant",
        stage="operational",
    )
    stay = VisitFactory(officer=officer, state="completed")
    ContributionFactory(deal=secret, visit=stay)
    VerifiedClaimFactory(deal=secret)

    told = {
        user: (found["visits"], found["visits helped"], found["deals"], found["results"])
        for user in (officer, manager, colleague, stranger)
        for found in [counted(user)]
    }

    assert told == {
        officer: (1, 1, 1, 1),
        manager: (1, 1, 1, 1),
        colleague: (1, 0, 0, 0),
        stranger: (0, 0, 0, 0),
    }


def test_a_report_of_years_counts_what_may_have_been_in_them(officer):
    chain(officer, HostCountryFactory(), begins="2015")
    years = {"since": Year(2020, Basis.JAPAN), "until": Year(2020, Basis.JAPAN)}

    inside, before = counted(officer, **years), counted(officer, until=Year(2015, Basis.CALENDAR))

    assert [inside[name] for name in NAMES] == [0, 0, 0, 0, 1, 0]
    assert [before[name] for name in NAMES] == [1, 1, 0, 0, 0, 0]


def test_a_programme_has_what_its_visits_led_to(officer):
    programme = ProgrammeFactory(office=officer.office)
    chain(officer, HostCountryFactory(), begins="2015", programme=programme)
    chain(officer, HostCountryFactory(), begins="2015")

    found = counted(officer, programme=programme)

    assert [found[name] for name in NAMES] == [1, 1, 1, 1, 1, 0]


def test_a_theme_has_what_is_tagged_with_it(officer):
    theme = ThemeFactory()
    programme = ProgrammeFactory(office=officer.office)
    programme.themes.add(theme)
    *_rest, mission, deal = chain(officer, HostCountryFactory(), begins="2015", programme=programme)
    mission.themes.add(theme)
    deal.themes.add(theme)
    chain(officer, HostCountryFactory(), begins="2015")

    found = counted(officer, theme=theme)

    assert [found[name] for name in NAMES] == [1, 1, 1, 1, 1, 0]


def between(found, since, until):
    return next(one for one in found.between if (one.since, one.until) == (since, until))


def test_the_years_between_are_those_of_deals_of_which_both_days_are_known(officer):
    morocco = HostCountryFactory()
    for begins, ran in (("2015", "2021"), ("2010", "2020"), ("1990s", "2020"), ("2015", "")):
        *_rest, deal = chain(officer, morocco, begins=begins)
        StageChangeFactory(deal=deal, from_stage="concluded", to_stage="operational", happened=ran)

    found = between(counted(officer, country=morocco), Step.VISIT, Step.OPERATIONAL)

    assert [round(years) for years in sorted(found.years)] == [6, 10]
    assert (found.median, found.unknown, found.reversed) == (8.0, 2, 0)


def test_what_came_in_another_order_is_counted_apart(officer):
    *_rest, deal = chain(officer, HostCountryFactory(), begins="2015")
    StageChangeFactory(deal=deal, from_stage="concluded", to_stage="operational", happened="2001")

    found = between(counted(officer), Step.VISIT, Step.OPERATIONAL)

    assert (found.median, found.unknown, found.reversed) == (None, 0, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_it_is_one_statement_for_any_number(officer, rows, django_assert_num_queries):
    for _row in range(rows):
        chain(officer, HostCountryFactory(), begins="2015")

    with django_assert_num_queries(1):
        found = counted(officer)

    assert [found[name] for name in NAMES[:5]] == [rows] * 5

"""The lists of deals and figures: each filter, and each column they are sorted by."""

import pytest
import time_machine

from tests.factories import (
    ClaimFactory,
    ContributionFactory,
    DealCompanyFactory,
    DealFactory,
    ExchangeRateFactory,
    FollowUpFactory,
    HostCountryFactory,
    InstitutionFactory,
    MeetingFactory,
    MissionFactory,
    ProgrammeFactory,
    SectorFactory,
    TechnologyFactory,
    ThemeFactory,
    UserFactory,
    VerifiedClaimFactory,
    VisitFactory,
)
from tests.lists import (
    Narrowing,
    Sorting,
    Split,
    assert_narrows,
    assert_sorts,
    filters_of,
    narrowed_ids,
    sortable_columns_of,
    sorted_ids,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]

DEALS, CLAIMS, TRANSFERS = "deals:deals", "deals:claims", "deals:transfers"
RATES = "deals:rates"
CONTRIBUTIONS = "deals:contributions"
DONE = {"state": "done", "closed_at": "2026-11-20T00:00Z"}
UNSAID = object()
WITHDRAWN = {"withdrawn_at": "2026-11-01T00:00Z", "withdrawn_because": "Counted twice"}


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        yield


def deal(officer, **more):
    return DealFactory(office=officer.office, **more)


def claim(officer, **more):
    return ClaimFactory(deal=deal(officer), **more)


def institution(officer, country=UNSAID, **more):
    where = {} if country is UNSAID else {"country": country}
    return InstitutionFactory(deal=deal(officer, **where), **more)


def with_step(officer, **more):
    found = deal(officer)
    found.follow_ups.add(FollowUpFactory(**{"owner": officer} | more))
    return found


def by_sector(officer):
    sector, stays, goes = SectorFactory(), deal(officer), deal(officer)
    stays.sectors.add(sector, SectorFactory())
    goes.sectors.add(SectorFactory())
    return Split(sector, [stays], [goes, deal(officer)])


def by_theme(officer):
    theme, stays, goes = ThemeFactory(), deal(officer), deal(officer)
    stays.themes.add(theme, ThemeFactory())
    goes.themes.add(ThemeFactory())
    return Split(theme, [stays], [goes])


def by_company(officer):
    role = DealCompanyFactory(deal=deal(officer))
    other = DealCompanyFactory(deal=deal(officer))
    second = DealCompanyFactory(deal=deal(officer), company=role.company, role="supplier")
    DealCompanyFactory(deal=role.deal)
    return Split(role.company, [role.deal, second.deal], [other.deal])


def by_owner(officer):
    mori = UserFactory(office=officer.office)
    stays, goes = deal(officer, owner=mori), deal(officer, owner=officer)
    return Split(mori, [stays], [goes, deal(officer)])


def by_programme(officer):
    """What a visit of its helped, once a person has accepted that; not what was only proposed."""
    programme = ProgrammeFactory(office=officer.office)
    visit = VisitFactory(officer=officer, programme=programme)
    helped, proposed, other = deal(officer), deal(officer), deal(officer)
    ContributionFactory(deal=helped, visit=visit)
    ContributionFactory(deal=proposed, visit=visit, accepted_at=None, accepted_by=None)
    ContributionFactory(deal=other, visit=VisitFactory(officer=officer))
    return Split(programme, [helped], [proposed, other, deal(officer)])


def by_mission(officer):
    """What it helped itself, or by a meeting on it."""
    mission = MissionFactory(office=officer.office)
    helped, met, other = deal(officer), deal(officer), deal(officer)
    ContributionFactory(deal=helped, visit=None, mission=mission)
    on_it = MeetingFactory(officer=officer, mission=mission)
    ContributionFactory(deal=met, visit=None, meeting=on_it)
    ContributionFactory(deal=other, visit=None, mission=MissionFactory(office=officer.office))
    asked_about = deal(officer)
    ContributionFactory(deal=asked_about, visit=None, mission=mission, strength="none")
    return Split(mission, [helped, met], [other, asked_about, deal(officer)])


def of_a_year(column):
    """On the first and on the last day of Japan's fiscal year 2025, and the days beside them."""

    def split(officer):
        stays = [deal(officer, **{column: day}) for day in ("2025-04-01", "2026-03-31")]
        goes = [deal(officer, **{column: day}) for day in ("2025-03-31", "2026-04-01", None)]
        return Split("FY 2025", stays, goes)

    return split


def of_a_calendar_year(officer):
    stays = [deal(officer, stage_since=day) for day in ("2025-01-01", "2025-12-31")]
    goes = [deal(officer, stage_since=day) for day in ("2024-12-31", "2026-01-01")]
    return Split("2025", stays, goes)


def decided_in_a_year(officer):
    """Where it is known only in part, no day of it may lie in another year."""
    stays = [deal(officer, decided=typed) for typed in ("2025-05", "2026-03-31")]
    goes = [deal(officer, decided=typed) for typed in ("2025", "2020s", "2026-04", "")]
    return Split("FY2025", stays, goes)


def stale(officer):
    """Silent for longer than its rhythm; nobody is asked for news of what has ended or runs."""
    with time_machine.travel("2026-06-01T03:00:00Z", tick=False):
        quiet = deal(officer, rhythm_days=30)
        goes = [
            deal(officer, rhythm_days=365),
            deal(officer, rhythm_days=30, stage="operational"),
            deal(officer, rhythm_days=30, status="lost", lost_because="Too dear"),
        ]
    return Split("yes", [quiet], [*goes, deal(officer, rhythm_days=30)])


def late(officer):
    mori = UserFactory(office=officer.office)
    goes = [
        with_step(officer, due_on="2026-11-21"),
        with_step(officer, due_on="2026-11-20", **DONE),
        with_step(officer, due_on="2026-11-20", owner=mori, is_restricted=True),
        deal(officer),
    ]
    return Split("late", [with_step(officer, due_on="2026-11-20")], goes)


def with_nothing_planned(officer):
    goes = [
        with_step(officer, due_on="2030-01-01"),
        deal(officer, status="lost", lost_because="Too dear"),
        deal(officer, stage="operational"),
    ]
    return Split("none", [deal(officer), with_step(officer, **DONE)], goes)


def decided(officer, day):
    return deal(officer, decided=day)


def contribution(officer, **more):
    return ContributionFactory(
        **{"deal": deal(officer), "visit": VisitFactory(officer=officer)} | more
    )


def of_mission(officer, **more):
    return contribution(officer, visit=None, mission=MissionFactory(office=officer.office), **more)


def helped(value):
    """Deals that something helped, as somebody accepted; and the others."""

    def split(officer):
        yes = [contribution(officer).deal]
        no = [
            deal(officer),
            contribution(officer, strength="none").deal,
            contribution(officer, accepted_by=None, accepted_at=None).deal,
        ]
        return Split("yes", yes, no) if value == "yes" else Split("no", no, yes)

    return split


def helped_by_programme(officer):
    programme = ProgrammeFactory(office=officer.office)
    visit = VisitFactory(officer=officer, programme=programme)
    meeting = MeetingFactory(officer=officer, visit=visit)
    stays = [
        contribution(officer, visit=visit).deal,
        contribution(officer, visit=None, meeting=meeting).deal,
    ]
    return programme, stays, [contribution(officer).deal, deal(officer)]


def with_claims(deals):
    return [ClaimFactory(deal=one) for one in deals]


def claims_of_programme(officer):
    programme, stays, goes = helped_by_programme(officer)
    return Split(programme, with_claims(stays), with_claims(goes))


def contributions_of_programme(officer):
    """All of what helped the deals a programme helped, also what was no part of it."""
    programme, stays, goes = helped_by_programme(officer)
    more = contribution(officer, deal=stays[0])
    return Split(
        programme,
        [*(one.contributions.first() for one in stays), more],
        [goes[0].contributions.get()],
    )


def of_theme(make):
    def split(officer):
        theme, stays, goes = ThemeFactory(), make(officer), make(officer)
        stays.deal.themes.add(theme, ThemeFactory())
        return Split(theme, [stays], [goes])

    return split


def claims_decided(value, stays, goes):
    return lambda by: Split(
        value,
        with_claims(decided(by, day) for day in stays),
        with_claims(decided(by, day) for day in goes),
    )


def contributions_decided(value, stays, goes):
    return lambda by: Split(
        value,
        [of_decided(by, "", day) for day in stays],
        [of_decided(by, "", day) for day in goes],
    )


def of_country(make):
    def split(officer):
        kenya = HostCountryFactory(code="KE", name="Kenya")
        return Split(kenya, [make(officer, deal=deal(officer, country=kenya))], [make(officer)])

    return split


def about_something_else(officer):
    mission = MissionFactory(office=officer.office)
    stays = ClaimFactory(deal=None, mission=mission, metric="people")
    return Split("mission", [stays], [claim(officer)])


def by_what(officer):
    """A visit and a meeting during one; not a mission, nor a meeting of none."""
    during = MeetingFactory(officer=officer, visit=VisitFactory(officer=officer))
    stays = [contribution(officer), contribution(officer, visit=None, meeting=during)]
    alone = contribution(officer, visit=None, meeting=MeetingFactory(officer=officer))
    return Split("visit", stays, [of_mission(officer), alone])


def of_decided(officer, begins, decided):
    concluded = deal(officer, stage="concluded", decided=decided)
    visit = VisitFactory(officer=officer, begins="", ends="")
    found = contribution(officer, deal=concluded, visit=visit)
    visit.begins = begins  # moved since somebody accepted it
    visit.save()
    return found


def after_the_decision(officer):
    goes = [of_decided(officer, "2010", "2014"), of_decided(officer, "", "2014")]
    return Split("after", [of_decided(officer, "2016", "2014")], goes)


def of_unknown_order(officer):
    """Of a deal that is not decided yet there is nothing to know."""
    open_one = contribution(officer, deal=deal(officer))
    stays = [of_decided(officer, "", "2014"), of_decided(officer, "2010", "")]
    return Split("undated", stays, [of_decided(officer, "2010", "2014"), open_one])


SINCE = ("2010-01-01", ["2014", "2010s"], ["1990s", ""])
UNTIL = ("2010-01-01", ["1990s", "2010s"], ["2014", ""])


def rate(officer, **more):
    """All offices share them."""
    return ExchangeRateFactory(**more)


def figures_of(split):
    """The same, with a figure of each deal: what narrows deals narrows the figures about them."""

    def figures(officer):
        value, stays, goes = split(officer)
        return Split(
            value,
            [ClaimFactory(deal=one) for one in stays],
            [ClaimFactory(deal=one) for one in goes],
        )

    return figures


def helped_weakly(officer):
    """What did not help at all is not what the totals add by mission."""
    mission = MissionFactory(office=officer.office)
    helped, in_vain = claim(officer), claim(officer)
    ContributionFactory(deal=helped.deal, visit=None, mission=mission)
    ContributionFactory(deal=in_vain.deal, visit=None, mission=mission, strength="none")
    return Split(mission, [helped], [in_vain])


def without(by, make):
    """Of deals that belong to none of a kind."""

    def split(officer):
        stays, goes = claim(officer), claim(officer)
        make(stays.deal, goes.deal)
        return Split(by, [stays], [goes])

    return split


def no_country(stays, goes):
    type(stays).objects.filter(pk=stays.pk).update(country=None)


def dated_in_a_year(officer):
    """By the last day it may be, as the totals do."""
    stays = [claim(officer, as_of=typed) for typed in ("2025-04-01", "2025", "2026-03")]
    goes = [claim(officer, as_of=typed) for typed in ("2025-03-31", "2026-04", "")]
    return Split("FY 2025", stays, goes)


def counted(officer):
    """What is added in a column: of several the reported one, and nothing that lies inside."""
    whole = claim(officer, phase="actual", as_of="2020")
    earlier = ClaimFactory(deal=whole.deal, phase="actual", as_of="2019")
    plan = ClaimFactory(deal=whole.deal)
    part = claim(officer, phase="actual")
    type(part.deal).objects.filter(pk=part.deal.pk).update(
        parent=whole.deal, parent_relation="part"
    )
    lost = ClaimFactory(deal=deal(officer, status="lost", lost_because="Dear"), phase="actual")
    return Split("actual", [whole], [earlier, plan, part, lost])


NARROWINGS = [
    Narrowing(DEALS, "helped", helped("yes")),
    Narrowing(DEALS, "helped", helped("no")),
    Narrowing(
        DEALS,
        "reached",
        lambda by: Split(
            "concluded",
            [deal(by, stage="concluded"), deal(by, stage="operational")],
            [deal(by), deal(by, stage="negotiation")],
        ),
    ),
    Narrowing(
        DEALS,
        "ended",
        lambda by: Split(
            "yes",
            [deal(by, status=status, lost_because="Too dear") for status in ("lost", "abandoned")],
            [deal(by), deal(by, status="delayed")],
        ),
    ),
    Narrowing(
        DEALS,
        "since",
        lambda by: Split(
            "2010-01-01",
            [decided(by, "2014"), decided(by, "2010s"), deal(by, stage_since="2012-01-01")],
            [decided(by, "1990s"), deal(by), deal(by, stage_since="2001-01-01")],
        ),
    ),
    Narrowing(
        DEALS,
        "until",
        lambda by: Split(
            "2010-01-01",
            [decided(by, "1990s"), decided(by, "2010s"), deal(by, stage_since="2001-01-01")],
            [decided(by, "2014"), deal(by)],
        ),
    ),
    Narrowing(CLAIMS, "about", about_something_else),
    Narrowing(CLAIMS, "programme", claims_of_programme),
    Narrowing(CLAIMS, "theme", of_theme(claim)),
    Narrowing(CLAIMS, "since", claims_decided(*SINCE)),
    Narrowing(CLAIMS, "until", claims_decided(*UNTIL)),
    Narrowing(CONTRIBUTIONS, "country", of_country(contribution)),
    Narrowing(CONTRIBUTIONS, "programme", contributions_of_programme),
    Narrowing(CONTRIBUTIONS, "theme", of_theme(contribution)),
    Narrowing(CONTRIBUTIONS, "since", contributions_decided(*SINCE)),
    Narrowing(CONTRIBUTIONS, "until", contributions_decided(*UNTIL)),
    Narrowing(CONTRIBUTIONS, "what", by_what),
    Narrowing(
        CONTRIBUTIONS,
        "what",
        lambda by: Split("mission", [of_mission(by)], [contribution(by)]),
    ),
    Narrowing(
        CONTRIBUTIONS,
        "strength",
        lambda by: Split(
            "decisive", [contribution(by, strength="decisive")], [contribution(by, strength="none")]
        ),
    ),
    Narrowing(
        CONTRIBUTIONS,
        "role",
        lambda by: Split(
            "implementation",
            [contribution(by, role="implementation")],
            [contribution(by, role="promotion")],
        ),
    ),
    Narrowing(
        CONTRIBUTIONS,
        "helped",
        lambda by: Split("yes", [contribution(by)], [contribution(by, strength="none")]),
    ),
    Narrowing(
        CONTRIBUTIONS,
        "helped",
        lambda by: Split("no", [contribution(by, strength="none")], [contribution(by)]),
    ),
    Narrowing(CONTRIBUTIONS, "order", after_the_decision),
    Narrowing(CONTRIBUTIONS, "order", of_unknown_order),
    Narrowing(
        DEALS,
        "stage",
        lambda by: Split("negotiation", [deal(by, stage="negotiation")], [deal(by)]),
    ),
    Narrowing(
        DEALS, "status", lambda by: Split("delayed", [deal(by, status="delayed")], [deal(by)])
    ),
    Narrowing(
        DEALS,
        "country",
        lambda by: Split(
            kenya := HostCountryFactory(code="KE", name="Kenya"),
            [deal(by, country=kenya)],
            [deal(by), deal(by, country=None)],
        ),
    ),
    Narrowing(DEALS, "sector", by_sector),
    Narrowing(DEALS, "theme", by_theme),
    Narrowing(
        DEALS, "kind", lambda by: Split("licensing", [deal(by, kind="licensing")], [deal(by)])
    ),
    Narrowing(DEALS, "company", by_company),
    Narrowing(DEALS, "owner", by_owner),
    Narrowing(
        DEALS,
        "status",
        lambda by: Split(
            "running",
            [deal(by), deal(by, status="dormant"), deal(by, stage="operational")],
            [
                deal(by, status="lost", lost_because="Too dear"),
                deal(by, status="abandoned", lost_because="No land"),
            ],
        ),
    ),
    Narrowing(DEALS, "origin", lambda by: Split("press", [deal(by, origin="press")], [deal(by)])),
    Narrowing(DEALS, "programme", by_programme),
    Narrowing(DEALS, "mission", by_mission),
    Narrowing(DEALS, "year", of_a_year("stage_since")),
    Narrowing(DEALS, "year", of_a_calendar_year),
    Narrowing(DEALS, "decided", decided_in_a_year),
    Narrowing(DEALS, "expected", of_a_year("expected_on")),
    Narrowing(DEALS, "stale", stale),
    Narrowing(DEALS, "next", late),
    Narrowing(DEALS, "next", with_nothing_planned),
    Narrowing(
        DEALS,
        "mine",
        lambda by: Split(
            "yes",
            [deal(by, owner=by)],
            [deal(by), deal(by, owner=UserFactory(office=by.office))],
        ),
    ),
    Narrowing(
        CLAIMS, "metric", lambda by: Split("women", [claim(by, metric="women")], [claim(by)])
    ),
    Narrowing(
        CLAIMS, "phase", lambda by: Split("actual", [claim(by, phase="actual")], [claim(by)])
    ),
    Narrowing(
        CLAIMS,
        "checked",
        lambda by: Split(
            "yes",
            [VerifiedClaimFactory(deal=deal(by))],
            [claim(by, phase="actual"), VerifiedClaimFactory(deal=deal(by), **WITHDRAWN)],
        ),
    ),
    Narrowing(
        CLAIMS,
        "checked",
        lambda by: Split(
            "waiting",
            [claim(by, phase="actual")],
            [
                claim(by),
                VerifiedClaimFactory(deal=deal(by)),
                claim(by, phase="actual", **WITHDRAWN),
                claim(by, phase="actual", value=None, is_not_disclosed=True),
            ],
        ),
    ),
    Narrowing(
        CLAIMS,
        "checked",
        lambda by: Split(
            "again",
            [VerifiedClaimFactory(deal=deal(by), check_again_on="2026-11-21")],
            [
                VerifiedClaimFactory(deal=deal(by), check_again_on="2026-11-22"),
                VerifiedClaimFactory(deal=deal(by), check_again_on="2026-11-21", **WITHDRAWN),
                claim(by, phase="actual"),
            ],
        ),
    ),
    Narrowing(
        TRANSFERS,
        "country",
        lambda by: Split(
            kenya := HostCountryFactory(code="KE", name="Kenya"),
            [InstitutionFactory(deal=deal(by, country=kenya))],
            [InstitutionFactory(deal=deal(by)), InstitutionFactory(deal=deal(by, country=None))],
        ),
    ),
    Narrowing(
        TRANSFERS,
        "technology",
        lambda by: Split(
            incinerator := TechnologyFactory(),
            [InstitutionFactory(deal=deal(by), technology=incinerator)],
            [
                InstitutionFactory(deal=deal(by), technology=TechnologyFactory()),
                InstitutionFactory(deal=deal(by)),
            ],
        ),
    ),
    Narrowing(
        CLAIMS,
        "checked",
        lambda by: Split("withdrawn", [claim(by, **WITHDRAWN)], [claim(by)]),
    ),
    Narrowing(
        CLAIMS,
        "country",
        lambda by: Split(
            kenya := HostCountryFactory(code="KE", name="Kenya"),
            [ClaimFactory(deal=deal(by, country=kenya))],
            [claim(by)],
        ),
    ),
    Narrowing(CLAIMS, "sector", figures_of(by_sector)),
    Narrowing(CLAIMS, "theme", figures_of(by_theme)),
    Narrowing(CLAIMS, "programme", figures_of(by_programme)),
    Narrowing(CLAIMS, "mission", figures_of(by_mission)),
    Narrowing(CLAIMS, "mission", helped_weakly),
    Narrowing(CLAIMS, "without", without("country", no_country)),
    Narrowing(
        CLAIMS,
        "without",
        without("sector", lambda stays, goes: goes.sectors.add(SectorFactory())),
    ),
    Narrowing(
        CLAIMS,
        "without",
        without(
            "mission",
            lambda stays, goes: ContributionFactory(
                deal=goes, visit=None, mission=MissionFactory()
            ),
        ),
    ),
    Narrowing(CLAIMS, "without", lambda by: Split("year", [claim(by)], [claim(by, as_of="2020")])),
    Narrowing(CLAIMS, "year", dated_in_a_year),
    Narrowing(CLAIMS, "counted", counted),
    Narrowing(RATES, "one", lambda by: Split("mad", [rate(by)], [rate(by, from_currency="EUR")])),
    Narrowing(RATES, "other", lambda by: Split("USD", [rate(by, to_currency="USD")], [rate(by)])),
    Narrowing(
        RATES,
        "since",
        lambda by: Split("2021-01-31", [rate(by, on="2021-01-31")], [rate(by, on="2021-01-30")]),
    ),
    Narrowing(
        RATES,
        "until",
        lambda by: Split("2021-01-31", [rate(by, on="2021-01-31")], [rate(by, on="2021-02-01")]),
    ),
]


def by_stage(officer):
    """As deals go through the stages, and the longest there first."""
    since = {"identified": "2021-01-01", "concluded": "2020-01-01", "operational": "2019-01-01"}
    rows = [deal(officer, stage=stage, stage_since=day) for stage, day in since.items()]
    longer = deal(officer, stage="identified", stage_since="2018-01-01")
    return [longer, *rows], []


SORTINGS = [
    Sorting(
        CONTRIBUTIONS,
        "deal",
        lambda by: (
            [
                contribution(by, deal=deal(by, title="Ama")),
                contribution(by, deal=deal(by, title="Beni")),
            ],
            [],
        ),
    ),
    Sorting(
        CONTRIBUTIONS,
        "strength",
        lambda by: (
            [contribution(by, strength="informed"), contribution(by, strength="decisive")],
            [],
        ),
    ),
    Sorting(
        CONTRIBUTIONS,
        "day",
        lambda by: (
            [
                contribution(by, visit=VisitFactory(officer=by, begins=begins, ends=""))
                for begins in ("1990s", "2014")
            ],
            [contribution(by, visit=VisitFactory(officer=by, begins="", ends=""))],
        ),
    ),
    Sorting(DEALS, "deal", lambda by: ([deal(by, title="Ama"), deal(by, title="Beni")], [])),
    Sorting(DEALS, "stage", by_stage),
    Sorting(
        DEALS,
        "owner",
        lambda by: (
            [
                deal(by, owner=UserFactory(office=by.office, family_name="Abe")),
                deal(by, owner=UserFactory(office=by.office, family_name="Baba")),
            ],
            [deal(by), deal(by)],
        ),
    ),
    Sorting(DEALS, "made", lambda by: ([deal(by), deal(by)], [])),
    Sorting(
        CLAIMS,
        "figure",
        lambda by: (
            [claim(by, value=9), claim(by, value=1000)],
            [claim(by, value=None, is_not_disclosed=True)],
        ),
    ),
    Sorting(
        CLAIMS, "phase", lambda by: ([claim(by, phase="planned"), claim(by, phase="actual")], [])
    ),
    Sorting(
        CLAIMS,
        "as_of",
        lambda by: ([claim(by, as_of="1990s"), claim(by, as_of="2014")], [claim(by)]),
    ),
    Sorting(
        CLAIMS,
        "again",
        lambda by: (
            [
                VerifiedClaimFactory(deal=deal(by), check_again_on="2027-01-01"),
                VerifiedClaimFactory(deal=deal(by), check_again_on="2027-02-01"),
            ],
            [claim(by)],
        ),
    ),
    Sorting(
        TRANSFERS,
        "institution",
        lambda by: ([institution(by, name="Befelatanana"), institution(by, name="Fann")], []),
    ),
    Sorting(
        TRANSFERS,
        "country",
        lambda by: (
            [
                institution(by, country=HostCountryFactory(code="KE", name="Kenya")),
                institution(by, country=HostCountryFactory(code="SN", name="Senegal")),
            ],
            [institution(by, country=None)],
        ),
    ),
    Sorting(
        TRANSFERS,
        "technology",
        lambda by: (
            [
                institution(by, technology=TechnologyFactory(name="Incinerator")),
                institution(by, technology=TechnologyFactory(name="Microbubbles")),
            ],
            [institution(by)],
        ),
    ),
    Sorting(RATES, "on", lambda by: ([rate(by, on="2021-01-30"), rate(by, on="2021-01-31")], [])),
    Sorting(RATES, "pair", lambda by: ([rate(by, from_currency="EUR"), rate(by)], [])),
    Sorting(
        RATES, "source", lambda by: ([rate(by, source="A bank"), rate(by, source="B bank")], [])
    ),
    Sorting(CLAIMS, "recorded", lambda by: ([claim(by), claim(by)], [])),
]


@pytest.mark.parametrize("case", NARROWINGS, ids=narrowed_ids(NARROWINGS))
def test_a_filter_keeps_what_it_says_and_nothing_else(officer, case):
    assert_narrows(case, officer)


@pytest.mark.parametrize("case", SORTINGS, ids=sorted_ids(SORTINGS))
def test_a_list_is_sorted_both_ways_with_what_is_not_known_last(officer, case):
    assert_sorts(case, officer)


def test_every_filter_and_every_column_has_a_case():
    assert {(case.url_name, case.filter) for case in NARROWINGS} == filters_of("deals")
    assert {(case.url_name, case.column) for case in SORTINGS} == sortable_columns_of("deals")

"""The lists of who comes to us: each filter, and each column they are sorted by."""

import pytest
import time_machine

from tests.factories import (
    AgencyFactory,
    ApplicationFactory,
    DelegateFactory,
    HostCountryFactory,
    PostingFactory,
    ProgrammeFactory,
    ProjectProfileFactory,
    SectorFactory,
    ThemeFactory,
    UserFactory,
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

DELEGATES, VISITS = "delegates:delegates", "delegates:visits"
AGENCIES, COUNTRIES = "delegates:agencies", "delegates:countries"
PROGRAMMES, APPLICATIONS = "delegates:programmes", "delegates:applications"
PROJECTS = "delegates:projects"
NOON = "2026-11-21T03:00:00Z"
CANCELLED = {"state": "cancelled", "cancelled_because": "No visa"}


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel(NOON, tick=False):
        yield


def kenya():
    return HostCountryFactory(code="KE", name="Kenya")


def visit(officer, **more):
    return VisitFactory(officer=officer, **more)


def lasting(officer, *periods):
    """Visits from when to when, as typed."""
    return [visit(officer, begins=begins, ends=ends) for begins, ends in periods]


def somebody(officer, **more):
    return UserFactory(office=officer.office, **more)


def programme(by, **more):
    return ProgrammeFactory(office=by.office, **more)


def application(officer, **more):
    return ApplicationFactory(**{"programme": programme(officer)} | more)


def by_agency(officer):
    """Works or worked there, once or twice."""
    agency = AgencyFactory()
    now, once = PostingFactory(agency=agency), PostingFactory(agency=agency, is_current=False)
    PostingFactory(agency=agency, delegate=now.delegate)
    elsewhere = PostingFactory()
    return Split(agency, [now.delegate, once.delegate], [elsewhere.delegate])


def in_japan_now(officer):
    goes = [visit(officer, state="planned"), visit(officer, state="completed")]
    here = visit(officer, state="running").delegate
    visit(officer, delegate=here, state="running")
    return Split("yes", [here], [one.delegate for one in goes])


def came(officer, **asked):
    """A delegate with one visit of which everything asked is true, and with others besides."""
    delegate = DelegateFactory()
    visit(officer, delegate=delegate, state="completed", **asked)
    visit(officer, delegate=delegate, state="completed", begins="2001", ends="")
    return delegate


def on_theme(officer):
    theme, one = ThemeFactory(), programme(officer)
    one.themes.add(theme, ThemeFactory())
    return theme, one


def delegates_on_theme(officer):
    theme, one = on_theme(officer)
    stays = came(officer, programme=one)
    planned = visit(officer, programme=one, state="planned").delegate
    return Split(theme, [stays], [planned, came(officer), DelegateFactory()])


def visits_on_theme(officer):
    theme, one = on_theme(officer)
    other = visit(officer, programme=programme(officer))
    return Split(theme, [visit(officer, programme=one)], [other, visit(officer)])


def with_programme(officer):
    one = programme(officer)
    planned = visit(officer, programme=one, state="planned").delegate
    return Split(one, [came(officer, programme=one)], [planned, came(officer)])


def by_sector(officer):
    sector, stays, goes = SectorFactory(), ProjectProfileFactory(), ProjectProfileFactory()
    stays.sectors.add(sector, SectorFactory())
    return Split(sector, [stays], [goes])


def by_invited_country(officer):
    stays, goes = programme(officer), programme(officer)
    stays.countries.add(country := kenya(), HostCountryFactory())
    goes.countries.add(HostCountryFactory())
    return Split(country, [stays], [goes, programme(officer)])


def not_handed_in(officer):
    """Late is who still writes after their last day; reopened, that is the day given."""
    closed = programme(officer, call_closes_on="2026-11-20")
    calling = programme(officer, call_closes_on="2026-11-21")
    over = programme(officer, call_closes_on="2026-11-20", state="completed")
    stays = [
        application(officer, programme=closed),
        application(officer, programme=closed, state="started"),
        application(officer, programme=calling, state="started", open_until="2026-11-20"),
    ]
    goes = [
        application(officer, programme=closed, state="submitted"),
        application(officer, programme=closed, open_until="2026-11-21"),
        application(officer, programme=calling),
        application(officer, programme=over),
        application(officer),
    ]
    return Split("yes", stays, goes)


NARROWINGS = [
    Narrowing(
        DELEGATES,
        "country",
        lambda by: Split(
            land := kenya(), [DelegateFactory(country=land)], [DelegateFactory(), DelegateFactory()]
        ),
    ),
    Narrowing(DELEGATES, "agency", by_agency),
    Narrowing(DELEGATES, "here", in_japan_now),
    Narrowing(
        DELEGATES,
        "gone",
        lambda by: Split("yes", [DelegateFactory(archived_at=NOON)], [DelegateFactory()]),
    ),
    Narrowing(
        DELEGATES,
        "came",
        lambda by: Split(
            "yes",
            [came(by), visit(by, state="running").delegate],
            [DelegateFactory(), visit(by, **CANCELLED).delegate],
        ),
    ),
    Narrowing(DELEGATES, "programme", with_programme),
    Narrowing(DELEGATES, "theme", delegates_on_theme),
    Narrowing(
        DELEGATES,
        "since",
        lambda by: Split(
            "2010-01-01", [came(by, begins="2010s", ends="")], [came(by, begins="1990s", ends="")]
        ),
    ),
    Narrowing(
        DELEGATES,
        "until",
        lambda by: Split(
            "1995-01-01", [came(by, begins="1990s", ends="")], [came(by, begins="2010s", ends="")]
        ),
    ),
    Narrowing(VISITS, "theme", visits_on_theme),
    Narrowing(
        VISITS,
        "came",
        lambda by: Split(
            "yes",
            [visit(by, state="completed"), visit(by, state="running")],
            [visit(by, state="planned"), visit(by, **CANCELLED)],
        ),
    ),
    Narrowing(
        VISITS,
        "state",
        lambda by: Split("cancelled", [visit(by, **CANCELLED)], [visit(by)]),
    ),
    Narrowing(
        VISITS,
        "country",
        lambda by: Split(land := kenya(), [visit(by, delegate__country=land)], [visit(by)]),
    ),
    Narrowing(
        VISITS,
        "programme",
        lambda by: Split(
            one := programme(by),
            [visit(by, programme=one)],
            [visit(by), visit(by, programme=programme(by))],
        ),
    ),
    Narrowing(
        VISITS,
        "officer",
        lambda by: Split(mori := somebody(by), [visit(mori)], [visit(by)]),
    ),
    Narrowing(
        VISITS,
        "since",
        lambda by: Split(
            "2026-11-20",
            lasting(by, ("2026-11-16", "2026-11-20"), ("2026-11", "2026"), ("2026-12-01", "")),
            lasting(by, ("2026-11-16", "2026-11-19"), ("1990s", ""), ("", "2026-10"), ("", "")),
        ),
    ),
    Narrowing(
        VISITS,
        "until",
        lambda by: Split(
            "2026-11-20",
            lasting(by, ("2026-11-20", "2026-11-27"), ("2026-11", ""), ("", "2026-10")),
            lasting(by, ("2026-11-21", "2026-11-27"), ("", "2027"), ("", "")),
        ),
    ),
    Narrowing(VISITS, "mine", lambda by: Split("yes", [visit(by)], [visit(somebody(by))])),
    Narrowing(
        AGENCIES,
        "country",
        lambda by: Split(land := kenya(), [AgencyFactory(country=land)], [AgencyFactory()]),
    ),
    Narrowing(
        AGENCIES, "kind", lambda by: Split("bank", [AgencyFactory(kind="bank")], [AgencyFactory()])
    ),
    Narrowing(
        COUNTRIES,
        "officer",
        lambda by: Split(
            mori := somebody(by),
            [HostCountryFactory(code="KE", name="Kenya", desk_officer=mori)],
            [HostCountryFactory()],
        ),
    ),
    Narrowing(
        COUNTRIES,
        "mine",
        lambda by: Split(
            "yes",
            [HostCountryFactory(code="KE", name="Kenya", desk_officer=by)],
            [HostCountryFactory(desk_officer=somebody(by))],
        ),
    ),
    Narrowing(
        PROGRAMMES,
        "state",
        lambda by: Split("running", [programme(by, state="running")], [programme(by)]),
    ),
    Narrowing(PROGRAMMES, "country", by_invited_country),
    Narrowing(
        PROGRAMMES,
        "officer",
        lambda by: Split(
            mori := somebody(by), [programme(by, officer=mori)], [programme(by, officer=by)]
        ),
    ),
    Narrowing(
        PROGRAMMES,
        "mine",
        lambda by: Split("yes", [programme(by, officer=by)], [programme(by)]),
    ),
    Narrowing(
        PROGRAMMES,
        "ours",
        lambda by: Split("yes", [programme(by)], [programme(by, is_ours=False)]),
    ),
    Narrowing(
        APPLICATIONS,
        "state",
        lambda by: Split("submitted", [application(by, state="submitted")], [application(by)]),
    ),
    Narrowing(
        APPLICATIONS,
        "programme",
        lambda by: Split(one := programme(by), [application(by, programme=one)], [application(by)]),
    ),
    Narrowing(
        APPLICATIONS,
        "country",
        lambda by: Split(
            land := kenya(),
            [application(by, agency=AgencyFactory(country=land))],
            [application(by), application(by, agency=AgencyFactory())],
        ),
    ),
    Narrowing(
        APPLICATIONS,
        "state",
        lambda by: Split(
            "offered",
            [application(by, state="offered", decided_at=NOON, offer_until="2026-11-28")],
            [application(by, state="waiting_list", decided_at=NOON)],
        ),
    ),
    Narrowing(APPLICATIONS, "late", not_handed_in),
    Narrowing(
        PROJECTS,
        "country",
        lambda by: Split(
            land := kenya(), [ProjectProfileFactory(country=land)], [ProjectProfileFactory()]
        ),
    ),
    Narrowing(PROJECTS, "sector", by_sector),
    Narrowing(
        PROJECTS,
        "offer",
        lambda by: Split("yes", [ProjectProfileFactory()], [ProjectProfileFactory(is_open=False)]),
    ),
]


def delegates_by_country(officer):
    ama, beni = (DelegateFactory(country=kenya(), family_name=name) for name in ("Ama", "Beni"))
    return [ama, beni, DelegateFactory(family_name="Abdi")], []


def visits_by_delegate(officer):
    names = [("Ama", "Karim"), ("Ama", "Said"), ("Beni", "Adil")]
    return [
        visit(officer, delegate__family_name=family, delegate__given_name=given)
        for family, given in names
    ], []


SORTINGS = [
    Sorting(
        DELEGATES,
        "name",
        lambda by: (
            [
                DelegateFactory(family_name="Ama", given_name="Said"),
                DelegateFactory(family_name="Beni", given_name="Adil"),
                DelegateFactory(family_name="Beni", given_name="Karim"),
            ],
            [],
        ),
    ),
    Sorting(DELEGATES, "country", delegates_by_country),
    Sorting(VISITS, "delegate", visits_by_delegate),
    Sorting(
        VISITS,
        "when",
        lambda by: (
            lasting(by, ("1990s", ""), ("2016-06", ""), ("2026-11-16", "")),
            lasting(by, ("", ""), ("", "2026")),
        ),
    ),
    Sorting(
        VISITS,
        "officer",
        lambda by: (
            [
                visit(somebody(by, family_name="Abe")),
                visit(somebody(by, family_name="Baba")),
            ],
            [],
        ),
    ),
    Sorting(
        VISITS,
        "state",
        lambda by: ([visit(by, state="running"), visit(by, state="completed")], []),
    ),
    Sorting(
        AGENCIES, "name", lambda by: ([AgencyFactory(name="Ama"), AgencyFactory(name="Beni")], [])
    ),
    Sorting(
        AGENCIES,
        "country",
        lambda by: ([AgencyFactory(name="Beni", country=kenya()), AgencyFactory(name="Ama")], []),
    ),
    Sorting(
        AGENCIES,
        "kind",
        lambda by: (
            [
                AgencyFactory(name="Zulu", kind="bank"),
                AgencyFactory(name="Ama", kind="chamber"),
                AgencyFactory(name="Beni", kind="chamber"),
            ],
            [],
        ),
    ),
    Sorting(COUNTRIES, "name", lambda by: ([kenya(), HostCountryFactory()], [])),
    Sorting(
        COUNTRIES,
        "officer",
        lambda by: (
            [
                HostCountryFactory(desk_officer=somebody(by, family_name="Abe")),
                HostCountryFactory(
                    code="KE", name="Kenya", desk_officer=somebody(by, family_name="Baba")
                ),
            ],
            [HostCountryFactory(code="BJ", name="Benin")],
        ),
    ),
    Sorting(
        PROGRAMMES, "name", lambda by: ([programme(by, name="Ama"), programme(by, name="Beni")], [])
    ),
    Sorting(
        PROGRAMMES,
        "when",
        lambda by: ([programme(by, begins="1990s"), programme(by, begins="2026")], [programme(by)]),
    ),
    Sorting(
        PROGRAMMES,
        "closes",
        lambda by: (
            [
                programme(by, call_closes_on="2026-01-31"),
                programme(by, call_closes_on="2026-12-01"),
            ],
            [programme(by)],
        ),
    ),
    Sorting(
        PROGRAMMES,
        "state",
        lambda by: ([programme(by, state="call_open"), programme(by, state="running")], []),
    ),
    Sorting(
        APPLICATIONS,
        "who",
        lambda by: (
            [
                application(by, family_name="Ama", given_name="Said"),
                application(by, family_name="Beni", given_name="Adil"),
            ],
            [application(by)],
        ),
    ),
    Sorting(
        APPLICATIONS,
        "programme",
        lambda by: (
            [
                application(by, programme=programme(by, name="Ama")),
                application(by, programme=programme(by, name="Beni")),
            ],
            [],
        ),
    ),
    Sorting(
        APPLICATIONS,
        "agency",
        lambda by: (
            [
                application(by, agency=AgencyFactory(name="Ama")),
                application(by, agency=AgencyFactory(name="Beni")),
            ],
            [application(by)],
        ),
    ),
    Sorting(APPLICATIONS, "made", lambda by: ([application(by), application(by)], [])),
    Sorting(
        APPLICATIONS,
        "state",
        lambda by: ([application(by, state="invited"), application(by, state="submitted")], []),
    ),
    Sorting(
        PROJECTS,
        "title",
        lambda by: ([ProjectProfileFactory(title="Ama"), ProjectProfileFactory(title="Beni")], []),
    ),
    Sorting(
        PROJECTS,
        "country",
        lambda by: (
            [
                ProjectProfileFactory(title="Beni", country=kenya()),
                ProjectProfileFactory(title="Ama"),
            ],
            [],
        ),
    ),
    Sorting(
        PROJECTS,
        "agency",
        lambda by: (
            [
                ProjectProfileFactory(agency=AgencyFactory(name="Ama")),
                ProjectProfileFactory(agency=AgencyFactory(name="Beni")),
            ],
            [ProjectProfileFactory()],
        ),
    ),
    Sorting(
        PROJECTS,
        "offer",
        lambda by: ([ProjectProfileFactory(is_open=False), ProjectProfileFactory()], []),
    ),
]


@pytest.mark.parametrize("case", NARROWINGS, ids=narrowed_ids(NARROWINGS))
def test_a_filter_keeps_what_it_says_and_nothing_else(officer, case):
    assert_narrows(case, officer)


@pytest.mark.parametrize("case", SORTINGS, ids=sorted_ids(SORTINGS))
def test_a_list_is_sorted_both_ways_with_what_is_not_known_last(officer, case):
    assert_sorts(case, officer)


def test_every_filter_and_every_column_has_a_case():
    assert {(case.url_name, case.filter) for case in NARROWINGS} == filters_of("delegates")
    assert {(case.url_name, case.column) for case in SORTINGS} == sortable_columns_of("delegates")

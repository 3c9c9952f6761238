"""The lists of whom we serve: each filter, and each column they are sorted by."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from tests.factories import (
    CompanyFactory,
    ContactFactory,
    DelegateFactory,
    EventFactory,
    EventSeriesFactory,
    HostCountryFactory,
    MeetingFactory,
    MeetingPartyFactory,
    MissionFactory,
    MissionLegFactory,
    MissionMemberFactory,
    ProgrammeFactory,
    ScheduleFactory,
    SectorFactory,
    TechnologyFactory,
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

COMPANIES, CONTACTS = "investors:companies", "investors:contacts"
TECHNOLOGIES, MISSIONS = "investors:technologies", "investors:missions"
EVENTS, MEETINGS = "investors:events", "investors:meetings"
SCHEDULES = "investors:schedules"


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):
        yield


def kenya():
    return HostCountryFactory(code="KE", name="Kenya")


def somebody(officer, **more):
    return UserFactory(office=officer.office, **more)


def mission(officer, **more):
    return MissionFactory(office=officer.office, **more)


def event(officer, **more):
    return EventFactory(office=officer.office, **more)


def meeting(officer, **more):
    return MeetingFactory(officer=officer, **more)


def lasting(officer, *periods):
    """Missions from when to when, as typed."""
    return [mission(officer, begins=begins, ends=ends) for begins, ends in periods]


def tagged(make, kind, factory):
    """One with the tag and another, one with another tag, one without any."""

    def split(officer):
        tag, stays, goes, bare = factory(), make(officer), make(officer), make(officer)
        getattr(stays, kind).add(tag, factory())
        getattr(goes, kind).add(factory())
        return Split(tag, [stays], [goes, bare])

    return split


def by_mission(officer):
    travelled = MissionMemberFactory(mission=mission(officer))
    contact = ContactFactory(company=travelled.company)
    MissionMemberFactory(mission=travelled.mission, company=contact.company, contact=contact)
    other = MissionMemberFactory(mission=mission(officer))
    return Split(travelled.mission, [travelled.company], [other.company])


def by_where_it_goes(officer):
    stays, goes = mission(officer), mission(officer)
    country = kenya()
    for _leg in range(2):
        MissionLegFactory(mission=stays, country=country)
    MissionLegFactory(mission=stays)
    MissionLegFactory(mission=goes)
    MissionLegFactory(mission=goes, country=None, region_typed="Kenya")
    return Split(country, [stays], [goes])


def by_company(officer):
    party = MeetingPartyFactory(meeting=meeting(officer))
    contact = ContactFactory(company=party.company)
    MeetingPartyFactory(meeting=party.meeting, company=contact.company, contact=contact)
    other = MeetingPartyFactory(meeting=meeting(officer))
    return Split(party.company, [party.meeting], [other.meeting])


def by_contact(officer):
    contact = ContactFactory()
    met, other = meeting(officer), meeting(officer)
    MeetingPartyFactory(meeting=met, company=contact.company, contact=contact)
    MeetingPartyFactory(meeting=other, company=contact.company)
    return Split(contact, [met], [other])


def part_of(name, make):
    """Meetings that are part of one thing, of another, and of none."""

    def split(officer):
        one, other = make(officer), make(officer)
        goes = [meeting(officer, **{name: other}), meeting(officer)]
        return Split(one, [meeting(officer, **{name: one})], goes)

    return split


def with_a_country(officer):
    """Of a visit from there, with somebody from there, or on a mission that went only there."""
    land = kenya()
    theirs = DelegateFactory(country=land)
    seat = MeetingPartyFactory(meeting=meeting(officer), company=None, delegate=theirs)
    only_there, further = mission(officer), mission(officer)
    MissionLegFactory(mission=only_there, country=land)
    MissionLegFactory(mission=further, country=land)
    MissionLegFactory(mission=further)
    stays = [
        meeting(officer, visit=VisitFactory(officer=officer, delegate=theirs)),
        seat.meeting,
        meeting(officer, mission=only_there),
    ]
    goes = [
        meeting(officer, mission=further),
        meeting(officer, visit=VisitFactory(officer=officer)),
        meeting(officer),
    ]
    return Split(land, stays, goes)


def of_a_programme(officer):
    one = ProgrammeFactory(office=officer.office)
    within = VisitFactory(officer=officer, programme=one)
    other = meeting(officer, visit=VisitFactory(officer=officer))
    return Split(one, [meeting(officer, visit=within)], [other, meeting(officer)])


def on_a_theme(officer):
    theme = ThemeFactory()
    one, travelled, held = (
        ProgrammeFactory(office=officer.office),
        mission(officer),
        event(officer),
    )
    for thing in (one, travelled, held):
        thing.themes.add(theme, ThemeFactory())
    stays = [
        meeting(officer, visit=VisitFactory(officer=officer, programme=one)),
        meeting(officer, mission=travelled),
        meeting(officer, event=held),
    ]
    return Split(theme, stays, [meeting(officer), meeting(officer, mission=mission(officer))])


def by_delegate(officer):
    benali, alaoui = DelegateFactory(), DelegateFactory()
    stays, goes = (
        MeetingPartyFactory(meeting=meeting(officer), company=None, delegate=one).meeting
        for one in (benali, alaoui)
    )
    return Split(benali, [stays], [goes])


def not_written_down(officer):
    goes = [
        meeting(officer, state="held", day="2026-11-20"),
        meeting(officer, state="planned", day="2026-11-22"),
        meeting(officer, state="planned", day=None),
    ]
    stays = [meeting(officer, state="planned", day=day) for day in ("2026-11-20", "2026-11-21")]
    return Split("no", stays, goes)


def schedule_of(name):
    """Schedules of a programme, of a leg, and of an event; narrowed to what one of them is of."""

    def make(officer):
        of_programme = ScheduleFactory(
            office=officer.office, event=None, programme=ProgrammeFactory(office=officer.office)
        )
        leg = MissionLegFactory(mission=mission(officer))
        of_leg = ScheduleFactory(office=officer.office, event=None, leg=leg)
        of_event = ScheduleFactory(office=officer.office)
        chosen = {"programme": of_programme, "mission": of_leg, "event": of_event}
        goes = [one for other, one in chosen.items() if other != name]
        return Split(chosen[name].whole(), [chosen[name]], goes)

    return make


def of_a_series(by):
    series = EventSeriesFactory(office=by.office)
    return Split(series.pk, [event(by, series=series)], [event(by)])


NARROWINGS = [
    Narrowing(SCHEDULES, "programme", schedule_of("programme")),
    Narrowing(SCHEDULES, "mission", schedule_of("mission")),
    Narrowing(SCHEDULES, "event", schedule_of("event")),
    Narrowing(
        COMPANIES,
        "gone",
        lambda by: Split(
            "yes",
            [CompanyFactory(archived_at="2026-11-20T03:00:00Z")],
            [CompanyFactory(), CompanyFactory()],
        ),
    ),
    Narrowing(COMPANIES, "sector", tagged(lambda by: CompanyFactory(), "sectors", SectorFactory)),
    Narrowing(
        COMPANIES,
        "owner",
        lambda by: Split(
            mori := somebody(by),
            [CompanyFactory(owner=mori)],
            [CompanyFactory(), CompanyFactory(owner=by)],
        ),
    ),
    Narrowing(COMPANIES, "mission", by_mission),
    Narrowing(
        COMPANIES,
        "mine",
        lambda by: Split(
            "yes",
            [CompanyFactory(owner=by)],
            [CompanyFactory(), CompanyFactory(owner=somebody(by))],
        ),
    ),
    Narrowing(
        CONTACTS,
        "company",
        lambda by: Split(
            company := CompanyFactory(), [ContactFactory(company=company)], [ContactFactory()]
        ),
    ),
    Narrowing(
        CONTACTS,
        "current",
        lambda by: Split("yes", [ContactFactory()], [ContactFactory(left_on="2026-03-31")]),
    ),
    Narrowing(
        CONTACTS,
        "check",
        lambda by: Split(
            "yes",
            [ContactFactory(), ContactFactory(checked_on="2020-04-01")],
            [ContactFactory(checked_on=timezone.localdate()), ContactFactory(left_on="2020-03-31")],
        ),
    ),
    Narrowing(
        CONTACTS,
        "owner",
        lambda by: Split(
            by,
            [ContactFactory(company__owner=by)],
            [ContactFactory(), ContactFactory(company__owner=somebody(by))],
        ),
    ),
    Narrowing(
        TECHNOLOGIES,
        "company",
        lambda by: Split(
            company := CompanyFactory(), [TechnologyFactory(company=company)], [TechnologyFactory()]
        ),
    ),
    Narrowing(
        TECHNOLOGIES, "sector", tagged(lambda by: TechnologyFactory(), "sectors", SectorFactory)
    ),
    Narrowing(
        MISSIONS,
        "state",
        lambda by: Split("travelling", [mission(by, state="travelling")], [mission(by)]),
    ),
    Narrowing(MISSIONS, "country", by_where_it_goes),
    Narrowing(
        MISSIONS,
        "went",
        lambda by: Split(
            "yes",
            [mission(by, state="travelling"), mission(by, state="completed")],
            [mission(by), mission(by, state="cancelled", cancelled_because="Nobody came")],
        ),
    ),
    Narrowing(MISSIONS, "theme", tagged(mission, "themes", ThemeFactory)),
    Narrowing(
        MISSIONS,
        "since",
        lambda by: Split(
            "2026-11-20",
            lasting(by, ("2026-11-16", "2026-11-20"), ("2026-11", ""), ("2026-12-01", "")),
            lasting(by, ("2026-11-16", "2026-11-19"), ("2016", ""), ("", "2026-10"), ("", "")),
        ),
    ),
    Narrowing(
        MISSIONS,
        "until",
        lambda by: Split(
            "2026-11-20",
            lasting(by, ("2026-11-20", "2026-11-27"), ("2026", ""), ("", "2026-10")),
            lasting(by, ("2026-11-21", ""), ("", "2027"), ("", "")),
        ),
    ),
    Narrowing(
        MISSIONS, "ours", lambda by: Split("yes", [mission(by)], [mission(by, is_ours=False)])
    ),
    Narrowing(
        MISSIONS,
        "mine",
        lambda by: Split(
            "yes", [mission(by, owner=by)], [mission(by), mission(by, owner=somebody(by))]
        ),
    ),
    Narrowing(EVENTS, "series", of_a_series),
    Narrowing(EVENTS, "kind", lambda by: Split("fair", [event(by, kind="fair")], [event(by)])),
    Narrowing(EVENTS, "state", lambda by: Split("held", [event(by, state="held")], [event(by)])),
    Narrowing(
        EVENTS,
        "country",
        lambda by: Split(
            land := kenya(),
            [event(by, country=land)],
            [event(by), event(by, country=HostCountryFactory())],
        ),
    ),
    Narrowing(EVENTS, "theme", tagged(event, "themes", ThemeFactory)),
    Narrowing(EVENTS, "ours", lambda by: Split("yes", [event(by)], [event(by, is_ours=False)])),
    Narrowing(
        MEETINGS, "kind", lambda by: Split("call", [meeting(by, kind="call")], [meeting(by)])
    ),
    Narrowing(
        MEETINGS,
        "state",
        lambda by: Split("postponed", [meeting(by, state="postponed")], [meeting(by)]),
    ),
    Narrowing(
        MEETINGS,
        "interest",
        lambda by: Split(
            "none", [meeting(by, interest="none")], [meeting(by), meeting(by, interest="high")]
        ),
    ),
    Narrowing(MEETINGS, "country", with_a_country),
    Narrowing(MEETINGS, "programme", of_a_programme),
    Narrowing(MEETINGS, "theme", on_a_theme),
    Narrowing(MEETINGS, "company", by_company),
    Narrowing(MEETINGS, "delegate", by_delegate),
    Narrowing(MEETINGS, "contact", by_contact),
    Narrowing(MEETINGS, "visit", part_of("visit", lambda by: VisitFactory(officer=by))),
    Narrowing(MEETINGS, "mission", part_of("mission", mission)),
    Narrowing(MEETINGS, "event", part_of("event", event)),
    Narrowing(
        MEETINGS,
        "since",
        lambda by: Split(
            "2026-11-20",
            [meeting(by, day="2026-11-20"), meeting(by, day="2026-11-21")],
            [meeting(by, day="2026-11-19"), meeting(by, day=None)],
        ),
    ),
    Narrowing(
        MEETINGS,
        "until",
        lambda by: Split(
            "2026-11-20",
            [meeting(by, day="2026-11-20"), meeting(by, day="2026-11-19")],
            [meeting(by, day="2026-11-21"), meeting(by, day=None)],
        ),
    ),
    Narrowing(MEETINGS, "unwritten", not_written_down),
    Narrowing(MEETINGS, "mine", lambda by: Split("yes", [meeting(by)], [meeting(somebody(by))])),
]


def meetings_by_day(officer):
    """Those of one day by their time, and those without a time last."""
    early, late = "2026-11-20T01:00Z", "2026-11-20T05:00Z"
    known = [
        meeting(officer, day="2026-11-19", starts_at="2026-11-19T05:00Z"),
        meeting(officer, day="2026-11-20", starts_at=early),
        meeting(officer, day="2026-11-20", starts_at=late),
    ]
    return known, [meeting(officer, day=None)]


def schedules_named(officer):
    return [ScheduleFactory(office=officer.office, name=name) for name in ("Ama", "Beni")], []


def schedules_by_day(officer):
    earlier = ScheduleFactory(office=officer.office, first_on=date(2026, 11, 2))
    return [earlier, ScheduleFactory(office=officer.office)], []


SORTINGS = [
    Sorting(SCHEDULES, "name", schedules_named),
    Sorting(SCHEDULES, "when", schedules_by_day),
    Sorting(
        COMPANIES,
        "name",
        lambda by: ([CompanyFactory(name="Ama"), CompanyFactory(name="Beni")], []),
    ),
    Sorting(
        COMPANIES,
        "name_ja",
        lambda by: (
            [CompanyFactory(reading="サクラ"), CompanyFactory(reading="ヤザキ")],
            [],
        ),
    ),
    Sorting(
        COMPANIES,
        "owner",
        lambda by: (
            [
                CompanyFactory(owner=somebody(by, family_name="Abe")),
                CompanyFactory(owner=somebody(by, family_name="Baba")),
            ],
            [CompanyFactory()],
        ),
    ),
    Sorting(
        CONTACTS,
        "name",
        lambda by: (
            [
                ContactFactory(family_name="Abe", given_name="Yuri"),
                ContactFactory(family_name="Baba", given_name="Aoi"),
            ],
            [],
        ),
    ),
    Sorting(
        CONTACTS,
        "reading",
        lambda by: ([ContactFactory(reading="アベ"), ContactFactory(reading="ババ")], []),
    ),
    Sorting(
        CONTACTS,
        "company",
        lambda by: (
            [
                ContactFactory(company=CompanyFactory(name="Ama")),
                ContactFactory(company=CompanyFactory(name="Beni")),
            ],
            [],
        ),
    ),
    Sorting(
        TECHNOLOGIES,
        "name",
        lambda by: ([TechnologyFactory(name="Ama"), TechnologyFactory(name="Beni")], []),
    ),
    Sorting(
        TECHNOLOGIES,
        "company",
        lambda by: (
            [
                TechnologyFactory(company=CompanyFactory(name="Ama")),
                TechnologyFactory(company=CompanyFactory(name="Beni")),
            ],
            [],
        ),
    ),
    Sorting(MISSIONS, "name", lambda by: ([mission(by, name="Ama"), mission(by, name="Beni")], [])),
    Sorting(
        MISSIONS,
        "when",
        lambda by: (lasting(by, ("1990s", ""), ("2026", "")), lasting(by, ("", ""), ("", "2020"))),
    ),
    Sorting(
        MISSIONS,
        "state",
        lambda by: ([mission(by, state="open"), mission(by, state="travelling")], []),
    ),
    Sorting(EVENTS, "name", lambda by: ([event(by, name="Ama"), event(by, name="Beni")], [])),
    Sorting(
        EVENTS,
        "when",
        lambda by: ([event(by, begins="1990s"), event(by, begins="2026")], [event(by)]),
    ),
    Sorting(EVENTS, "kind", lambda by: ([event(by, kind="fair"), event(by, kind="tour")], [])),
    Sorting(EVENTS, "state", lambda by: ([event(by), event(by, state="held")], [])),
    Sorting(
        MEETINGS, "subject", lambda by: ([meeting(by, subject="Ama"), meeting(by, subject="B")], [])
    ),
    Sorting(MEETINGS, "day", meetings_by_day),
    Sorting(
        MEETINGS,
        "state",
        lambda by: ([meeting(by, state="planned"), meeting(by, state="held")], []),
    ),
]


@pytest.mark.parametrize("case", NARROWINGS, ids=narrowed_ids(NARROWINGS))
def test_a_filter_keeps_what_it_says_and_nothing_else(officer, case):
    assert_narrows(case, officer)


@pytest.mark.parametrize("case", SORTINGS, ids=sorted_ids(SORTINGS))
def test_a_list_is_sorted_both_ways_with_what_is_not_known_last(officer, case):
    assert_sorts(case, officer)


def test_every_filter_and_every_column_has_a_case():
    assert {(case.url_name, case.filter) for case in NARROWINGS} == filters_of("investors")
    assert {(case.url_name, case.column) for case in SORTINGS} == sortable_columns_of("investors")


def test_what_has_no_reading_is_not_known_and_comes_last(officer):
    named = CompanyFactory(name="Beni", reading="サクラ")
    unnamed = CompanyFactory(name="Ama", reading="")
    case = Sorting(COMPANIES, "name_ja", lambda by: ([named], [unnamed]))

    assert_sorts(case, officer)


@pytest.mark.parametrize("page", ["/companies/", "/contacts/"])
def test_who_reads_japanese_has_them_as_they_are_read(desk, officer, page):
    rows = {}
    for name, reading in [
        ("A", ""),
        ("B", "やざき"),
        ("C", "カトウ"),
        ("D", "がとう"),
        ("E", "ﾔｻﾞ"),
        ("F", "オーノ ユイ"),
        ("G", "おおの あい"),
    ]:
        company = CompanyFactory(name=name, reading=reading)
        contact = ContactFactory(company=company, family_name=name, reading=reading)
        rows[(company if page == "/companies/" else contact).pk] = name
    officer.language = "ja"
    officer.save(update_fields=["language"])

    shown = [rows[row.pk] for row in desk.get(page).context["list"].rows]

    assert shown == ["G", "F", "C", "D", "E", "B", "A"]

"""The calendar: how it is laid out, what stands in it, and for whom."""

from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from delegates.models import Visit
from investors.models import Event, Meeting, Mission
from itpo.desk.calendar import (
    Entry,
    Month,
    Span,
    bars_of,
    cells_of,
    in_lanes,
    on_day,
    week_of,
    without_a_day,
)
from itpo.desk.calendar_holidays import Holidays
from itpo.desk.calendar_rows import Reader, due, entries
from itpo.office.models import User
from tests.conftest import logged_in
from tests.factories import (
    DelegateFactory,
    EventFactory,
    FollowUpFactory,
    HolidayFactory,
    HostCountryFactory,
    MeetingFactory,
    MissionFactory,
    MissionLegFactory,
    UserFactory,
    VisitFactory,
    YearlyClosureFactory,
)

NOW = "2026-11-21T03:00:00Z"  # a Saturday noon in Tokyo
TODAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 16)
NOVEMBER = Month(2026, 11)
ALL = ("visits", "missions", "events", "meetings")


def nov(day: int) -> date:
    return date(2026, 11, day)


def entry(name: str, first: date, last: date) -> Entry:
    span = Span((first, first), (last, last), (first, last))
    return Entry(kind="Visit", name=name, span=span)


def period(begins: str, ends: str) -> Visit:
    """A visit as it is read, without the database."""
    visit = Visit(begins=begins, ends=ends)
    for field in Visit.partial_dates():
        field.fill(visit)
    return visit


# --- the month ---


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-11", NOVEMBER),
        ("1900-01", Month(1900, 1)),
        ("2199-12", Month(2199, 12)),
        ("1899-12", None),
        ("2200-01", None),
        ("2026-13", None),
        ("2026-00", None),
        ("2026-1", None),
        ("2026-11-01", None),
        ("２０２６-11", None),
        ("", None),
        ("nonsense", None),
    ],
)
def test_a_month_is_read_or_it_is_none(text, month):
    assert Month.read(text) == month


def test_a_month_is_shown_in_whole_weeks_from_monday():
    assert (NOVEMBER.first, NOVEMBER.last) == (nov(1), nov(30))
    assert (NOVEMBER.first_shown, NOVEMBER.last_shown) == (date(2026, 10, 26), date(2026, 12, 6))
    assert NOVEMBER.mondays == [date(2026, 10, 26) + timedelta(days=7 * n) for n in range(6)]


def test_the_months_around_it():
    assert (Month(2026, 12).next, Month(2026, 1).previous) == (Month(2027, 1), Month(2025, 12))
    assert (Month(1900, 1).previous, Month(2199, 12).next) == (None, None)
    assert str(Month(2026, 3)) == "2026-03"


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_lies_in_the_weeks_of_its_month(day):
    month = Month.of(day)

    assert month.first_shown <= month.first <= day <= month.last <= month.last_shown
    assert month.first_shown.weekday() == 0
    assert month.last_shown.weekday() == 6
    assert Month.read(str(month)) == month
    assert (month.last_shown - month.first_shown).days + 1 == 7 * len(month.mondays)


# --- when something is ---


@pytest.mark.parametrize(
    ("begins", "ends", "days"),
    [
        ("2026-11-16", "2026-11-27", (nov(16), nov(27))),
        ("2026-11-16", "2026-11-16", (nov(16), nov(16))),
        ("2026-11-16", "", (nov(16), nov(16))),
        ("2026-11", "", None),
        ("2026-11", "2026-11-27", None),
        ("2026-11-16", "2026-12", None),
        ("", "2026-11-27", None),
        ("1990s", "", None),
        ("about 2026-11-16", "", None),
        ("2026-11-16", "2026-11-27?", None),
    ],
)
def test_only_what_is_known_to_the_day_is_drawn(begins, ends, days):
    span = Span.of(period(begins, ends))

    assert span is not None
    assert span.days == days


def test_what_has_no_date_is_nowhere():
    assert Span.of(period("", "")) is None
    assert Span.of(period("", ""), TODAY) is None


@pytest.mark.parametrize(
    ("begins", "ends", "surely", "perhaps"),
    [
        ("2026-11", "", True, True),
        ("2026", "", False, True),
        ("1990s", "", False, False),
        ("2026-10", "2026-12", True, True),
        ("2026-10", "2026-11-05", True, True),
        ("2026-10", "2026", False, True),
        ("", "2026-11", True, True),
        ("2026-10-31", "", False, False),
        ("2026-12", "", False, False),
    ],
)
def test_what_is_known_in_part_is_surely_or_perhaps_in_a_month(begins, ends, surely, perhaps):
    span = Span.of(period(begins, ends))

    assert span is not None
    assert span.surely_touches(nov(1), nov(30)) == surely
    assert span.may_touch(nov(1), nov(30)) == perhaps


def test_what_is_under_way_goes_on_until_today_at_least():
    span = Span.of(period("2026-09-01", ""), TODAY)

    assert span is not None
    assert span.days == (date(2026, 9, 1), date(2026, 9, 1))
    assert span.surely_touches(date(2026, 10, 1), date(2026, 10, 31))
    assert span.surely_touches(nov(1), nov(30))
    assert not span.may_touch(date(2026, 12, 1), date(2026, 12, 31))


def test_days_not_known_are_listed_sure_ones_apart():
    drawn = entry("drawn", nov(3), nov(4))
    sure, vague, other = [
        Entry(kind="Visit", name=begins, span=span)
        for begins in ("2026-11", "2026", "2027")
        if (span := Span.of(period(begins, "")))
    ]

    assert without_a_day([vague, drawn, other, sure], NOVEMBER) == ([sure], [vague])


# --- bars and lanes ---


def bars(*given: Entry) -> list[tuple[str, int, int, bool, bool]]:
    return [
        (bar.entry.name, bar.begins, bar.days, bar.goes_before, bar.goes_on)
        for bar in bars_of(given, MONDAY)
    ]


def test_a_bar_is_cut_to_its_week():
    assert bars(
        entry("one day", nov(18), nov(18)),
        entry("in the week", nov(17), nov(19)),
        entry("the whole week", nov(16), nov(22)),
        entry("from before", nov(9), nov(16)),
        entry("into the next", nov(22), nov(23)),
        entry("for months", date(2026, 9, 1), date(2027, 2, 1)),
        entry("the week before", nov(15), nov(15)),
        entry("the week after", nov(23), nov(23)),
    ) == [
        ("for months", 0, 7, True, True),
        ("from before", 0, 1, True, False),
        ("the whole week", 0, 7, False, False),
        ("in the week", 1, 3, False, False),
        ("one day", 2, 1, False, False),
        ("into the next", 6, 1, False, True),
    ]


def test_bars_that_do_not_meet_share_a_lane():
    lanes = in_lanes(
        bars_of(
            [
                entry("a", nov(16), nov(17)),
                entry("b", nov(17), nov(18)),
                entry("c", nov(18), nov(22)),
            ],
            MONDAY,
        )
    )

    assert [[bar.entry.name for bar in lane] for lane in lanes] == [["a", "c"], ["b"]]
    assert [(column, bar and bar.entry.name) for column, bar in cells_of(lanes[1])] == [
        (0, None), (1, "b"), (3, None), (4, None), (5, None), (6, None),
    ]  # fmt: skip


def test_what_finds_no_lane_is_counted_on_its_days():
    week = week_of([entry(str(n), nov(16), nov(17)) for n in range(5)], MONDAY, most=3)

    assert (len(week.lanes), week.beyond) == (3, [2, 2, 0, 0, 0, 0, 0])


some_entries = st.lists(
    st.builds(
        lambda first, days: entry("one", first, first + timedelta(days=days)),
        st.dates(date(2026, 10, 1), date(2026, 12, 31)),
        st.integers(0, 60),
    ),
    max_size=25,
)


@given(some_entries, st.sampled_from(NOVEMBER.mondays))
def test_lanes_never_overlap_and_lose_nothing(given_entries, monday):
    sunday = monday + timedelta(days=6)

    lanes = in_lanes(bars_of(given_entries, monday))

    taken = [
        (number, column)
        for number, lane in enumerate(lanes)
        for bar in lane
        for column in range(bar.begins, bar.ends + 1)
    ]
    assert len(taken) == len(set(taken))
    days = [monday + timedelta(days=column) for _lane, column in taken]
    wanted = [
        one.first + timedelta(days=n)
        for one in given_entries
        for n in range(one.length)
        if monday <= one.first + timedelta(days=n) <= sunday
    ]
    assert sorted(days) == sorted(wanted)
    for lane in lanes:
        assert sum(bar.days if bar else 1 for _column, bar in cells_of(lane)) == 7


@given(some_entries)
def test_no_more_lanes_than_meet_on_the_busiest_day(given_entries):
    busiest = max(
        (
            sum(one.span.is_drawn_between(day, day) for one in given_entries)
            for day in week_of([], MONDAY).days
        ),
        default=0,
    )

    assert len(in_lanes(bars_of(given_entries, MONDAY))) == busiest


def test_a_day_tells_what_begins_and_ends_and_names_what_goes_on():
    long = entry("long", nov(16), nov(27))
    begins = entry("begins", nov(18), nov(20))
    ends = entry("ends", nov(10), nov(18))
    meeting = Entry(kind="Meeting", name="talk", span=Span.on(nov(18)), starts_at=datetime.now(UTC))

    told, going_on = on_day([meeting, begins, long, ends], nov(18))

    assert [one.name for one in told] == ["ends", "begins", "talk"]
    assert going_on == [long]


# --- what is read ---


def reader(user: User, only_mine: bool = False) -> Reader:
    first, last = NOVEMBER.first_shown, NOVEMBER.last_shown
    return Reader(user, TODAY, first, last, only_mine=only_mine)


def names(user: User, only_mine: bool = False) -> list[str]:
    return sorted(one.name for one in entries(reader(user, only_mine), ALL))


@pytest.mark.django_db
def test_what_is_cancelled_or_elsewhere_or_without_a_day_is_left_out(officer, stranger):
    VisitFactory(officer=officer, state=Visit.State.CANCELLED, cancelled_because="Ill")
    VisitFactory(officer=officer, begins="", ends="")
    VisitFactory(officer=officer, begins="2026-12-07", ends="2026-12-11")
    VisitFactory(officer=stranger)
    MissionFactory(
        office=officer.office,
        begins="2026-11-02",
        state=Mission.State.CANCELLED,
        cancelled_because="No company",
    )
    EventFactory(office=officer.office, begins="2026-11-02", state=Event.State.CANCELLED)
    MeetingFactory(officer=officer, state=Meeting.State.CANCELLED)
    MeetingFactory(officer=officer, day=None)

    assert names(officer) == []


@pytest.mark.django_db
def test_what_is_under_way_without_an_end_is_found_months_later(officer):
    visit = VisitFactory(officer=officer, begins="2026-09-01", ends="", state=Visit.State.RUNNING)
    VisitFactory(officer=officer, begins="2026-09-01", ends="", state=Visit.State.COMPLETED)

    found = entries(reader(officer), ALL)

    assert [(one.name, one.when) for one in found] == [
        (str(visit.delegate), "from 1 Sep 2026, last day not known")
    ]
    assert without_a_day(found, NOVEMBER) == (found, [])


@pytest.mark.django_db
def test_mine_is_what_i_look_after_and_every_event(officer, colleague):
    mine = VisitFactory(officer=officer)
    VisitFactory(officer=colleague)
    for owner in (officer, colleague, None):
        name = f"Mission of {owner}"
        MissionFactory(office=officer.office, owner=owner, begins="2026-11-02", name=name)
    EventFactory(office=officer.office, name="Webinar", begins="2026-11-09", ends="2026-11-09")
    MeetingFactory(officer=officer, subject="My talk")
    MeetingFactory(officer=colleague, subject="Another's talk")

    assert names(officer, only_mine=True) == sorted(
        [str(mine.delegate), f"Mission of {officer}", "My talk", "Webinar"]
    )
    assert len(names(officer)) == 8


@pytest.mark.django_db
def test_what_is_restricted_is_for_its_owner_and_the_managers(officer, colleague, manager):
    MeetingFactory(officer=colleague, subject="Secret", is_restricted=True)
    FollowUpFactory(owner=colleague, due_on=TODAY, is_restricted=True)

    assert [names(user) for user in (officer, colleague, manager)] == [[], ["Secret"], ["Secret"]]
    assert [len(due(reader(user))) for user in (officer, colleague, manager)] == [0, 1, 0]


@pytest.mark.django_db
def test_due_are_the_readers_own_open_ones_of_these_days(officer, colleague):
    mine = FollowUpFactory(owner=officer, due_on=TODAY)
    FollowUpFactory(owner=colleague, due_on=TODAY)
    FollowUpFactory(owner=officer, due_on=date(2026, 12, 7))
    FollowUpFactory(owner=officer, due_on=TODAY, state="done", closed_at=datetime.now(UTC))

    assert due(reader(officer)) == {TODAY: [mine]}


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_no_time_zone_shifts_a_day(office, zone):
    far = UserFactory(office=office, time_zone=zone)
    VisitFactory(officer=far, begins="2026-11-16", ends="2026-11-16")
    starts_at = datetime(2026, 11, 19, 1, 30, tzinfo=UTC)
    MeetingFactory(officer=far, day=nov(18), time_zone="America/New_York", starts_at=starts_at)

    visit, meeting = entries(reader(far), ALL)

    assert (visit.span.days, meeting.span.days) == ((nov(16), nov(16)), (nov(18), nov(18)))
    assert meeting.clock == "20:30 (New York)"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "ends", "said"),
    [
        (Visit.State.PLANNED, "2026-12-01", ("Planned", "planned")),
        (Visit.State.RUNNING, "2026-11-27", ("Under way", "now")),
        (Visit.State.RUNNING, "2026-11-20", ("over: complete it", "over")),
        (Visit.State.COMPLETED, "2026-11-20", ("", "")),
    ],
)
def test_the_state_is_said_where_it_is_not_plain(officer, state, ends, said):
    VisitFactory(officer=officer, begins="2026-11-16", ends=ends, state=state)

    (visit,) = entries(reader(officer), ALL)

    assert (visit.state, visit.tone) == said


# --- holidays of both sides ---


def holidays(user: User, **hosts: str) -> Holidays:
    return Holidays.of(user, hosts, NOVEMBER.first_shown, NOVEMBER.last_shown)


@pytest.mark.django_db
def test_holidays_are_named_with_whose_they_are(officer, stranger):
    HolidayFactory(on=nov(18), country_code="MA", name="Bridge day")
    HolidayFactory(on=nov(3), office=officer.office, name="Stocktaking")
    HolidayFactory(on=nov(4), office=stranger.office, name="Elsewhere")
    HolidayFactory(on=nov(4), country_code="EG", name="Not our host")

    found = holidays(officer, MA="Morocco", VN="Vietnam")

    assert found.on(nov(3)) == [f"{officer.office}: Stocktaking", "Japan: Culture Day"]
    assert found.on(nov(6)) == ["Morocco: Green March"]
    assert found.on(nov(18)) == ["Morocco: Bridge day"]
    assert found.on(nov(4)) == []
    assert [found.is_off(nov(day)) for day in (3, 6, 18, 21)] == [True, False, False, True]


@pytest.mark.django_db
def test_the_days_on_which_the_office_closes_every_year_are_in_the_calendar(officer):
    YearlyClosureFactory(
        office=officer.office,
        name="Move",
        first_month=11,
        first_day=9,
        last_month=11,
        last_day=10,
    )
    HolidayFactory(on=nov(3), office=officer.office, name="Fair", is_worked=True)

    found = holidays(officer)

    assert found.on(nov(9)) == [f"{officer.office}: Move"]
    assert [found.is_off(nov(day)) for day in (8, 9, 10, 11)] == [True, True, True, False]
    assert (found.is_off(nov(3)), found.on(nov(3))) == (False, ["Japan: Culture Day"])


@pytest.mark.django_db
def test_where_the_weekend_is_not_known_it_says_so(officer):
    mission = MissionFactory(office=officer.office, begins="2026-11-21", ends="2026-11-21")
    MissionLegFactory(mission=mission, country=HostCountryFactory(code="XX", name="Freedonia"))
    (one,) = entries(reader(officer), ALL)

    said = holidays(officer, XX="Freedonia").there(one.stays, nov(21))

    assert said == ["perhaps weekend there: not known (Freedonia)"]


@pytest.mark.django_db
def test_an_administrator_without_an_office_sees_the_hosts_holidays():
    user = UserFactory(office=None, is_superuser=True)

    found = holidays(user, MA="Morocco")

    assert (found.on(nov(3)), found.on(nov(18))) == ([], ["Morocco: Independence Day"])
    assert not found.is_off(nov(21))


@pytest.mark.django_db
def test_a_mission_is_told_the_holidays_and_weekends_where_it_is(officer):
    mission = MissionFactory(office=officer.office, begins="2026-11-17", ends="2026-11-21")
    morocco = HostCountryFactory()
    egypt = HostCountryFactory(code="EG", name="Egypt")
    MissionLegFactory(mission=mission, country=morocco, begins="2026-11-17", ends="2026-11-18")
    MissionLegFactory(mission=mission, country=egypt, begins="2026-11-19", ends="2026-11-21")
    (one,) = entries(reader(officer), ALL)
    found = holidays(officer, MA="Morocco", EG="Egypt")

    said = [found.there(one.stays, nov(day)) for day in range(17, 22)]

    weekend = ["weekend there (Egypt)"]
    assert said == [[], ["holiday there: Independence Day (Morocco)"], [], weekend, weekend]


@pytest.mark.django_db
def test_a_leg_whose_days_are_not_known_may_be_on_any_day(officer):
    mission = MissionFactory(office=officer.office, begins="2026-11-18", ends="2026-11-18")
    MissionLegFactory(mission=mission)
    (one,) = entries(reader(officer), ALL)

    said = holidays(officer, MA="Morocco").there(one.stays, nov(18))

    assert said == ["holiday there: Independence Day (Morocco)"]


# --- the page ---


@pytest.fixture
def opened(desk):
    """The calendar as the officer's browser gets it, on 21 November."""

    def opened(query: str = ""):
        with time_machine.travel(NOW, tick=False):
            return desk.get(reverse("desk:calendar") + query)

    return opened


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?month=",
        "?month=nonsense",
        "?month=0000-00",
        "?month=99999-01",
        "?month=%00",
        "?month=2026-13&view=year&who=x&show=x",
    ],
)
def test_nonsense_falls_back_to_this_month(opened, query):
    page = opened(query)

    wanted = page.context["wanted"]
    assert (wanted.month, wanted.view, wanted.who) == (NOVEMBER, "month", "all")
    assert wanted.show == ("visits", "missions", "events", "due")


@pytest.mark.parametrize(
    ("zone", "month"), [("Asia/Tokyo", "2026-12"), ("America/New_York", "2026-11")]
)
def test_this_month_is_the_users_own(office, zone, month):
    user = UserFactory(office=office, time_zone=zone)

    with time_machine.travel("2026-11-30T16:00:00Z", tick=False):
        page = logged_in(user).get(reverse("desk:calendar"))

    assert str(page.context["month"]) == month


def test_the_same_calendar_is_kept_from_month_to_month(opened):
    page = opened("?month=2026-12&view=list&who=mine&show=visits")

    assert page.context["previous"] == "?month=2026-11&view=list&who=mine&show=visits"
    assert page.context["next"] == "?month=2027-01&view=list&who=mine&show=visits"
    assert page.context["as_month"] == "?month=2026-12&who=mine&show=visits"
    assert page.context["this_month"].endswith("&show=visits#day-2026-11-21")
    assert 'name="show" value="visits" id="calendar_show_0" checked' in page.content.decode()


def test_a_month_is_a_table_with_today_named(opened):
    page = opened().content.decode()

    assert page.count('<th scope="col">') == 7
    assert '<caption class="visually-hidden">November 2026</caption>' in page
    assert page.count('aria-current="date"') == 2  # on the sheet, and in a phone's list
    assert "Today" in page
    assert "desk/calendar.css" in page


def test_a_bar_spans_its_days_and_links_to_its_record(opened, officer):
    visit = VisitFactory(officer=officer, begins="2026-11-17", ends="2026-11-24")

    page = opened().content.decode()

    assert '<td colspan="6"><a href="' + visit.get_absolute_url() in page
    assert 'class="bar planned on"' in page
    assert '<td colspan="2"><a href="' + visit.get_absolute_url() in page
    assert 'class="bar planned before"' in page
    assert "Visit · Planned" in page


def test_an_end_that_is_not_known_is_said(opened, officer):
    VisitFactory(officer=officer, begins="2026-11-17", ends="", state=Visit.State.RUNNING)
    EventFactory(office=officer.office, begins="2026-11-18", ends="")

    page = opened().content.decode()

    assert "Visit · Under way · last day not known" in page
    assert "from 17 Nov 2026, last day not known" in page
    assert page.count("last day not known</span>") == 2  # of the visit, once for screen readers


def test_due_days_are_counted_linked_and_late_ones_red(opened, officer):
    for day in (nov(20), nov(20), TODAY, nov(30)):
        FollowUpFactory(owner=officer, due_on=day)

    page = " ".join(opened().content.decode().split())

    for tone, day, words in (
        ("tag late", "20", "2 due, late"),
        ("tag due", "21", "1 due"),
        ("tag", "30", "1 due"),
    ):
        url = f"?month=2026-11&amp;view=list#day-2026-11-{day}"
        assert f'<a class="{tone}" href="{url}">{words}<span' in page


def test_a_day_of_another_month_links_to_that_months_list(opened, officer):
    FollowUpFactory(owner=officer, due_on=date(2026, 12, 1))

    assert 'href="?month=2026-12&amp;view=list#day-2026-12-01"' in opened().content.decode()


def test_the_list_names_times_holidays_and_weekends_there(opened, officer):
    egypt = HostCountryFactory(code="EG", name="Egypt")
    mission = MissionFactory(office=officer.office, begins="2026-11-19", ends="2026-11-20")
    MissionLegFactory(mission=mission, country=egypt)
    VisitFactory(officer=officer, delegate=DelegateFactory(country=HostCountryFactory()))
    MeetingFactory(officer=officer, day=nov(18), starts_at=datetime(2026, 11, 18, 1, tzinfo=UTC))

    response = opened("?view=list&show=visits&show=missions&show=meetings")
    page = unescape(response.content.decode())

    assert "<table" not in page
    assert "10:00 (Tokyo)" in page
    assert "Japan: Culture Day" in page
    assert "Morocco: Independence Day" in page
    assert "weekend there (Egypt)" in page
    shown = [day["date"] for day in response.context["days"]]
    assert shown == [nov(day) for day in (3, 6, *range(16, 28))]


def test_days_not_known_are_listed_below(opened, officer):
    VisitFactory(officer=officer, begins="2026-11", ends="")
    VisitFactory(officer=officer, begins="2026", ends="")

    page = opened().content.decode()

    assert "In this month, day not known" in page
    assert "1 more, perhaps in this month" in page
    assert 'class="bar' not in page


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "Nothing is in this month."), ("&who=mine", "Nothing of yours is in this month.")],
)
def test_an_empty_month_says_what_to_do(opened, query, words):
    page = opened(f"?month=2031-05{query}").content.decode()

    assert words in page
    assert reverse("delegates:log-visit") in page


def test_an_auditor_is_not_asked_to_log_anything(auditor):
    page = logged_in(auditor).get(reverse("desk:calendar") + "?month=2031-05").content.decode()

    assert "Nothing is in this month." in page
    assert reverse("delegates:log-visit") not in page


@pytest.mark.parametrize("month", ["1900-01", "2199-12"])
def test_the_first_and_the_last_month_have_no_neighbour(opened, month):
    page = opened(f"?month={month}")

    assert [page.context["previous"], page.context["next"]].count("") == 1


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("view", ["month", "list"])
def test_it_costs_the_same_for_any_number_of_rows(
    opened, officer, rows, view, django_assert_num_queries
):
    for code, name in [("MA", "Morocco"), ("EG", "Egypt"), ("VN", "Vietnam")][:rows]:
        country = HostCountryFactory(code=code, name=name)
        VisitFactory(officer=officer, delegate=DelegateFactory(country=country))
        mission = MissionFactory(office=officer.office, begins="2026-11-09", ends="2026-11-10")
        MissionLegFactory(mission=mission, country=country)
        EventFactory(office=officer.office, begins="2026-11-12", country=country)
        MeetingFactory(officer=officer)
        FollowUpFactory(owner=officer, due_on=TODAY)
    shown = "&".join(f"show={one}" for one in (*ALL, "due"))

    # Session, user, navigation; visits, missions, legs, events, meetings, due, holidays.
    with django_assert_num_queries(10):
        page = opened(f"?view={view}&{shown}")

    assert len(page.context["days"]) > rows

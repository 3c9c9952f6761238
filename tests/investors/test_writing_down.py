"""Writing down what came of a meeting: by whom, once, postponed to another day, with minutes."""

from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest

from investors import meetings, minutes, to_log
from investors.meetings import Promised
from investors.models import Booking, Meeting
from itpo.office.models import FollowUp
from itpo.office.states import NotPossible
from tests.factories import (
    BookingFactory,
    MeetingFactory,
    MeetingPartyFactory,
    VisitFactory,
)
from tests.tables import all_rows

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)  # 21 November, noon in Tokyo
LATER = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
NEXT_WEEK = date(2026, 11, 26)

State = Meeting.State


@pytest.fixture
def meeting(officer):
    return MeetingFactory(
        officer=officer,
        state="planned",
        day=TODAY,
        starts_at=datetime(2026, 11, 21, 1, 0, tzinfo=UTC),
        ends_at=datetime(2026, 11, 21, 1, 25, tzinfo=UTC),
    )


def write(meeting, by, state=State.HELD, at=NOON, **more):
    return meetings.write_down(meeting=meeting, by=by, at=at, state=state, **more)


# --- who wrote it down ---


def test_who_wrote_it_down_is_kept_apart_from_who_looks_after_it(meeting, officer, colleague):
    write(meeting, colleague, outcome="They will discuss it.")

    meeting.refresh_from_db()
    assert (meeting.officer, meeting.written_down_by) == (officer, colleague)
    assert meeting.written_down_at == NOON
    assert meeting.history.latest().written_down_by == colleague
    assert meeting.history.latest().history_user == colleague


def test_who_adds_to_it_later_takes_nothing_from_who_wrote_it_down(meeting, officer, colleague):
    write(meeting, colleague, outcome="They will discuss it.")

    write(meeting, officer, at=LATER, outcome="They will discuss it in March.")

    meeting.refresh_from_db()
    assert (meeting.written_down_by, meeting.written_down_at) == (colleague, NOON)
    assert meeting.history.latest().history_user == officer


def test_who_says_otherwise_is_who_wrote_it_down(meeting, officer, colleague):
    write(meeting, colleague, State.NO_SHOW)

    write(meeting, officer, State.HELD, at=LATER)

    meeting.refresh_from_db()
    assert (meeting.written_down_by, meeting.written_down_at) == (officer, LATER)


@pytest.mark.parametrize(("day", "by_whom"), [(TODAY, True), (NEXT_WEEK, False)])
def test_who_logs_a_meeting_that_was_held_wrote_it_down(officer, day, by_whom):
    logged = meetings.log(officer=officer, at=NOON, subject="First talk", day=day)

    assert logged.written_down_by == (officer if by_whom else None)
    assert logged.written_down_at == (NOON if by_whom else None)


# --- once ---


def test_what_a_page_sends_twice_is_logged_once(officer):
    page = uuid4()
    logged = [
        meetings.log(
            officer=officer,
            at=NOON,
            subject="First talk",
            day=TODAY,
            new_company="Sakura Harness",
            promises=[Promised("Send it", NEXT_WEEK)],
            sent_from=page,
        )
        for _time in range(2)
    ]

    assert logged[0] == logged[1]
    assert (Meeting.objects.count(), FollowUp.objects.count()) == (1, 1)


def test_what_a_page_sends_twice_is_written_down_once(meeting, officer):
    page = uuid4()
    for _time in range(2):
        write(meeting, officer, promises=[Promised("Send it", NEXT_WEEK)], sent_from=page)

    assert FollowUp.objects.count() == 1


def test_two_pages_log_two_meetings(officer):
    for page in (uuid4(), uuid4(), None, None):
        meetings.log(officer=officer, at=NOON, subject="First talk", day=TODAY, sent_from=page)

    assert Meeting.objects.count() == 4


# --- postponed, and planned again ---


def test_a_postponed_meeting_frees_who_was_booked_and_waits_for_a_new_day(meeting, officer):
    BookingFactory(meeting=meeting)

    write(meeting, officer, State.POSTPONED, outcome="Until their budget is known.")

    meeting.refresh_from_db()
    assert (meeting.state, meeting.day, Booking.objects.count()) == ("postponed", TODAY, 0)
    assert meeting.outcome == "Until their budget is known."
    assert to_log.without_a_new_day(officer, everyones=False).rows == [meeting]


def test_a_meeting_is_postponed_to_another_day_and_time_at_once(meeting, officer):
    write(meeting, officer, State.POSTPONED, new_day=NEXT_WEEK, new_starts=time(14, 0))

    meeting.refresh_from_db()
    assert (meeting.state, meeting.day) == ("planned", NEXT_WEEK)
    assert meeting.starts_at == datetime(2026, 11, 26, 5, 0, tzinfo=UTC)
    assert meeting.ends_at == datetime(2026, 11, 26, 5, 25, tzinfo=UTC)
    assert meeting.written_down_by is None
    told = meeting.history.order_by("-history_id").values_list("state", "day")[:2]
    assert list(told) == [("planned", NEXT_WEEK), ("postponed", TODAY)]


def test_a_new_day_without_a_time_is_taken(meeting, officer):
    write(meeting, officer, State.POSTPONED, new_day=NEXT_WEEK)

    meeting.refresh_from_db()
    assert (meeting.day, meeting.starts_at, meeting.ends_at) == (NEXT_WEEK, None, None)


def test_a_postponed_meeting_is_given_its_new_day_later_by_somebody_else(
    meeting, officer, colleague
):
    write(meeting, officer, State.POSTPONED)

    meetings.plan_again(meeting=meeting, by=colleague, at=LATER, day=NEXT_WEEK)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.day) == ("planned", NEXT_WEEK)
    assert (meeting.officer, meeting.written_down_by) == (officer, None)
    assert meeting.history.latest().history_user == colleague


@pytest.mark.parametrize(
    ("day", "starts", "sentence"),
    [
        (None, time(9, 0), "Say on which day, too."),
        (date(2026, 11, 20), None, "The new day has to be one still to come."),
        (TODAY, time(11, 59), "The new day has to be one still to come."),
    ],
)
def test_a_new_day_that_cannot_be_is_refused(meeting, officer, day, starts, sentence):
    before = all_rows()

    with pytest.raises(NotPossible, match=sentence) as refusal:
        write(meeting, officer, State.POSTPONED, new_day=day, new_starts=starts)

    assert refusal.value.field == "new_day"
    assert all_rows() == before


def test_a_new_day_outside_the_visit_is_refused(officer):
    visit = VisitFactory(officer=officer, begins="2026-11-16", ends="2026-11-25")
    meeting = MeetingFactory(officer=officer, state="planned", day=TODAY, visit=visit)
    before = all_rows()

    with pytest.raises(NotPossible, match="this is outside it") as refusal:
        write(meeting, officer, State.POSTPONED, new_day=NEXT_WEEK)

    assert refusal.value.field == "new_day"
    assert all_rows() == before


@pytest.mark.parametrize("state", ["planned", "held", "no_show", "cancelled"])
def test_only_what_was_postponed_is_planned_again(officer, state):
    meeting = MeetingFactory(officer=officer, state=state)

    with pytest.raises(NotPossible, match="Only a meeting that was postponed"):
        meetings.plan_again(meeting=meeting, by=officer, at=NOON, day=NEXT_WEEK)


# --- what waits for a word ---


def test_the_meetings_not_yet_logged_are_those_planned_until_today(officer, colleague, stranger):
    def made(day, by=officer, **more):
        return MeetingFactory(officer=by, state="planned", day=day, **more)

    yesterday = made(date(2026, 11, 20))
    ten = made(TODAY, starts_at=datetime(2026, 11, 21, 1, 0, tzinfo=UTC))
    nine = made(TODAY, starts_at=datetime(2026, 11, 21, 0, 0, tzinfo=UTC))
    made(NEXT_WEEK)
    MeetingFactory(officer=officer, day=TODAY)
    theirs = made(date(2026, 11, 19), by=colleague)
    made(date(2026, 11, 19), by=colleague, is_restricted=True)
    made(TODAY, by=stranger)

    mine = to_log.not_yet_logged(officer, TODAY, everyones=False)
    everyones = to_log.not_yet_logged(officer, TODAY, everyones=True)

    assert mine.rows == [nine, ten, yesterday]
    assert everyones.rows == [nine, ten, yesterday, theirs]


def test_of_very_many_the_latest_are_shown(officer):
    made = MeetingFactory.create_batch(3, officer=officer, state="planned", day=TODAY)

    found = to_log.not_yet_logged(officer, TODAY, everyones=False, most=2)

    assert (found.rows, found.has_more) == (made[:2], True)


@pytest.mark.parametrize("rows", [1, 3])
def test_what_waits_costs_a_query_each(officer, rows, django_assert_num_queries):
    for _row in range(rows):
        for state in ("planned", "postponed"):
            MeetingPartyFactory(meeting__officer=officer, meeting__state=state)

    with django_assert_num_queries(2):
        planned = to_log.not_yet_logged(officer, TODAY, everyones=False).rows
        postponed = to_log.without_a_new_day(officer, everyones=False).rows
        assert all(one.company_names for one in [*planned, *postponed])

    assert [len(planned), len(postponed)] == [rows, rows]


# --- minutes ---


def held(officer, **more):
    return MeetingFactory(
        officer=officer, **{"written_down_by": officer, "written_down_at": NOON, **more}
    )


def test_minutes_are_asked_for_what_one_logged_oneself_and_was_more_than_a_mail(officer, colleague):
    asked = held(officer)
    held(officer, kind="mail")
    held(officer, minutes="They showed the plant.")
    held(officer, state="no_show")
    held(officer, written_down_by=colleague)
    MeetingFactory(officer=officer)  # from a list that was imported

    assert to_log.minutes_to_complete(officer).rows == [asked]


def test_minutes_stand_beside_the_line(officer, colleague):
    meeting = held(officer, outcome="They will discuss it.")

    minutes.complete(meeting=meeting, by=colleague, text="  They showed the plant.\n\nIt rained. ")

    meeting.refresh_from_db()
    assert meeting.outcome == "They will discuss it."
    assert meeting.minutes == "They showed the plant.\n\nIt rained."
    assert meeting.history.latest().history_user == colleague
    assert to_log.minutes_to_complete(officer).rows == []


def test_minutes_that_are_not_needed_are_not_asked_for_until_somebody_writes_them(officer):
    meeting = held(officer)

    minutes.leave_out(meeting=meeting, by=officer)
    meeting.refresh_from_db()
    assert (meeting.needs_no_minutes, to_log.minutes_to_complete(officer).rows) == (True, [])

    minutes.complete(meeting=meeting, by=officer, text="After all.")
    meeting.refresh_from_db()
    assert (meeting.needs_no_minutes, meeting.minutes) == (False, "After all.")


def test_there_are_no_minutes_of_nothing(officer):
    meeting, planned = held(officer), MeetingFactory(officer=officer, state="planned")
    before = all_rows()

    with pytest.raises(NotPossible, match="Write what was spoken") as refusal:
        minutes.complete(meeting=meeting, by=officer, text="  ")
    for verb in (
        lambda: minutes.complete(meeting=planned, by=officer, text="x"),
        lambda: minutes.leave_out(meeting=planned, by=officer),
    ):
        with pytest.raises(NotPossible, match="Only a meeting that was held has minutes"):
            verb()

    assert refusal.value.field == "minutes"
    assert all_rows() == before


def test_writing_down_keeps_the_minutes_it_does_not_speak_of(officer):
    meeting = held(officer, minutes="They showed the plant.")

    write(meeting, officer, outcome="Yes.")

    meeting.refresh_from_db()
    assert (meeting.outcome, meeting.minutes) == ("Yes.", "They showed the plant.")

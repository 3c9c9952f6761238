"""Logging with a thumb: planned and unplanned meetings, postponed ones, minutes later."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from investors.models import Company, Meeting
from itpo.office.models import FollowUp
from tests.conftest import logged_in
from tests.factories import (
    CompanyFactory,
    MeetingFactory,
    MissionFactory,
    VisitFactory,
)

QUICKLY = reverse("investors:log-quickly")
TO_LOG = reverse("investors:to-log")
NOW = "2026-11-21T03:00:00Z"
TODAY = date(2026, 11, 21)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_tokyo")]


@pytest.fixture
def noon_in_tokyo():
    with time_machine.travel(NOW, tick=False):
        yield


def step(**typed: str) -> dict[str, str]:
    """The next step as the form sends it."""
    return {
        "promise-TOTAL_FORMS": "1",
        "promise-INITIAL_FORMS": "0",
        "promise-0-promised_by": "us",
        "promise-0-until": "2026-11-26",
        **{f"promise-0-{name}": value for name, value in typed.items()},
    }


def of(name, meeting):
    return reverse(f"investors:{name}", args=[meeting.pk])


# --- a meeting that was planned ---


def test_state_interest_a_line_and_the_next_step_are_written_down_at_once(desk, officer):
    visit = VisitFactory(officer=officer)
    meeting = MeetingFactory(officer=officer, state="planned", day=TODAY, visit=visit)

    response = desk.post(
        of("write-down", meeting),
        {"state": "held", "interest": "high", "outcome": "Wants the layout.", **step(usual="send")},
    )

    meeting.refresh_from_db()
    assert response.url == meeting.get_absolute_url()
    assert (meeting.state, meeting.interest, meeting.outcome) == (
        "held",
        "high",
        "Wants the layout.",
    )
    promised = FollowUp.objects.get()
    assert (promised.what, promised.due_on) == ("Send what they asked for", date(2026, 11, 26))
    assert list(visit.follow_ups.all()) == list(meeting.follow_ups.all()) == [promised]
    page = desk.get(meeting.get_absolute_url()).content.decode()
    assert f"Written down by {officer}, 21 Nov 2026 12:00" in page


def test_nothing_is_promised_where_nothing_was_chosen(desk, officer):
    meeting = MeetingFactory(officer=officer, state="planned", day=TODAY)

    desk.post(of("write-down", meeting), {"state": "held", **step()})

    meeting.refresh_from_db()
    assert (meeting.state, FollowUp.objects.count()) == ("held", 0)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("no_show", "no_show"), ("postponed", "postponed"), ("planned", "held"), ("x", "held")],
)
def test_the_button_that_was_pressed_is_chosen_already(desk, officer, asked, shown):
    meeting = MeetingFactory(officer=officer, state="planned", day=TODAY)

    form = desk.get(of("write-down", meeting), {"state": asked}).context["form"]

    assert form["state"].value() == shown


def test_what_was_said_before_is_not_overwritten_by_the_button(desk, officer):
    meeting = MeetingFactory(officer=officer, state="no_show")

    form = desk.get(of("write-down", meeting), {"state": "held"}).context["form"]

    assert form["state"].value() == "no_show"


def test_what_arrives_a_second_time_is_answered_as_the_first(desk, officer):
    meeting = MeetingFactory(officer=officer, state="planned", day=TODAY)
    form = desk.get(of("write-down", meeting)).context["form"]
    sent = {
        "state": "held",
        "seen": form["seen"].value(),
        "sent_from": str(form["sent_from"].value()),
        **step(usual="call"),
    }

    answers = [desk.post(of("write-down", meeting), sent) for _time in range(2)]

    assert [one.url for one in answers] == [meeting.get_absolute_url()] * 2
    assert FollowUp.objects.count() == 1


def test_the_script_that_keeps_what_was_typed_is_told_where_to_go(desk, officer):
    meeting = MeetingFactory(officer=officer, state="planned", day=TODAY)

    answer = desk.post(
        of("write-down", meeting), {"state": "held", **step()}, headers={"X-Kept": "1"}
    )
    refused = desk.post(of("write-down", meeting), {"state": "", **step()}, headers={"X-Kept": "1"})

    assert answer.json() == {"go": meeting.get_absolute_url()}
    assert refused["Content-Type"].startswith("text/html")


def test_a_postponed_meeting_is_planned_again_at_once_or_later(desk, officer):
    first, second = MeetingFactory.create_batch(2, officer=officer, state="planned", day=TODAY)

    desk.post(
        of("write-down", first),
        {"state": "postponed", "new_day": "2026-12-01", "new_starts": "14:00", **step()},
    )
    desk.post(of("write-down", second), {"state": "postponed", **step()})
    waiting = desk.get(TO_LOG).context["postponed"].rows
    answer = desk.post(of("plan-again", second), {"new_day": "2026-12-02"})

    first.refresh_from_db()
    assert (first.state, first.when) == ("planned", "1 Dec 2026, 14:00 (Tokyo)")
    assert waiting == [second]
    second.refresh_from_db()
    assert answer.url == second.get_absolute_url()
    assert (second.state, second.when) == ("planned", "2 Dec 2026")


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"new_day": "2026-11-20"}, "new_day", "one still to come"),
        ({"new_starts": "14:00"}, "new_day", "Say on which day, too."),
        ({"new_day": "soon"}, "new_day", "Choose a day, or write it as"),
        ({"new_day": "2026-12-01", "new_starts": "late"}, "new_starts", "Write the time as 14:30."),
    ],
)
def test_a_new_day_that_cannot_be_is_said_beside_the_field(desk, officer, typed, field, sentence):
    meeting = MeetingFactory(officer=officer, state="planned", day=TODAY)
    typed = {"state": "postponed", "outcome": "Kept, as typed", **typed, **step()}

    response = desk.post(of("write-down", meeting), typed)

    form = response.context["form"]
    meeting.refresh_from_db()
    assert sentence in " ".join(form.errors[field])
    assert "Kept, as typed</textarea>" in response.content.decode()
    assert meeting.state == "planned"


def test_only_what_was_postponed_can_be_planned_again(desk, officer):
    meeting = MeetingFactory(officer=officer, state="held")

    answer = desk.post(of("plan-again", meeting), {"new_day": "2026-12-01"})

    assert "Only a meeting that was postponed" in answer.content.decode()


# --- a meeting nobody had planned ---


def test_a_meeting_just_held_during_a_visit_is_logged_with_a_company(desk, officer):
    visit, company = VisitFactory(officer=officer), CompanyFactory()

    response = desk.post(
        f"{QUICKLY}?visit={visit.pk}",
        {
            "during": f"visit-{visit.pk}",
            "companies": [company.pk],
            "interest": "medium",
            "outcome": "Asked for photos.",
            "kind": "visit",
            "day": "2026-11-21",
            **step(what="Send the photos"),
        },
    )

    meeting = Meeting.objects.get()
    assert response.url == meeting.get_absolute_url()
    assert (meeting.visit, meeting.state, meeting.day) == (visit, "held", TODAY)
    assert (meeting.subject, meeting.outcome) == (f"Meeting with {company}", "Asked for photos.")
    assert list(meeting.companies.all()) == [company]
    assert list(meeting.delegates.all()) == [visit.delegate]
    assert meeting.written_down_by == officer
    assert [one.what for one in visit.follow_ups.all()] == ["Send the photos"]


def test_a_company_nobody_knows_is_made_with_it(desk):
    desk.post(
        QUICKLY, {"new_company": "Fictive Co.", "kind": "visit", "day": "2026-11-21", **step()}
    )

    assert [one.name for one in Meeting.objects.get().companies.all()] == ["Fictive Co."]


def test_a_meeting_of_a_mission_belongs_to_it(desk, officer):
    mission = MissionFactory(office=officer.office, begins="2026-11-20", ends="2026-11-24")

    desk.post(
        QUICKLY,
        {
            "during": f"mission-{mission.pk}",
            "new_company": "Fictive Co.",
            "kind": "visit",
            "day": "2026-11-21",
            **step(),
        },
    )

    assert Meeting.objects.get().mission == mission


def test_what_is_under_way_is_offered_ones_own_first(desk, officer, colleague, stranger):
    theirs, mine = VisitFactory(officer=colleague), VisitFactory(officer=officer)
    VisitFactory(officer=stranger)
    VisitFactory(officer=officer, begins="2026-12-01", ends="2026-12-02")
    mission = MissionFactory(office=officer.office, begins="2026-11-20", ends="2026-11-24")

    form = desk.get(QUICKLY).context["form"]

    assert form.fields["during"].choices == [
        (f"visit-{mine.pk}", str(mine.delegate)),
        (f"visit-{theirs.pk}", str(theirs.delegate)),
        (f"mission-{mission.pk}", mission.name),
        ("", "None of these"),
    ]
    assert form["during"].value() == ""


def test_the_visit_one_comes_from_is_chosen_already(desk, officer):
    VisitFactory(officer=officer)
    visit = VisitFactory(officer=officer, begins="2026-11-02", ends="2026-11-06")

    form = desk.get(QUICKLY, {"visit": visit.pk}).context["form"]

    assert form["during"].value() == f"visit-{visit.pk}"
    assert [value for value, _name in form.fields["during"].choices] == [f"visit-{visit.pk}", ""]


def test_where_nothing_is_under_way_nobody_is_asked(desk):
    assert "during" not in desk.get(QUICKLY).context["form"].fields


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, "companies", "Say which company."),
        ({"companies": ["999"]}, "companies", "Choose from the list that opens."),
        ({"new_company": "A", "during": "visit-999"}, "during", "Select a valid choice"),
        ({"new_company": "A", "day": "2026-12-24"}, "day", "cannot have been held"),
        ({"new_company": "A", "day": "2026-11-02", "during": "visit"}, "day", "outside it"),
        ({"new_company": "A", "kind": "dance"}, "kind", "Select a valid choice"),
        ({"new_company": "A", "sent_from": "x"}, "sent_from", "Enter a valid UUID."),
    ],
)
def test_bad_input_is_answered_beside_the_field_and_writes_nothing(
    desk, officer, typed, field, sentence
):
    visit = VisitFactory(officer=officer)
    if typed.get("during") == "visit":
        typed = {**typed, "during": f"visit-{visit.pk}"}
    sent = {"kind": "visit", "day": "2026-11-21", "outcome": "Kept, as typed", **step(), **typed}

    response = desk.post(QUICKLY, sent)

    assert sentence in " ".join(response.context["form"].errors[field])
    assert "Kept, as typed</textarea>" in response.content.decode()
    assert (Meeting.objects.count(), Company.objects.count()) == (0, 0)


def test_what_arrives_twice_is_logged_once(desk):
    sent = {"new_company": "A", "kind": "visit", "day": "2026-11-21", "sent_from": str(uuid4())}

    answers = [desk.post(QUICKLY, {**sent, **step(usual="call")}) for _time in range(2)]

    meeting = Meeting.objects.get()
    assert [one.url for one in answers] == [meeting.get_absolute_url()] * 2
    assert FollowUp.objects.count() == 1


@pytest.mark.parametrize("page", ["write-down", "log-quickly"])
def test_the_form_costs_the_same_for_any_number_of_visits_and_versions(desk, officer, page):
    costs = []
    meeting = MeetingFactory(officer=officer, state="planned", day=TODAY)
    for more in (1, 2):
        for _row in range(more):
            VisitFactory(officer=officer)
            MissionFactory(office=officer.office, begins="2026-11-20", ends="2026-11-24")
            meeting.save()
        with CaptureQueriesContext(connection) as queries:
            desk.get(QUICKLY if page == "log-quickly" else of(page, meeting))
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 8


# --- the lists of what waits ---


def test_the_days_meetings_are_logged_from_where_they_are_listed(desk, officer, colleague):
    mine = MeetingFactory(officer=officer, state="planned", day=TODAY)
    theirs = MeetingFactory(officer=colleague, state="planned", day=TODAY)

    pages = [
        desk.get(url).content.decode()
        for url in (reverse("desk:my-day"), TO_LOG, f"{TO_LOG}?who=all")
    ]

    buttons = [
        [
            [f"{of('write-down', one)}?state={state}" in page for one in (mine, theirs)]
            for state in ("held", "no_show", "postponed")
        ]
        for page in pages
    ]
    assert buttons == [[[True, False]] * 3, [[True, False]] * 3, [[True, True]] * 3]


def test_who_may_only_read_is_shown_no_buttons(officer, auditor):
    MeetingFactory(officer=officer, state="planned", day=TODAY)

    page = logged_in(auditor).get(f"{TO_LOG}?who=all").content.decode()

    assert "First talk" in page
    assert "outcome/" not in page


# --- minutes ---


def a_held_one(officer, **more):
    at = datetime(2026, 11, 20, tzinfo=UTC)
    return MeetingFactory(officer=officer, written_down_by=officer, written_down_at=at, **more)


def test_minutes_are_completed_later(desk, officer):
    meeting = a_held_one(officer, outcome="They will discuss it.")
    asked = desk.get(TO_LOG).context["without_minutes"].rows

    answer = desk.post(of("minutes", meeting), {"minutes": "They showed the plant.\nIt rained."})

    page = desk.get(meeting.get_absolute_url()).content.decode()
    assert asked == [meeting]
    assert answer.url == meeting.get_absolute_url()
    assert "They showed the plant.<br>It rained." in page
    assert desk.get(TO_LOG).context["without_minutes"].rows == []


def test_minutes_that_are_not_needed_are_dismissed(desk, officer):
    meeting = a_held_one(officer)

    answer = desk.post(of("no-minutes", meeting))

    assert answer.url == TO_LOG
    assert desk.get(TO_LOG).context["without_minutes"].rows == []
    assert "No minutes will follow." in desk.get(meeting.get_absolute_url()).content.decode()


def test_two_who_write_minutes_decide_whose_are_kept(desk, officer, colleague):
    meeting = a_held_one(officer)
    seen = desk.get(of("minutes", meeting)).context["form"]["seen"].value()
    logged_in(colleague).post(of("minutes", meeting), {"minutes": "Theirs", "seen": seen})

    first = desk.post(of("minutes", meeting), {"minutes": "Mine", "seen": seen})

    meeting.refresh_from_db()
    assert meeting.minutes == "Theirs"
    assert "wrote meanwhile: Minutes: Theirs" in first.content.decode()
    seen = first.context["form"]["seen"].value()
    desk.post(of("minutes", meeting), {"minutes": "Mine", "seen": seen})
    meeting.refresh_from_db()
    assert meeting.minutes == "Mine"

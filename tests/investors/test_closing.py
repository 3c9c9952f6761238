"""Closing a mission: the outcome of each meeting, and what follows from it."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from investors import closing, missions
from investors.models import Meeting, Mission
from itpo.office.models import FollowUp
from itpo.office.states import NotPossible
from tests.conftest import logged_in
from tests.factories import MeetingFactory, MissionFactory
from tests.tables import all_rows

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 3, tzinfo=UTC)
State = Mission.State


@pytest.fixture
def mission(officer):
    return MissionFactory(
        office=officer.office, state="travelling", begins="2026-11-16", ends="2026-11-20"
    )


def planned(mission, officer, **more) -> Meeting:
    return MeetingFactory(officer=officer, mission=mission, state="planned", **more)


def row(meeting, **typed) -> dict[str, str]:
    """What a row of the page sends; blank unless a test types something."""
    blank = dict.fromkeys(("interest", "outcome", "what", "due_on"), "")
    sent = {"meeting": str(meeting.pk)}
    for name, value in {**blank, "promised_by": "us", **typed}.items():
        sent[f"meeting-{meeting.pk}-{name}"] = value
    return sent


def both(*rows: dict) -> dict:
    sent = {"meeting": [one["meeting"] for one in rows]}
    for one in rows:
        sent |= {name: value for name, value in one.items() if name != "meeting"}
    return sent


def page_of(mission) -> str:
    return reverse("investors:mission-close", args=[mission.pk])


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        (1, "1 meeting is not written down yet. Say what came of it, then complete the mission."),
        (
            2,
            "2 meetings are not written down yet. Say what came of each, then complete the "
            "mission.",
        ),
    ],
)
def test_nobody_completes_a_mission_whose_meetings_are_open(manager, mission, left, sentence):
    for _one in range(left):
        planned(mission, manager)

    with pytest.raises(NotPossible) as refusal:
        missions.change_state(mission=mission, to=State.COMPLETED, by=manager)

    mission.refresh_from_db()
    assert (str(refusal.value), mission.state) == (sentence, State.TRAVELLING)


def test_a_mission_completes_once_each_has_its_outcome(officer, mission):
    meeting = planned(mission, officer)
    MeetingFactory(officer=officer, mission=mission, state="cancelled")

    closing.write_down(meeting=meeting, by=officer, at=AT, state="held", outcome="Will think")
    missions.change_state(mission=mission, to=State.COMPLETED, by=officer)

    mission.refresh_from_db()
    assert mission.state == State.COMPLETED


def test_what_somebody_has_written_down_is_not_written_over(officer, colleague, mission):
    meeting = planned(mission, officer)
    closing.write_down(meeting=meeting, by=colleague, at=AT, state="held", outcome="Keen")

    with pytest.raises(NotPossible, match="Somebody has written it down meanwhile: Held"):
        closing.write_down(meeting=meeting, by=officer, at=AT, state="no_show")

    meeting.refresh_from_db()
    assert (meeting.state, meeting.outcome) == ("held", "Keen")


# --- the page ---


def test_completing_leads_to_the_page_that_lists_what_is_left(desk, officer, mission):
    meeting = planned(mission, officer)
    MeetingFactory(officer=officer, mission=mission, subject="Done already")

    response = desk.post(
        reverse("investors:mission-state", args=[mission.pk]), {"to": "completed"}, follow=True
    )

    page = response.content.decode()
    assert response.redirect_chain == [(page_of(mission), 302)]
    assert "1 meeting is not written down yet." in page
    assert meeting.subject in page
    assert "Done already" not in page


@time_machine.travel(AT, tick=False)
def test_all_rows_are_saved_with_their_next_steps_and_the_mission_is_completed(
    desk, officer, mission
):
    held, missed = planned(mission, officer), planned(mission, officer)
    sent = both(
        row(
            held,
            state="held",
            interest="high",
            outcome="Wants a site",
            what="Send land prices",
            promised_by="agency",
            due_on="2026-12-04",
        ),
        row(missed, state="no_show"),
    )

    response = desk.post(page_of(mission), {**sent, "then": "complete"}, follow=True)

    held.refresh_from_db()
    missed.refresh_from_db()
    mission.refresh_from_db()
    promise = FollowUp.objects.get()
    assert (held.state, held.interest, held.outcome) == ("held", "high", "Wants a site")
    assert (missed.state, mission.state) == ("no_show", "completed")
    assert (promise.what, promise.promised_by, promise.due_on) == (
        "Send land prices",
        "agency",
        date(2026, 12, 4),
    )
    assert [*held.follow_ups.all(), *mission.follow_ups.all()] == [promise, promise]
    assert "2 meetings are written down." in response.content.decode()
    assert held.history.first().history_user == officer


def test_a_bad_row_keeps_what_was_typed_and_the_others_are_saved(desk, officer, mission):
    good, bad = planned(mission, officer), planned(mission, officer)
    sent = both(
        row(good, state="postponed"),
        row(bad, state="held", outcome="Wants a site", what="Send prices"),
    )

    response = desk.post(page_of(mission), {**sent, "then": "complete"})

    page = response.content.decode()
    good.refresh_from_db()
    bad.refresh_from_db()
    mission.refresh_from_db()
    assert (good.state, bad.state, bad.outcome) == ("postponed", "planned", "")
    assert (mission.state, FollowUp.objects.count()) == ("travelling", 0)
    assert [one for one, _form in response.context["rows"]] == [bad]
    assert "Say until when, or it will be forgotten." in page
    assert 'value="Wants a site"' in page
    assert "1 meeting is written down." in page
    assert "1 row is not saved yet: see the sentences below its fields." in page


def test_one_row_is_saved_and_what_is_typed_in_another_stays(desk, officer, mission):
    one, other = planned(mission, officer), planned(mission, officer)
    sent = both(row(one, state="cancelled"), row(other, outcome="Half a senten"))

    response = desk.post(page_of(mission), {**sent, "only": one.pk})

    page = response.content.decode()
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, other.state, other.outcome) == ("cancelled", "planned", "")
    assert 'value="Half a senten"' in page
    assert "Say whether it was held." not in page


def test_what_is_left_blank_is_left_for_later(desk, officer, mission):
    one, other = planned(mission, officer), planned(mission, officer)
    sent = both(row(one, state="cancelled"), row(other))

    page = desk.post(page_of(mission), {**sent, "then": "complete"}, follow=True).content.decode()

    one.refresh_from_db()
    mission.refresh_from_db()
    assert (one.state, mission.state) == ("cancelled", "travelling")
    assert "1 meeting is not written down yet." in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"outcome": "Keen"}, "Say whether it was held."),
        ({"state": "held"}, "Say in a line what came of it."),
        ({"state": "planned"}, "Select a valid choice."),
        ({"state": "no_show", "due_on": "2026-12-04"}, "Say what was promised."),
        ({"state": "no_show", "what": "Call", "due_on": "soon"}, "Choose a day"),
        ({"state": "held", "outcome": "x" * 501}, "at most 500 characters"),
    ],
)
def test_each_bad_row_is_told_in_a_sentence_and_writes_nothing(
    desk, officer, mission, typed, sentence
):
    meeting = planned(mission, officer)
    before = all_rows()

    page = desk.post(page_of(mission), row(meeting, **typed)).content.decode()

    assert sentence in page
    assert all_rows() == before


@time_machine.travel(AT, tick=False)
def test_a_meeting_to_come_was_not_held(desk, officer, mission):
    meeting = planned(mission, officer, day=date(2026, 12, 1))

    page = desk.post(page_of(mission), row(meeting, state="held", outcome="Keen")).content.decode()

    assert "A meeting still to come cannot have been held." in page
    meeting.refresh_from_db()
    assert meeting.state == "planned"


def test_what_was_written_down_meanwhile_is_told(desk, officer, mission):
    meeting = planned(mission, officer)
    meeting.state = "held"
    meeting.save()

    page = desk.post(page_of(mission), row(meeting, state="cancelled")).content.decode()

    assert "Somebody has written it down meanwhile: Held." in page


def test_what_its_reader_may_not_see_is_counted_and_not_shown(officer, colleague, mission):
    secret = planned(mission, colleague, is_restricted=True)
    desk = logged_in(officer)

    page = desk.get(page_of(mission)).content.decode()
    after = desk.post(page_of(mission), {**row(secret, state="cancelled"), "then": "complete"})

    secret.refresh_from_db()
    mission.refresh_from_db()
    assert secret.subject not in page
    assert "1 of them is seen by its owner and the managers only." in page
    assert (secret.state, mission.state, after.url) == ("planned", "travelling", page_of(mission))


def test_a_meeting_of_another_mission_is_not_written_down_here(desk, officer, mission):
    meeting = planned(MissionFactory(office=officer.office), officer)

    desk.post(page_of(mission), row(meeting, state="cancelled"))

    meeting.refresh_from_db()
    assert meeting.state == "planned"

"""Taking records from state to state by their maps."""

from datetime import UTC, datetime
from functools import partial

import pytest
import time_machine
from django.urls import reverse

from delegates import programmes
from delegates.models import Programme
from investors import events, missions
from investors.models import Event, MissionMember
from itpo.office import states
from itpo.office.states import NotPossible, following
from tests.conftest import logged_in
from tests.factories import EventFactory, MissionFactory, MissionMemberFactory, ProgrammeFactory
from tests.tables import all_rows

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def programme(officer, **more):
    return ProgrammeFactory(office=officer.office, **more)


def event(officer, **more):
    return EventFactory(office=officer.office, begins="2026-11-21", ends="2026-11-21", **more)


@pytest.fixture(autouse=True)
def on_the_day_of_the_event():
    with time_machine.travel(NOON, tick=False):
        yield


def member(officer, **more):
    return MissionMemberFactory(mission__office=officer.office, **more)


# A cancelled event says why.
change_event = partial(events.change_state, at=NOON, because="Nobody comes")

# How to make one, its map, its verb, the argument that names it, and its address.
KINDS = {
    "programme": (
        programme,
        programmes.MOVES,
        programmes.change_state,
        "delegates:programme-state",
    ),
    "event": (event, events.MOVES, change_event, "investors:event-state"),
    "member": (member, missions.MEMBER_MOVES, missions.change_member, "investors:member-state"),
}
EVERY = [
    (kind, current, to)
    for kind, states_of in (
        ("programme", Programme.State),
        ("event", Event.State),
        ("member", MissionMember.State),
    )
    for current in states_of
    for to in states_of
]
ALLOWED = [(kind, now, to) for kind, now, to in EVERY if to in KINDS[kind][1][now]]
REFUSED = [move for move in EVERY if move not in ALLOWED]


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_is_on_the_map_and_can_be_left(kind):
    moves = KINDS[kind][1]
    every = set(type(next(iter(moves))))

    assert set(moves) == every
    assert set.union(*map(set, moves.values())) == every
    assert all(now not in following for now, following in moves.items())
    assert all(moves.values())


@pytest.mark.parametrize(("kind", "current", "to"), ALLOWED)
def test_a_record_moves_by_the_map_and_its_history_says_who(officer, kind, current, to):
    make, _moves, verb, _url = KINDS[kind]
    row = make(officer, state=current)

    changed = verb(**{kind: row, "to": to, "by": officer})

    row.refresh_from_db()
    assert (changed, row.state) == (row, to)
    assert row.history.first().history_user == officer


@pytest.mark.parametrize(("kind", "current", "to"), REFUSED)
def test_any_other_move_is_refused_in_a_sentence_and_writes_nothing(officer, kind, current, to):
    make, _moves, verb, _url = KINDS[kind]
    row = make(officer, state=current)
    before = all_rows()

    with pytest.raises(NotPossible) as refused:
        verb(**{kind: row, "to": to, "by": officer})

    name = row._meta.verbose_name
    assert str(refused.value) == (
        f"The {name} is “{current.label}”; it cannot become “{to.label}”."
    )
    assert all_rows() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_button_of_a_stale_page_says_so_and_writes_nothing(officer, colleague, kind):
    make, moves, verb, url_name = KINDS[kind]
    row = make(officer)
    shown = following(row, moves)[0]
    verb(**{kind: row, "to": shown, "by": colleague})
    desk, url = logged_in(officer), reverse(url_name, args=[row.pk])
    before = all_rows()

    page = desk.post(url, {"to": shown}, follow=True).content.decode()

    assert f"it cannot become “{shown.label}”." in page
    assert all_rows() == before


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("to", ["", "nonsense", "a\x00b"])
def test_a_button_that_names_no_state_writes_nothing(officer, kind, to):
    row = KINDS[kind][0](officer)
    desk = logged_in(officer)
    before = all_rows()

    response = desk.post(reverse(KINDS[kind][3], args=[row.pk]), {"to": to})

    assert response.url == row.get_absolute_url()
    assert all_rows() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_button_takes_it_there_and_leads_back(officer, kind):
    make, moves, _verb, url_name = KINDS[kind]
    row = make(officer)
    to = following(row, moves)[0]

    response = logged_in(officer).post(reverse(url_name, args=[row.pk]), {"to": to})

    row.refresh_from_db()
    assert response.url == row.get_absolute_url()
    assert (row.state, row.history.first().history_user) == (to, officer)


@pytest.mark.parametrize("kind", KINDS)
def test_others_do_not_take_it_anywhere(stranger, auditor, officer, kind):
    row = KINDS[kind][0](officer)
    url, browsers = (
        reverse(KINDS[kind][3], args=[row.pk]),
        list(map(logged_in, (stranger, auditor))),
    )
    before = all_rows()

    answers = [browser.post(url, {"to": "cancelled"}).status_code for browser in browsers]

    assert answers == [404, 403]
    assert all_rows() == before


def test_what_can_follow_is_offered_in_the_order_of_the_states(officer):
    assert following(programme(officer), programmes.MOVES) == [
        Programme.State.CALL_OPEN,
        Programme.State.RUNNING,
        Programme.State.COMPLETED,
        Programme.State.CANCELLED,
    ]
    assert following(event(officer, state="held"), events.MOVES) == [
        Event.State.PLANNED,
        Event.State.CLOSED,
    ]


def test_what_is_taken_up_again_no_longer_says_why_it_was_cancelled(officer):
    mission = MissionFactory(
        office=officer.office, state="cancelled", cancelled_because="Flights cancelled"
    )

    states.take(thing=mission, to="proposed", moves=missions.MOVES, by=None)

    mission.refresh_from_db()
    assert (mission.state, mission.cancelled_because) == ("proposed", "")

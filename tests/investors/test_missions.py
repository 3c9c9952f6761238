"""A mission's way from proposed to completed."""

import pytest
from django.urls import reverse

from investors import missions
from investors.models import Mission
from itpo.office import chain, states
from itpo.office.chain import Step
from tests.conftest import logged_in
from tests.factories import (
    DelegateFactory,
    MissionFactory,
    MissionHostFactory,
    MissionLegFactory,
    MissionPartnerFactory,
    PartnerFactory,
)

pytestmark = pytest.mark.django_db

State = Mission.State
EVERY = [(current, to) for current in State for to in State]  # in the same order every time
ALLOWED = [(current, to) for current, to in EVERY if to in missions.MOVES[current]]
REFUSED = [move for move in EVERY if move not in ALLOWED]


def in_state(state: str, officer) -> Mission:
    because = "Flights cancelled" if state == State.CANCELLED else ""
    return MissionFactory(office=officer.office, state=state, cancelled_because=because)


@pytest.mark.parametrize(("current", "to"), ALLOWED)
def test_a_mission_moves_by_the_map_and_its_history_says_who(officer, current, to):
    mission = in_state(current, officer)

    missions.change_state(mission=mission, to=to, by=officer, because="Flights cancelled")

    mission.refresh_from_db()
    assert mission.state == to
    assert mission.cancelled_because == ("Flights cancelled" if to == State.CANCELLED else "")
    assert mission.history.first().history_user == officer


@pytest.mark.parametrize(("current", "to"), REFUSED)
def test_any_other_move_is_refused_and_writes_nothing(officer, current, to):
    mission = in_state(current, officer)

    with pytest.raises(states.NotPossible, match="it cannot become"):
        missions.change_state(mission=mission, to=to, by=officer, because="Flights cancelled")

    mission.refresh_from_db()
    assert mission.state == current


@pytest.mark.parametrize("because", ["", "  ", "x" * 201])
def test_a_cancelled_mission_says_why_in_a_few_words(officer, because):
    mission = in_state(State.OPEN, officer)

    with pytest.raises(states.NotPossible):
        missions.change_state(mission=mission, to=State.CANCELLED, by=officer, because=because)

    mission.refresh_from_db()
    assert mission.state == State.OPEN


def test_the_page_moves_it_and_a_stale_page_is_told(desk, officer):
    mission = in_state(State.CONFIRMED, officer)
    url = reverse("investors:mission-state", args=[mission.pk])

    page = desk.post(url, {"to": "completed"}, follow=True).content.decode()
    again = desk.post(url, {"to": "cancelled", "because": "Late"}, follow=True).content.decode()

    mission.refresh_from_db()
    assert mission.state == "completed"
    assert "Completed" in page
    assert "The mission is “Completed”; it cannot become “Cancelled”." in again


def test_another_office_and_an_auditor_do_not_move_it(stranger, auditor, officer):
    mission = in_state(State.CONFIRMED, officer)
    url = reverse("investors:mission-state", args=[mission.pk])

    answers = [
        logged_in(user).post(url, {"to": "completed"}).status_code for user in (stranger, auditor)
    ]

    mission.refresh_from_db()
    assert (answers, mission.state) == ([404, 403], "confirmed")


def test_a_partner_in_two_roles_is_named_once_on_the_page(desk, officer):
    mission = MissionFactory(office=officer.office)
    partner = PartnerFactory(name="A bank")
    for role in ("organiser", "funder"):
        MissionPartnerFactory(mission=mission, partner=partner, role=role)
    MissionPartnerFactory(partner=partner)

    page = desk.get(mission.get_absolute_url())

    assert page.context["mission"].partners_names == "A bank"


def test_hosts_are_on_the_page_and_the_mission_is_around_them(desk, officer):
    leg = MissionLegFactory(mission=MissionFactory(office=officer.office))
    agency = MissionHostFactory(leg=leg).agency
    delegate = MissionHostFactory(leg=leg, agency=None, delegate=DelegateFactory()).delegate

    page = desk.get(leg.mission.get_absolute_url()).content.decode()

    assert agency.get_absolute_url() in page
    assert delegate.get_absolute_url() in page
    for host, step in ((agency, Step.MISSIONS), (delegate, Step.MISSIONS)):
        assert [link.count for link in chain.links(host, officer) if link.step == step] == [1]

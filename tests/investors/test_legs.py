"""The legs of a mission: one country after the other, within its days."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from investors import missions
from investors.models import MissionLeg
from itpo.office.changes import latest_version
from itpo.office.states import NotPossible
from tests.factories import (
    AgendaItemFactory,
    HostCountryFactory,
    MeetingFactory,
    MissionFactory,
    MissionLegFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db


THERE = {"day": date(2026, 12, 5), "time_zone": "Africa/Casablanca"}


@pytest.fixture
def mission(officer):
    return MissionFactory(office=officer.office, begins="2026-12-01", ends="2026-12-12")


def save_leg(mission, officer, begins, ends) -> MissionLeg:
    country = HostCountryFactory()
    leg = MissionLeg(mission=mission, country=country, begins=begins, ends=ends)
    return missions.save_part(part=leg, by=officer)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2026-12-01", "2026-12-05"),  # the day of travel belongs to both
        ("2026-12-08", "2026-12-12"),
        ("2026-12-05", "2026-12-05"),
        ("2026-12", "2026-12"),  # it may be anywhere in it
        ("2026-12-10", ""),
        ("", "2026-12-04"),
        ("", ""),
    ],
)
def test_a_leg_takes_days_that_are_free(mission, officer, begins, ends):
    MissionLegFactory(mission=mission, begins="2026-12-05", ends="2026-12-08")

    leg = save_leg(mission, officer, begins, ends)

    assert leg.history.get().history_user == officer


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2026-12-03", "2026-12-06"),
        ("2026-12-07", "2026-12-09"),
        ("2026-12-06", "2026-12-06"),
        ("2026-12-05", "2026-12-08"),
        ("2026-12-01", "2026-12-12"),
        ("2026-12-06", ""),
    ],
)
def test_a_leg_while_the_mission_is_elsewhere_is_refused(mission, officer, begins, ends):
    there = MissionLegFactory(mission=mission, begins="2026-12-05", ends="2026-12-08")

    with pytest.raises(ValidationError) as refusal:
        save_leg(mission, officer, begins, ends)

    assert refusal.value.message_dict == {
        "begins": [f"On these days the mission is in {there.country}: 5 Dec 2026 – 8 Dec 2026."]
    }
    assert list(mission.legs.all()) == [there]


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2026-11-30", "2026-12-03"),
        ("2026-12-10", "2026-12-13"),
        ("2026-11", ""),
        ("2027", "2027"),
        ("", "2026-12-13"),
    ],
)
def test_a_leg_outside_the_mission_is_refused(mission, officer, begins, ends):
    with pytest.raises(ValidationError) as refusal:
        save_leg(mission, officer, begins, ends)

    assert refusal.value.message_dict == {
        "begins": ["The mission lasts from 1 Dec 2026 – 12 Dec 2026; the leg is outside it."]
    }


def test_two_who_add_a_leg_at_once_take_turns(mission, officer):
    country = HostCountryFactory()
    first = MissionLeg(mission=mission, country=country, begins="2026-12-05", ends="2026-12-08")
    second = MissionLeg(mission=mission, country=country, begins="2026-12-06", ends="2026-12-09")
    for leg in (first, second):
        leg.full_clean()  # both forms found the days free

    missions.save_part(part=first, by=officer)
    with pytest.raises(ValidationError):
        missions.save_part(part=second, by=officer)

    assert list(mission.legs.all()) == [first]


def test_what_a_list_was_imported_with_stays_until_its_days_are_changed(mission, officer):
    whole = {"mission": mission, "begins": "2026-12-01", "ends": "2026-12-12"}
    MissionLegFactory(**whole)
    leg = MissionLegFactory(**whole)
    leg.notes = "By train"

    missions.save_part(part=leg, by=officer)
    leg.begins = "2026-12-02"
    with pytest.raises(ValidationError):
        missions.save_part(part=leg, by=officer)

    leg.refresh_from_db()
    assert (leg.notes, leg.begins) == ("By train", "2026-12-01")


def test_the_form_says_it_beside_the_field_and_keeps_what_was_typed(desk, mission):
    there = MissionLegFactory(mission=mission, begins="2026-12-05", ends="2026-12-08")
    url = f"{reverse('desk:add', args=['investors.missionleg'])}?mission={mission.pk}"

    response = desk.post(
        url,
        {"country": HostCountryFactory().pk, "begins": "2026-12-06", "ends": "2026-12-07"},
    )

    assert response.context["form"].errors["begins"] == [
        f"On these days the mission is in {there.country}: 5 Dec 2026 – 8 Dec 2026."
    ]
    assert 'value="2026-12-06"' in response.content.decode()


def test_a_mission_does_not_move_away_from_its_legs(desk, mission):
    leg = MissionLegFactory(mission=mission, begins="2026-12-05", ends="2026-12-08")
    url = reverse("desk:change", args=["investors.mission", mission.pk])

    response = desk.post(url, {"name": mission.name, "begins": "2026-12-06", "ends": "2026-12"})

    assert response.context["form"].errors["begins"] == [
        "The leg of 5 Dec 2026 – 8 Dec 2026 would lie outside these days."
    ]
    mission.refresh_from_db()
    assert mission.begins == "2026-12-01"
    assert leg.mission == mission


@pytest.mark.parametrize("day", ["2026-12-01", "2026-12-12"])
def test_a_mission_does_not_move_away_from_what_is_planned_in_it(mission, officer, day):
    MeetingFactory(officer=officer, mission=mission, state="planned", day=day)
    MeetingFactory(officer=officer, mission=mission, state="cancelled", day=day)
    mission.begins, mission.ends = "2026-12-02", "2026-12-11"
    mission.full_clean()

    with pytest.raises(NotPossible, match="1 planned meeting would lie outside these days"):
        missions.change(mission=mission, by=officer)

    mission.refresh_from_db()
    assert mission.begins == "2026-12-01"


def test_nor_from_what_is_on_its_agenda(mission, officer):
    AgendaItemFactory(visit=None, mission=mission, day="2026-12-12")
    mission.ends = "2026-12-11"
    mission.full_clean()

    with pytest.raises(NotPossible, match="1 item of the agenda would lie outside these days"):
        missions.change(mission=mission, by=officer)


@pytest.mark.parametrize(
    "factory",
    [
        lambda of: MeetingFactory(officer__office=of.office, state="planned", mission=of, **THERE),
        lambda of: AgendaItemFactory(visit=None, mission=of, **THERE),
    ],
    ids=["meeting", "item"],
)
def test_a_leg_does_not_move_away_from_what_is_planned_there(mission, officer, factory):
    morocco = HostCountryFactory(code="MA")
    leg = MissionLegFactory(
        mission=mission, country=morocco, begins="2026-12-01", ends="2026-12-06"
    )
    factory(mission)
    leg.ends = "2026-12-04"

    with pytest.raises(NotPossible) as refusal:
        missions.save_part(part=leg, by=officer)

    assert str(refusal.value) == (
        "1 entry of the agenda would lie outside these days. Move it first."
    )
    assert (refusal.value.field, MissionLeg.objects.get().ends) == ("begins", "2026-12-06")


def test_a_leg_moves_freely_where_nothing_is_planned_by_its_clocks(mission, officer):
    leg = MissionLegFactory(
        mission=mission,
        country=HostCountryFactory(code="SN"),
        begins="2026-12-01",
        ends="2026-12-06",
    )
    AgendaItemFactory(visit=None, mission=mission, **THERE)
    leg.ends = "2026-12-04"

    assert missions.save_part(part=leg, by=officer).ends == "2026-12-04"


def test_a_visit_does_not_move_away_from_what_is_planned_in_it(desk, officer):
    visit = VisitFactory(officer=officer, begins="2026-12-01", ends="2026-12-04")
    address = reverse("desk:change", args=["delegates.visit", visit.pk])
    sent = {
        "delegate": visit.delegate_id,
        "officer": officer.pk,
        "begins": "2026-12-02",
        "ends": "2026-12-04",
    }
    for made, sentence in (
        (
            MeetingFactory(officer=officer, visit=visit, state="planned", day="2026-12-01"),
            "meeting",
        ),
        (AgendaItemFactory(visit=visit, day="2026-12-01"), "item of the agenda"),
    ):
        page = desk.post(address, {**sent, "seen": latest_version(visit)})

        [said] = page.context["form"].errors["begins"]
        assert f"{sentence} would lie outside these days. Move it first." in said
        made.delete()

    desk.post(address, {**sent, "seen": latest_version(visit)})
    visit.refresh_from_db()
    assert visit.begins == "2026-12-02"


def test_the_admin_leaves_nothing_outside_either(managers_desk, manager):
    visit = VisitFactory(officer=manager, begins="2026-12-01", ends="2026-12-04")
    MeetingFactory(officer=manager, visit=visit, state="planned", day="2026-12-01")
    address = reverse("admin:delegates_visit_change", args=[visit.pk])
    sent = {"delegate": visit.delegate_id, "officer": manager.pk, "ends": "2026-12-04"}

    page = managers_desk.post(address, {**sent, "begins": "2026-12-02"})

    assert "1 planned meeting would lie outside these days" in page.content.decode()
    visit.refresh_from_db()
    assert visit.begins == "2026-12-01"

"""Planning an agenda: adding, moving, copying, taking away."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from investors import bookings, meetings, planning
from investors.clocks import zones_for
from investors.models import AgendaItem, Booking, Meeting
from itpo.office.states import NotPossible
from tests.factories import (
    ContactFactory,
    DelegateFactory,
    HostCountryFactory,
    MeetingFactory,
    MissionFactory,
    MissionLegFactory,
    MissionMemberFactory,
    ResourceFactory,
    VisitFactory,
)
from tests.tables import all_rows

pytestmark = pytest.mark.django_db

DAY, NEXT = date(2026, 11, 24), date(2026, 11, 25)
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def visit(officer):
    return VisitFactory(officer=officer, begins="2026-11-16", ends="2026-11-27")


@pytest.fixture
def mission(officer):
    return MissionFactory(office=officer.office, begins="2026-11-22", ends="2026-11-26")


def lunch(whole, by, **more):
    told = {"kind": "meal", "title": "Lunch", "day": DAY, "starts": time(12), "ends": time(13)}
    return planning.add_item(whole=whole, by=by, **told | more)


def talk(visit, officer, **more):
    told = {"subject": "First talk", "day": DAY, "starts": time(10), "ends": time(11)}
    return meetings.log(officer=officer, at=NOW, visit=visit, **told | more)


def times(thing):
    there = [one.astimezone(ZoneInfo(thing.time_zone)) for one in (thing.starts_at, thing.ends_at)]
    return [f"{one:%d %H:%M}" for one in there]


# --- adding ---


def test_what_is_added_stands_in_the_places_time_and_books_who_comes(visit, officer):
    car = ResourceFactory(office=officer.office, kind="car")

    item = lunch(visit, officer, place="Yokohama", whom=[visit.delegate, car])

    assert (item.visit, item.office, item.time_zone) == (visit, officer.office, "Asia/Tokyo")
    assert times(item) == ["24 12:00", "24 13:00"]
    assert [one.delegate or one.resource for one in item.bookings.order_by("pk")] == [
        visit.delegate,
        car,
    ]
    assert AgendaItem.history.get().history_user == officer


def test_a_time_abroad_is_the_time_there(mission, officer):
    item = lunch(mission, officer, time_zone="Africa/Casablanca")

    assert item.starts_at == datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # summer time all year
    assert times(item) == ["24 12:00", "24 13:00"]


@pytest.mark.parametrize("day", [date(2026, 11, 15), date(2026, 11, 28)])
def test_what_lies_outside_its_visit_is_refused(visit, officer, day):
    before = all_rows()

    with pytest.raises(NotPossible) as refusal:
        lunch(visit, officer, day=day)

    assert str(refusal.value) == (
        "The visit lasts from 16 Nov 2026 – 27 Nov 2026; this is outside it."
    )
    assert (refusal.value.field, all_rows()) == ("day", before)


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2026, 11, 27)])
def test_what_lies_outside_its_mission_is_refused_meetings_too(mission, officer, day):
    for act in (
        lambda: lunch(mission, officer, day=day),
        lambda: talk(None, officer, mission=mission, day=day),
    ):
        with pytest.raises(NotPossible) as refusal:
            act()

        assert str(refusal.value) == (
            "The mission lasts from 22 Nov 2026 – 26 Nov 2026; this is outside it."
        )


def test_nothing_is_planned_in_what_is_cancelled(officer):
    cancelled = {"state": "cancelled", "cancelled_because": "Nobody comes"}
    visit = VisitFactory(officer=officer, **cancelled)
    mission = MissionFactory(office=officer.office, **cancelled)

    said = []
    for whole in (visit, mission):
        with pytest.raises(NotPossible) as refusal:
            lunch(whole, officer)
        said.append(str(refusal.value))

    assert said == ["The visit was cancelled.", "The mission was cancelled."]


def test_only_a_journey_leads_to_another_place(visit, officer):
    with pytest.raises(ValidationError) as refusal:
        lunch(visit, officer, to_place="Nagoya")

    assert refusal.value.messages == ["Only transport leads to another place."]
    assert AgendaItem.objects.count() == 0


def test_the_delegation_is_whoever_is_confirmed_and_known_by_name(mission):
    going = ContactFactory()
    MissionMemberFactory(mission=mission, company=going.company, contact=going, state="confirmed")
    MissionMemberFactory(mission=mission, state="confirmed")
    asked = ContactFactory()
    MissionMemberFactory(mission=mission, company=asked.company, contact=asked, state="invited")

    assert planning.delegation(mission) == [going]


# --- moving ---


def test_a_moved_meeting_lasts_as_long_and_takes_its_people_along(visit, officer):
    room = ResourceFactory(office=officer.office, kind="room")
    meeting = talk(visit, officer, delegates=[visit.delegate], resources=[room])

    moved = planning.move(thing=meeting, day=NEXT, starts=time(15), by=officer)

    assert (moved.pk, times(moved)) == (meeting.pk, ["25 15:00", "25 16:00"])
    assert {one.starts_at for one in moved.bookings.all()} == {moved.starts_at}
    assert moved.bookings.count() == 3


def test_an_item_moves_with_a_new_end(visit, officer):
    item = lunch(visit, officer, whom=[officer])

    moved = planning.move(thing=item, day=DAY, starts=time(13), ends=time(15), by=officer)

    assert times(moved) == ["24 13:00", "24 15:00"]
    assert [one.ends_at for one in moved.bookings.all()] == [moved.ends_at]


def test_moving_to_where_somebody_is_taken_changes_nothing(visit, officer):
    talk(visit, officer, starts=time(15), ends=time(16))
    meeting = talk(visit, officer)
    before = all_rows()

    with pytest.raises(bookings.Taken):
        planning.move(thing=meeting, day=DAY, starts=time(15), by=officer)

    assert all_rows() == before


def test_nothing_moves_out_of_its_visit(visit, officer):
    meeting = talk(visit, officer)

    with pytest.raises(NotPossible):
        planning.move(thing=meeting, day=date(2026, 12, 1), starts=time(10), by=officer)

    assert Meeting.objects.get().day == DAY


@pytest.mark.parametrize("state", ["held", "no_show", "cancelled", "postponed"])
def test_what_is_not_planned_does_not_move(officer, state):
    meeting = MeetingFactory(officer=officer, state=state, day=DAY)

    with pytest.raises(NotPossible) as refusal:
        planning.move(thing=meeting, day=NEXT, starts=None, by=officer)

    assert str(refusal.value) == f"It is “{meeting.get_state_display()}”."


def test_without_a_time_it_takes_all_day_and_books_nobody(visit, officer):
    item = lunch(visit, officer, whom=[officer])

    moved = planning.move(thing=item, day=NEXT, starts=None, by=officer)

    assert (moved.starts_at, moved.ends_at, moved.bookings.count()) == (None, None, 0)


# --- copying ---


def test_a_copied_meeting_has_the_same_people_and_nothing_of_what_came_of_it(visit, officer):
    contact, room = ContactFactory(), ResourceFactory(office=officer.office, kind="room")
    meeting = talk(visit, officer, contacts=[contact], delegates=[visit.delegate], resources=[room])
    meetings.write_down(
        meeting=meeting,
        by=officer,
        at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        state="held",
        outcome="They agree.",
        interest="high",
    )

    made = planning.copy(thing=meeting, day=NEXT, starts=time(9), by=officer)

    assert (made.state, made.outcome, made.interest, made.visit) == ("planned", "", "", visit)
    assert times(made) == ["25 09:00", "25 10:00"]
    sides = ("company", "contact", "delegate", "officer")
    assert list(made.parties.order_by("pk").values_list(*sides)) == list(
        meeting.parties.order_by("pk").values_list(*sides)
    )
    assert [one.resource for one in made.bookings.exclude(resource=None)] == [room]
    assert made.bookings.count() == 4


def test_a_copied_meeting_stays_with_who_looks_after_it(visit, officer, manager):
    meeting = talk(visit, officer, restricted=True)

    made = planning.copy(thing=meeting, day=NEXT, starts=time(9), by=manager)

    assert (made.officer, made.is_restricted) == (officer, True)
    assert made.history.get().history_user == manager


def test_an_item_copied_onto_itself_is_refused(visit, officer):
    item = lunch(visit, officer, whom=[visit.delegate])
    before = all_rows()

    with pytest.raises(bookings.Taken):
        planning.copy(thing=item, day=DAY, starts=time(12, 30), by=officer)

    assert all_rows() == before


def test_an_item_is_copied_to_the_next_day(visit, officer):
    item = lunch(visit, officer, place="Yokohama", whom=[visit.delegate])

    made = planning.copy(thing=item, day=NEXT, starts=time(12), by=officer)

    assert (made.title, made.place, made.visit) == ("Lunch", "Yokohama", visit)
    assert [one.delegate for one in made.bookings.all()] == [visit.delegate]


# --- changing and taking away ---


def test_whoever_comes_along_is_changed_with_the_item(visit, officer, colleague):
    guest = DelegateFactory()
    item = lunch(visit, officer, whom=[officer])

    planning.change_item(item=item, whom=[guest, colleague], by=officer)

    assert {one.delegate or one.officer for one in item.bookings.all()} == {guest, colleague}


def test_what_is_taken_off_frees_who_was_booked(visit, officer):
    item = lunch(visit, officer, whom=[officer])

    planning.remove_item(item=item, by=officer)

    assert (AgendaItem.objects.count(), Booking.objects.count()) == (0, 0)
    assert AgendaItem.history.filter(history_type="-").get().history_user == officer


# --- by whose clocks ---


def test_a_mission_follows_the_clocks_of_the_country_it_is_in_that_day(officer):
    mission = MissionFactory(office=officer.office, begins="2026-11-22", ends="2026-11-28")
    for code, begins, ends in (
        ("MA", "2026-11-22", "2026-11-24"),
        ("SN", "2026-11-25", "2026-11-28"),
    ):
        country = HostCountryFactory(code=code, name=code)
        MissionLegFactory(mission=mission, country=country, begins=begins, ends=ends)

    first, then = (talk(None, officer, mission=mission, day=day) for day in (DAY, NEXT))

    assert (first.clock, then.clock) == ("10:00–11:00 (Casablanca)", "10:00–11:00 (Dakar)")
    officer.time_zone = "Europe/Paris"
    assert zones_for(mission, NEXT, officer) == [
        "Africa/Dakar",
        "Africa/Casablanca",
        "Asia/Tokyo",
        "Europe/Paris",
    ]

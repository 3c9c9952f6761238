"""The days and hours of a meeting schedule, and what is refused of them."""

from datetime import date, time

import pytest

from investors import schedule_slots
from investors.models import ScheduleSlot
from itpo.office.states import NotPossible
from tests.factories import EventFactory, HolidayFactory, ProgrammeFactory
from tests.investors.planned import TUESDAY, WEDNESDAY, begun, blank, of_a_mission

pytestmark = pytest.mark.django_db


def clocks(schedule, day=TUESDAY):
    return [slot.clock(schedule.zone) for slot in schedule_slots.lay_out(schedule, [day])]


def test_a_day_has_slots_before_lunch_and_after_it(officer):
    schedule = blank(officer, morning_slots=4, afternoon_slots=6)

    assert clocks(schedule) == [
        "10:00–10:25",
        "10:30–10:55",
        "11:00–11:25",
        "11:30–11:55",
        "13:30–13:55",
        "14:00–14:25",
        "14:30–14:55",
        "15:00–15:25",
        "15:30–15:55",
        "16:00–16:25",
    ]


def test_the_times_are_those_of_the_place(officer):
    schedule = of_a_mission(officer)

    first = ScheduleSlot.objects.filter(schedule=schedule).in_order()[0]

    assert first.clock(schedule.zone) == "10:00–10:25"
    assert f"{first.starts_at:%H:%M}" == "09:00"  # Casablanca is an hour ahead of UTC


def test_slots_that_follow_at_once_do_not_overlap(officer):
    schedule = blank(
        officer, pause=0, morning_slots=4, afternoon_at=time(11, 40), afternoon_slots=1
    )

    assert clocks(schedule)[-2:] == ["11:15–11:40", "11:40–12:05"]


@pytest.mark.parametrize(
    ("hours", "field", "sentence"),
    [
        (
            {"morning_slots": 8, "afternoon_slots": 6},
            "afternoon_at",
            "those before lunch last until 13:55, those after it begin at 13:30.",
        ),
        (
            {"morning_at": time(6, 30)},
            "morning_slots",
            "That would be in the night: slots lie between 07:00 and 22:00.",
        ),
        (
            {"afternoon_at": time(21, 0), "afternoon_slots": 3},
            "afternoon_slots",
            "That would be in the night: slots lie between 07:00 and 22:00.",
        ),
        (
            {"afternoon_at": time(23, 50), "afternoon_slots": 2},
            "afternoon_slots",
            "That would be in the night: slots lie between 07:00 and 22:00.",
        ),
        ({"morning_slots": 0}, "morning_slots", "A day has a slot at least."),
    ],
)
def test_hours_that_cannot_be_are_refused_and_nothing_is_written(officer, hours, field, sentence):
    with pytest.raises(NotPossible, match=sentence) as refusal:
        begun(officer, **hours)

    assert refusal.value.field == field
    assert not ScheduleSlot.objects.exists()


def test_a_day_outside_the_programme_is_refused(officer):
    programme = ProgrammeFactory(office=officer.office, begins="2026-11-16", ends="2026-11-23")

    with pytest.raises(NotPossible, match="; 24 Nov 2026 is outside it"):
        begun(officer, programme=programme)

    assert not ScheduleSlot.objects.exists()


@pytest.mark.parametrize(
    ("last_on", "sentence"),
    [
        (date(2026, 11, 23), "The last day is before the first."),
        (date(2027, 1, 5), "A meeting schedule is of at most 31 days."),
    ],
)
def test_days_in_no_order_or_too_many_are_refused(officer, last_on, sentence):
    with pytest.raises(NotPossible, match=sentence):
        begun(officer, last_on=last_on)


def test_at_home_a_schedule_begins_with_the_working_days(officer):
    HolidayFactory(office=officer.office, country_code="JP", on=WEDNESDAY)
    schedule = begun(officer, first_on=date(2026, 11, 20), last_on=date(2026, 11, 26))

    days = sorted({slot.day for slot in schedule.slots.all()})

    # Without the weekend, Labour Thanksgiving Day, and the day on which the office is closed.
    assert [f"{day:%m-%d}" for day in days] == ["11-20", "11-24", "11-26"]


def test_where_the_country_is_another_every_day_is_taken_as_weekends_differ(officer):
    schedule = of_a_mission(officer)

    assert {slot.day for slot in schedule.slots.all()} == {TUESDAY, WEDNESDAY}


def test_an_event_on_a_sunday_has_slots_on_it(officer):
    sunday = date(2026, 11, 22)
    event = EventFactory(office=officer.office, begins="2026-11-22", ends="2026-11-22")

    schedule = begun(officer, event=event, first_on=sunday, last_on=sunday)

    assert {slot.day for slot in schedule.slots.all()} == {sunday}

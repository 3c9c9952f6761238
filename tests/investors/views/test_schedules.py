"""Meeting schedules in the workspace, as an officer uses them."""

from html import unescape

import pytest
import time_machine
from django.urls import reverse

from investors import schedule_filling, schedule_runs
from investors.models import Meeting, Pairing, Participant, Schedule, ScheduleRun, Wish
from tests.factories import (
    CompanyFactory,
    EventFactory,
    MissionFactory,
    MissionLegFactory,
    MissionMemberFactory,
    ResourceFactory,
)
from tests.investors.planned import NOW, add, begun, of_a_mission, shown, two_and_two

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday_noon")]

HOURS = {
    "minutes": "25",
    "pause": "5",
    "morning_at": "10:00",
    "morning_slots": "4",
    "afternoon_at": "13:30",
    "afternoon_slots": "6",
    "tables": "3",
}
NEW = {
    **HOURS,
    "name": "Matchmaking",
    "first_on": "2026-11-24",
    "last_on": "2026-11-25",
    "time_zone": "Asia/Tokyo",
}


@pytest.fixture
def friday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


def address(name, *args):
    return reverse(f"investors:{name}", args=args)


def text(response):
    return unescape(response.content.decode())


def test_a_schedule_is_begun_from_the_page_of_an_event_on_its_days(desk, officer):
    event = EventFactory(office=officer.office, begins="2026-11-24", ends="2026-11-25")
    link = f"{address('schedule-begin')}?event={event.pk}"

    assert f'href="{link}"' in text(desk.get(event.get_absolute_url()))
    form = desk.get(link).context["form"]
    answer = desk.post(link, NEW)

    assert [str(form[name].value()) for name in ("first_on", "last_on")] == [
        "2026-11-24",
        "2026-11-25",
    ]
    schedule = Schedule.objects.get()
    assert answer.url == address("schedule-wishes", schedule.pk)
    assert (schedule.event, schedule.slots.count(), schedule.tables) == (event, 20, 3)


def test_of_a_mission_the_leg_is_chosen_first(desk, officer):
    mission = MissionFactory(office=officer.office)
    leg = MissionLegFactory(mission=mission, country__code="MA", country__name="Morocco")

    page = text(desk.get(f"{address('schedule-begin')}?mission={mission.pk}"))
    form = desk.get(f"{address('schedule-begin')}?leg={leg.pk}").context["form"]

    assert f"?leg={leg.pk}" in page
    assert form["time_zone"].value() == "Africa/Casablanca"


@pytest.mark.parametrize("asked", ["", "?event=0", "?event=x", "?mission=77", "?mission=", "?leg="])
def test_a_schedule_of_nothing_is_not_there(desk, asked):
    assert desk.get(address("schedule-begin") + asked).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"tables": "0"}, "tables", "There are from 1 to 200 tables."),
        ({"minutes": "1"}, "minutes", "A meeting lasts from 5 to 240 minutes."),
        (
            {"morning_at": "03:00"},
            "morning_slots",
            "That would be in the night: slots lie between 07:00 and 22:00.",
        ),
        (
            {"morning_slots": "9"},
            "afternoon_at",
            "The slots overlap: those before lunch last until 14:25, "
            "those after it begin at 13:30.",
        ),
        ({"last_on": "2026-11-23"}, "last_on", "The last day is before the first."),
        ({"last_on": "2027-11-23"}, "last_on", "A meeting schedule is of at most 31 days."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_written(
    desk, officer, wrong, field, sentence
):
    event = EventFactory(office=officer.office)

    form = desk.post(f"{address('schedule-begin')}?event={event.pk}", NEW | wrong).context["form"]

    assert form.errors[field] == [sentence]
    assert not Schedule.objects.exists()


def test_people_are_added_several_at_a_time(desk, officer):
    schedule = begun(officer)
    companies = CompanyFactory.create_batch(2)
    sent = {
        "side": "counterpart",
        "companies": [one.pk for one in companies],
        "names": "Port of Dakar\r\n\r\nPort of Tema",
        "languages": "English",
    }

    page = text(desk.post(address("schedule-invite", schedule.pk), sent, follow=True))

    for one in (*companies, "Port of Dakar", "Port of Tema"):
        assert str(one) in page
    assert set(schedule.participants.values_list("side", "languages")) == {
        ("counterpart", "English")
    }


def test_a_company_that_has_withdrawn_is_refused_in_a_sentence(desk, officer):
    schedule = of_a_mission(officer)
    gone = MissionMemberFactory(mission=schedule.leg.mission, state="withdrawn").company

    form = desk.post(
        address("schedule-invite", schedule.pk), {"side": "host", "companies": [gone.pk]}
    ).context["form"]

    assert form.errors["companies"] == [f"{gone} has withdrawn from the mission."]
    assert not schedule.participants.filter(company=gone).exists()


def test_nobody_added_and_names_too_long_are_told(desk, officer):
    schedule = begun(officer)
    url = address("schedule-invite", schedule.pk)

    nobody = desk.post(url, {"side": "host"}).context["form"]
    too_long = desk.post(url, {"side": "host", "names": "x" * 161}).context["form"]

    assert nobody.errors["companies"] == ["Say who takes part."]
    assert too_long.errors["names"] == ["A name has at most 160 characters."]


def test_wishes_absences_and_languages_are_noted_on_one_page(desk, officer):
    schedule = begun(officer)
    [host] = add(schedule, officer, "Host", side="host")
    [guest] = add(schedule, officer, "Guest")
    slot = schedule.slots.first()
    sent = {f"wish-{guest.pk}": "3", f"away-{slot.pk}": "on", "languages": "French"}

    desk.post(host.get_absolute_url(), sent)
    grid = text(desk.get(address("schedule-wishes", schedule.pk)))

    assert [str(one) for one in Wish.objects.all()] == ["3 / 0"]
    assert [one.slot for one in host.away.all()] == [slot]
    assert Participant.objects.get(pk=host.pk).languages == "French"
    assert "3 / 0" in grid


def test_the_whole_way_from_wishes_to_meetings(desk, officer, monkeypatch):
    monkeypatch.setattr(schedule_runs, "SECONDS", 3.0)
    schedule = two_and_two(officer)

    begun_to_search = text(desk.post(address("schedule-search", schedule.pk), follow=True))
    with time_machine.travel(NOW):  # a clock that runs
        schedule_runs.carry_out_waiting(now=NOW)
    done = text(desk.get(schedule.get_absolute_url()))
    published = text(desk.post(address("schedule-publish", schedule.pk), follow=True))

    assert "A search for a better schedule waits for its turn." in begun_to_search
    assert "data-watch" in begun_to_search
    assert "Cancel the search" in begun_to_search
    assert "data-watch" not in done
    assert "The search found" in done
    assert "Every wish is met." in done
    assert "4 meetings are published, and their people are booked." in published
    assert Meeting.objects.count() == 4


def test_a_search_is_cancelled_by_its_button(desk, officer):
    schedule = two_and_two(officer)
    desk.post(address("schedule-search", schedule.pk))
    run = ScheduleRun.objects.get()

    page = text(desk.post(address("schedule-run-cancel", run.pk), follow=True))
    again = text(desk.post(address("schedule-run-cancel", run.pk), follow=True))

    assert "The search was cancelled; the plain schedule stands." in page
    assert "The search was over already." in again
    assert len(shown(schedule)) == 4


def test_two_searches_at_once_are_refused_in_a_sentence(desk, officer):
    schedule = two_and_two(officer)
    desk.post(address("schedule-search", schedule.pk))

    page = text(desk.post(address("schedule-search", schedule.pk), follow=True))

    assert "A search for this schedule is under way already." in page
    assert ScheduleRun.objects.count() == 1


def test_a_meeting_is_pinned_and_let_go(desk, officer):
    schedule = two_and_two(officer)
    schedule_filling.fill(schedule=schedule, at=NOW)
    one = Pairing.objects.first()

    for pinned in ("1", "0"):
        desk.post(address("schedule-pin", one.pk), {"pinned": pinned})
        one.refresh_from_db()
        assert one.is_pinned == (pinned == "1")


def test_fewer_slots_list_what_would_be_lost_and_saving_again_goes_on(desk, officer):
    schedule = two_and_two(officer)
    schedule_filling.fill(schedule=schedule, at=NOW)
    url = address("schedule-hours", schedule.pk)
    sent = {**HOURS, "morning_slots": "1", "afternoon_slots": "0", "days": ["2026-11-24"]}

    page = desk.post(url, sent)
    untouched = shown(schedule)
    desk.post(url, {**sent, "lost": page.context["form"]["lost"].value()})

    assert "3 meetings would lose their slot." in text(page)
    assert "Host two – Guest two" in text(page)
    assert len(untouched) == 4
    assert shown(schedule) == ["10:00 1 Host one – Guest one"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"tables": "0"}, "tables"),
        ({"days": []}, "days"),
        ({"morning_at": "5:00"}, "morning_slots"),
    ],
)
def test_hours_that_cannot_be_change_nothing(desk, officer, wrong, field):
    schedule = two_and_two(officer)
    sent = {**HOURS, "days": ["2026-11-24"], **wrong}

    form = desk.post(address("schedule-hours", schedule.pk), sent).context["form"]

    assert list(form.errors) == [field]
    assert schedule.slots.count() == 4


def test_interpreters_are_chosen_and_their_absences_noted(desk, officer):
    schedule = begun(officer)
    interpreter = ResourceFactory(office=officer.office)
    desk.post(address("schedule-interpreters", schedule.pk), {"interpreters": [interpreter.pk]})
    slot = schedule.slots.first()

    desk.post(
        address("schedule-interpreter", schedule.pk, interpreter.pk), {f"away-{slot.pk}": "on"}
    )

    assert [one.slot for one in interpreter.away.all()] == [slot]


def test_a_schedule_is_removed_with_its_wishes(desk, officer):
    schedule = two_and_two(officer)

    answer = desk.post(address("schedule-remove", schedule.pk))

    assert answer.url == schedule.event.get_absolute_url()
    assert not Wish.objects.exists()


def test_an_auditor_looks_and_finds_nothing_to_press(auditor, officer, client):
    schedule = two_and_two(officer)
    schedule_filling.fill(schedule=schedule, at=NOW)
    client.force_login(auditor)

    pages = [
        text(client.get(url))
        for url in (
            schedule.get_absolute_url(),
            address("schedule-wishes", schedule.pk),
            schedule.participants.first().get_absolute_url(),
        )
    ]

    pressed = ("Schedule again", "Publish as meetings", ">Pin<", "Add hosts", "Save</button>")
    assert [one for one in pressed for page in pages if one in page] == []
    assert "Host one" in pages[0]

"""What is to be done before a mission: laid out, counted back from departure, ticked off."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from investors import mission_tasks
from investors.models import MissionStep, MissionTask
from tests.factories import (
    MissionBudgetLineFactory,
    MissionFactory,
    MissionLegFactory,
    MissionStepFactory,
    MissionTaskFactory,
    OfficeFactory,
)

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 21, 3, tzinfo=UTC)


def page_of(mission) -> str:
    return reverse("investors:mission-plan", args=[mission.pk])


def test_each_office_is_given_the_usual_steps_once(office):
    assert mission_tasks.usual_for_new_offices(at=AT) == 1
    MissionStep.objects.all().delete()

    assert mission_tasks.usual_for_new_offices(at=AT) == 0
    assert MissionStep.objects.count() == 0


def test_the_usual_steps_take_the_place_of_none(office):
    own = MissionStepFactory(office=office)

    assert mission_tasks.the_usual(office=office) == []
    assert list(MissionStep.objects.all()) == [own]


def test_laying_out_copies_the_offices_steps_once(officer):
    mission = MissionFactory(office=officer.office)
    step = MissionStepFactory(office=officer.office, by_whom="company")
    MissionStepFactory(office=OfficeFactory(name="UNIDO ITPO Elsewhere"))

    made = mission_tasks.lay_out(mission=mission, by=officer)
    again = mission_tasks.lay_out(mission=mission, by=officer)

    task = MissionTask.objects.get()
    assert (made, again) == ([task], [])
    assert (task.text, task.by_whom, task.days_before) == (step.text, "company", 42)
    assert task.history.get().history_user == officer


@pytest.mark.parametrize(
    ("begins", "legs", "departs"),
    [
        ("2026-12-05", ["2026-12-10", "2026-12-07"], date(2026, 12, 7)),
        ("2026-12-05", ["2026-12"], date(2026, 12, 5)),
        ("2026-12", ["2026-12-07"], date(2026, 12, 7)),
        ("2026-12-05", [""], date(2026, 12, 5)),
        ("2026-12", [], None),
        ("", [], None),
    ],
)
def test_days_are_counted_back_from_the_first_leg(begins, legs, departs):
    mission = MissionFactory(begins=begins)
    for leg in legs:
        MissionLegFactory(mission=mission, begins=leg)

    assert mission_tasks.departs_on(mission) == departs


def test_what_is_late_before_a_mission_is_told_to_who_looks_after_it_until_it_leaves(
    officer, colleague
):
    today = date(2026, 11, 21)
    mine = MissionFactory(owner=officer, begins="2026-12-01")
    MissionLegFactory(mission=mine, begins="2026-12-03")
    second, _in_time, first = (
        MissionTaskFactory(mission=mine, days_before=days) for days in (13, 12, 20)
    )
    MissionTaskFactory(mission=mine, is_needed=False)
    MissionTaskFactory(mission=mine, done_at=AT, done_by=officer)
    for other in (
        MissionFactory(owner=officer, begins="2026-12"),
        MissionFactory(owner=officer, begins="2026-12-01", state="travelling"),
        MissionFactory(owner=colleague, begins="2026-12-01"),
        MissionFactory(owner=officer, begins="2026-12-01", office=OfficeFactory(name="Elsewhere")),
    ):
        MissionTaskFactory(mission=other)

    late = mission_tasks.late(officer, today)

    assert late == [
        (first, date(2026, 11, 13)),
        (second, date(2026, 11, 20)),
    ]


@time_machine.travel(AT, tick=False)
def test_my_day_says_how_late_a_task_is_and_ticks_it_off(officer, desk):
    mission = MissionFactory(owner=officer, begins="2026-12-01")
    task = MissionTaskFactory(mission=mission, days_before=12)
    my_day = reverse("desk:my-day")

    page = desk.get(my_day).content.decode()
    done = desk.post(
        reverse("investors:mission-task", args=[task.pk]), {"to": "done", "back": my_day}
    )

    assert "1 working day late" in page
    assert done.url == my_day
    assert f"Done: {task.text}" in desk.get(my_day).content.decode()
    assert task.text not in desk.get(my_day).content.decode()


def test_tasks_stand_in_order_with_their_days_and_late_ones_are_marked(officer):
    mission = MissionFactory(begins="2026-12-01")
    for days in (2, 11, 5):
        MissionTaskFactory(mission=mission, days_before=days)

    lines = mission_tasks.lines(mission, date(2026, 11, 21))

    assert [(line.due_on, line.standing) for line in lines] == [
        (date(2026, 11, 20), "late"),
        (date(2026, 11, 26), "soon"),
        (date(2026, 11, 29), "open"),
    ]


@time_machine.travel(AT, tick=False)
def test_the_page_lays_out_ticks_off_and_says_what_is_late(desk, officer):
    mission = MissionFactory(office=officer.office, begins="2026-12-01")
    MissionStepFactory(office=officer.office, text="Book the flights", days_before=30)

    page = desk.post(
        reverse("investors:lay-out-tasks", args=[mission.pk]), follow=True
    ).content.decode()
    task = mission.tasks.get()
    ticked = desk.post(
        reverse("investors:mission-task", args=[task.pk]), {"to": "done"}, follow=True
    )
    again = desk.post(
        reverse("investors:mission-task", args=[task.pk]), {"to": "done"}, follow=True
    ).content.decode()

    task.refresh_from_db()
    assert "1 item is added." in page
    assert "late since 1 Nov 2026" in page
    assert ticked.redirect_chain == [(page_of(mission), 302)]
    assert (task.done_by, task.done_at) == (officer, AT)
    assert "Somebody has ticked it off already." in again


def test_the_page_says_that_no_day_is_known(desk, officer):
    mission = MissionFactory(office=officer.office, begins="2026-12")
    MissionTaskFactory(mission=mission)

    page = desk.get(page_of(mission)).content.decode()

    assert "counted back from the first day of the first leg, which is not known yet" in page


def test_an_office_begins_with_the_usual_steps_from_its_page(desk, office):
    url = reverse("investors:usual-mission-steps")

    desk.post(url, {"use": "usual"})
    page = desk.post(url, {"use": "usual"}, follow=True).content.decode()

    assert MissionStep.objects.filter(office=office).count() == 13
    assert "There is a list already." in page


def test_currencies_of_a_budget_are_never_added_together(desk, officer):
    mission = MissionFactory(office=officer.office)
    for planned, currency in ((1000, "JPY"), (500, "JPY"), (20, "EUR")):
        MissionBudgetLineFactory(mission=mission, planned=planned, currency=currency)

    totals = desk.get(page_of(mission)).context["totals"]

    assert [(one.currency, one.planned_shown, one.actual_shown) for one in totals] == [
        ("EUR", "20", ""),
        ("JPY", "1,500", ""),
    ]

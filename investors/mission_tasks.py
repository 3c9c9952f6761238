"""What has to be done before a mission leaves: laid out from the office's steps."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from investors.models import Mission, MissionStep, MissionTask
from investors.usual_mission_steps import USUAL
from itpo.office import checklists
from itpo.office.models import Office, User


def the_usual(*, office: Office, by: User | None = None) -> list[MissionStep]:
    """Give an office the usual steps, unless it has some already."""
    return checklists.begin_with(
        steps=MissionStep.objects.filter(office=office),
        usual=[step._asdict() for step in USUAL],
        office=office,
        by=by,
    )


def usual_for_new_offices(*, at: datetime) -> int:
    """Give each office the usual steps once; never again, whatever it makes of them."""
    return checklists.give_once(
        name="usual mission steps", give=lambda office: the_usual(office=office), at=at
    )


@transaction.atomic
def lay_out(*, mission: Mission, by: User | None) -> list[MissionTask]:
    """Copy the office's steps onto a mission; those that are there already stay."""
    mission = Mission.objects.select_for_update().get(pk=mission.pk)
    there = set(mission.tasks.values_list("text", flat=True))
    steps = MissionStep.objects.filter(office=mission.office_id).exclude(text__in=there)
    tasks = [
        MissionTask(
            mission=mission, text=step.text, by_whom=step.by_whom, days_before=step.days_before
        )
        for step in steps.in_order()
    ]
    return checklists.add(tasks, by)


def lines(mission: Mission, today: date) -> list[checklists.Line]:
    """What is to be done before a mission, and how it stands."""
    return checklists.lines(mission.tasks, departs_on(mission), today)


def departs_on(mission: Mission) -> date | None:
    """The day from which is counted back: the first of its first leg, or else its own.

    None while neither is known to the day.
    """
    day: date | None = Mission.objects.with_departure().get(pk=mission.pk).departs_on
    return day


class Late(NamedTuple):
    """A task that nobody has done, and the day by which it was to be."""

    task: MissionTask
    due_on: date


def late(owner: User, today: date) -> list[Late]:
    """What is late before the missions somebody looks after; the longest first. One query."""
    tasks = MissionTask.objects.visible_to(owner).looked_after_by(owner).missing()
    found = [
        Late(task, due_on)
        for task in tasks.with_departure().select_related("mission").order_by("pk")
        if (due_on := task.due_on(task.departs_on)) and due_on < today
    ]
    return sorted(found, key=lambda one: one.due_on)

"""The only Celery tasks. Running one twice, or not at all, does no harm."""

from celery import shared_task
from django.utils import timezone

from investors import schedule_runs
from itpo.office import post
from itpo.office.importing import carrying_out, runs
from itpo.reminders.tick import tick as run_tick


@shared_task(name="itpo.tasks.tick")
def tick() -> None:
    """Make and queue what is due, and send what waits."""
    run_tick(now=timezone.now())


@shared_task(name=post.HAND_OUT)
def hand_out() -> None:
    """Send what waits."""
    post.hand_out(now=timezone.now())


@shared_task(name=schedule_runs.TASK)
def search_schedules() -> None:
    """Search for better meeting schedules where that was asked for."""
    schedule_runs.carry_out_waiting(now=timezone.now())


@shared_task(name=runs.TASK)
def take_in_lists() -> None:
    """Take in the lists for which that was asked."""
    carrying_out.carry_out_waiting(now=timezone.now())

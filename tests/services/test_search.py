"""A search for a better schedule whose process is killed, as after a loss of power."""

import os
import signal
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from investors import schedule_runs
from investors.models import ScheduleRun
from investors.scheduling.instances import programme
from investors.scheduling.problem import to_json
from tests.factories import ScheduleRunFactory
from tests.investors.planned import NOW, shown, two_and_two
from tests.services.processes import MANAGE, ROOT, environment, running, wait_until

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

SECONDS = 60
SEARCH = """
from django.utils import timezone
from investors import schedule_runs
from itpo.office.clock import Clock
schedule_runs.carry_out({}, Clock(timezone.now()))
"""


def solvers() -> list[int]:
    """The processes that search for schedules of this checkout."""
    found = []
    for pid in filter(str.isdecimal, os.listdir("/proc")):
        try:
            words = (ROOT / f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            here = os.readlink(f"/proc/{pid}/cwd") == str(ROOT)
        except OSError:
            continue
        if here and b"investors.scheduling.solve" in words:
            found.append(int(pid))
    return found


def test_it_is_claimed_again_and_its_solver_ends_by_itself(officer, tmp_path):
    assert connection.vendor == "postgresql", "needs PostgreSQL: run .ci/run"
    with time_machine.travel(NOW):
        schedule = two_and_two(officer)
        run = schedule_runs.start(schedule=schedule, by=officer, at=NOW)
    large = ScheduleRunFactory(asked_by=officer, problem=to_json(programme()))
    of = connection.settings_dict
    env = environment(
        DATABASE_URL=f"postgres://{of['USER']}@{of['HOST']}:{of['PORT']}/{of['NAME']}",
        DATA_DIR=tmp_path,
    )
    command = [*MANAGE, "shell", "-c", SEARCH.format(large.pk)]

    with running(command, env, tmp_path / "log") as process:
        wait_until(solvers, SECONDS, tmp_path / "log")
        process.send_signal(signal.SIGKILL)
        process.wait()

    large.refresh_from_db()
    assert large.state == "running"
    wait_until(lambda: not solvers(), SECONDS)
    ScheduleRun.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    ScheduleRun.objects.filter(pk=large.pk).update(problem=run.problem)
    assert schedule_runs.carry_out_waiting(now=timezone.now()) == 2
    assert len(shown(schedule)) == 4

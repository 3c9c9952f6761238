"""An import whose worker is killed in the middle, as after a loss of power."""

import signal
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from investors.models import Company, Contact
from itpo.office.importing import carrying_out, runs
from itpo.office.models import ImportedRecord, ImportRun
from tests.importing import csv_of, looked_at
from tests.services.processes import MANAGE, environment, running, wait_until

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

SECONDS = 60
ROWS = 5000
TAKE_IN = """
from django.utils import timezone
from itpo.office.clock import Clock
from itpo.office.importing import carrying_out
carrying_out.carry_out({}, Clock(timezone.now()))
"""


def people(rows: int) -> bytes:
    return csv_of(
        ("company", "family_name", "email"),
        *((f"Company {n // 4}", f"Sato {n}", f"sato{n}@example.org") for n in range(rows)),
    )


def test_it_leaves_nothing_and_is_claimed_again(officer, tmp_path):
    assert connection.vendor == "postgresql", "needs PostgreSQL: run .ci/run"
    run = runs.take_in(run=looked_at(officer, "contacts", people(ROWS)), by=officer)
    of = connection.settings_dict
    env = environment(
        DATABASE_URL=f"postgres://{of['USER']}@{of['HOST']}:{of['PORT']}/{of['NAME']}",
        DATA_DIR=tmp_path,
    )

    def is_half_way() -> bool:
        """Told over a connection of its own, while the import's own transaction is open."""
        run.refresh_from_db()
        return 0 < run.done_rows < ROWS

    with running([*MANAGE, "shell", "-c", TAKE_IN.format(run.pk)], env, tmp_path / "log") as worker:
        wait_until(is_half_way, SECONDS, tmp_path / "log")
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    run.refresh_from_db()
    assert run.state == "running"
    assert not Contact.objects.exists()
    assert carrying_out.carry_out_waiting(now=timezone.now()) == 0
    ImportRun.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert carrying_out.carry_out_waiting(now=timezone.now()) == 1
    assert (Contact.objects.count(), Company.objects.count()) == (ROWS, ROWS // 4)
    assert ImportedRecord.objects.count() == ROWS + ROWS // 4
    assert carrying_out.carry_out_waiting(now=timezone.now()) == 0

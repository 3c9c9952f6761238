"""`doctor`: one line per part, and an exit code."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from itpo.management import health
from itpo.office.models import Milestone, User
from tests.factories import OfficeFactory, OutgoingMailFactory, TroubleFactory, UserFactory
from tests.queues import queue_on
from tests.smtp import free_port, smtp_server

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def queue(monkeypatch):
    # All queues in memory are the process's: other tests may have left tasks in the usual one.
    queue = queue_on("memory://", monkeypatch)
    queue.conf.task_default_queue = "doctor"
    monkeypatch.setattr(health, "queue_app", queue)


def doctor() -> tuple[list[str], int]:
    out, code = StringIO(), 0
    try:
        call_command("doctor", stdout=out)
    except SystemExit as error:
        code = int(str(error.code))
    return out.getvalue().splitlines(), code


def ticked(ago: timedelta) -> None:
    Milestone.objects.create(name=Milestone.TICK, at=NOW - ago)


def failing() -> list[str]:
    lines, code = doctor()
    found = [line for line in lines if " ok" not in line]
    assert code == bool(found)
    return found


def test_all_is_well():
    ticked(20 * MINUTE / 60)

    assert doctor() == (
        [
            "data ok",
            "database ok",
            "migrations ok",
            "zones ok",
            "broker ok: 0 tasks waiting",
            "beat ok: last tick 20 s ago",
            "mail ok",
            "outbox ok: 0 waiting, 0 late, 0 failed since yesterday",
            "records ok",
            "search ok",
        ],
        0,
    )


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (5 * MINUTE, None),
        (12 * MINUTE, "beat fail: last tick 12 min ago"),
        (26 * 60 * MINUTE, "beat fail: last tick 26 hours ago"),
        (8 * 24 * 60 * MINUTE, "beat fail: last tick 8 days ago"),
        (
            -60 * MINUTE,
            "beat fail: the last tick was given a moment in the future, 2026-11-20 01:00",
        ),
    ],
)
def test_beat_is_silent_after_five_minutes(ago, words):
    ticked(ago)

    assert failing() == ([words] if words else [])


def test_beat_has_never_ticked():
    assert failing() == ["beat fail: there was no tick yet"]


def test_mails_that_are_late_or_have_failed_are_told():
    ticked(MINUTE)
    OutgoingMailFactory(send_after=NOW - 11 * MINUTE)
    OutgoingMailFactory(send_after=NOW - 9 * MINUTE)
    OutgoingMailFactory(send_after=NOW + 15 * MINUTE, state="waiting", attempts=5)
    OutgoingMailFactory(send_after=NOW + 8 * MINUTE, state="waiting", attempts=4)
    OutgoingMailFactory(send_after=NOW - 59 * MINUTE, state="failed")
    OutgoingMailFactory(send_after=NOW - timedelta(days=2), state="failed")

    assert failing() == ["outbox fail: 4 waiting, 2 late, 1 failed since yesterday"]


def test_records_that_are_passed_over_are_told():
    ticked(MINUTE)
    TroubleFactory()
    TroubleFactory(gone_at=NOW)

    assert failing() == ["records fail: 1 broken; the admin's list of troubles names them"]


def test_a_mail_server_that_is_away_is_told(settings):
    ticked(MINUTE)
    settings.EMAIL_BACKEND = "itpo.office.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = free_port()

    assert failing() == ["mail fail: [Errno 111] Connection refused"]


def test_a_mail_server_is_greeted_and_left_alone(settings):
    ticked(MINUTE)
    with smtp_server() as (box, port):
        settings.EMAIL_BACKEND = "itpo.office.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port

        assert failing() == []

    assert box.received == []


def test_a_queue_that_is_away_is_told(monkeypatch):
    ticked(MINUTE)
    away = f"redis://127.0.0.1:{free_port()}/0"
    monkeypatch.setattr(health, "queue_app", queue_on(away, monkeypatch))

    (line,) = failing()

    assert line.startswith("broker fail: Error 111 connecting to 127.0.0.1:")


def test_a_folder_that_cannot_be_written_to_is_told(settings, tmp_path):
    ticked(MINUTE)
    settings.DATA_DIR = tmp_path / "missing"

    (line,) = failing()

    assert line.startswith("data fail: [Errno 2] No such file or directory:")


@pytest.fixture
def migrations_of_this_release(settings):
    settings.MIGRATION_MODULES = {}  # `make test` hides them
    health.known_migrations.cache_clear()
    yield
    health.known_migrations.cache_clear()


@pytest.mark.usefixtures("migrations_of_this_release")
def test_migrations_to_be_applied_are_told():
    ticked(MINUTE)
    recorder = MigrationRecorder(connection)
    if recorder.has_table():  # `make test` has none
        recorder.flush()

    (line,) = failing()

    assert line.startswith("migrations fail: ")
    assert line.endswith(" to be applied")


def test_a_time_zone_this_machine_does_not_know_is_told():
    ticked(MINUTE)
    UserFactory(office=OfficeFactory(time_zone="Asia/Tokyo"))
    User.objects.update(time_zone="Asia/Atlantis")

    assert failing() == ["zones fail: unknown here: Asia/Atlantis"]


def test_without_a_database_what_needs_it_is_not_asked(monkeypatch):
    def no_tables():
        raise OperationalError("disk I/O\nerror")

    monkeypatch.setattr(connection.introspection, "table_names", no_tables)

    assert failing() == [
        "database fail: disk I/O error",
        "migrations fail: no database",
        "zones fail: no database",
        "beat fail: no database",
        "outbox fail: no database",
        "records fail: no database",
        "search fail: no database",
    ]

"""`start` on the embedded default: one command, nothing else on the machine."""

import os
import re
import shutil
import signal
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.services.processes import (
    MANAGE,
    ended,
    environment,
    processes_of,
    running,
    wait_until,
)
from tests.smtp import free_port

pytestmark = pytest.mark.services

START = [*MANAGE, "start"]
OPEN_SECONDS = 180


def machine(folder: Path, **variables: object) -> dict[str, str]:
    return environment(DATA_DIR=folder, PORT=free_port(), TICK_SECONDS=1, **variables)


@contextmanager
def opened(env: dict[str, str], log: Path) -> Iterator[int]:
    """Run `start` until it says that the desk is open; gives its process id."""
    with running(START, env, log) as process:
        wait_until(
            lambda: process.poll() is not None or "The desk is open" in log.read_text(),
            OPEN_SECONDS,
            log,
        )
        assert process.poll() is None, log.read_text()
        yield process.pid
        process.wait(timeout=15)


def stop(pid: int, number: int, folder: Path) -> float:
    """Send a signal and wait until nothing works on the folder; gives the seconds it took."""
    started = time.monotonic()
    os.kill(pid, number)
    wait_until(lambda: not processes_of(folder), 15)
    return time.monotonic() - started


def page(env: dict[str, str], path: str) -> tuple[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{env['PORT']}{path}") as answer:
        return answer.status, answer.read().decode()


def mails(folder: Path) -> str:
    return "".join(one.read_text() for one in sorted((folder / "mail").glob("*")))


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "itpo.sqlite3", timeout=20)
    try:
        with connection:
            return connection.execute(query).fetchall()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `start` leaves it once the sample was loaded and cleared."""
    folder = tmp_path_factory.mktemp("migrated") / "var"
    prepare = "from itpo.management import ground; ground.migrate(); ground.collect_static()"
    done = ended([*MANAGE, "shell", "-v0", "-c", prepare], environment(DATA_DIR=folder))
    assert done == (0, "", "")
    rows(folder, "INSERT INTO office_milestone (name, at, note) VALUES ('sample loaded', 0, '')")
    return folder


@pytest.fixture
def folder(migrated: Path, tmp_path: Path) -> Path:
    shutil.copytree(migrated, tmp_path / "var")
    return tmp_path / "var"


def test_one_command_takes_a_fresh_machine_to_a_desk_that_reminds(tmp_path):
    folder, log = tmp_path / "var", tmp_path / "log"
    env = machine(folder)

    with opened(env, log) as pid:
        assert f"http://127.0.0.1:{env['PORT']}/" in log.read_text()
        assert re.findall(r"(officer|manager|auditor) +\S+@example.org +\S+", log.read_text())

        status, login = page(env, "/account/login/")
        assert (status, 'name="login"' in login) == (200, True)
        (stylesheet, *_others) = re.findall(r'href="(/static/[^"]+\.css)"', login)
        assert page(env, stylesheet)[0] == 200

        rows(  # or on a weekend there would be no digest
            folder,
            "INSERT INTO office_holiday (country_code, office_id, 'on', name, is_worked) "
            "SELECT country_code, id, date('now', near.days || ' day'), 'Worked', 1 "
            "FROM office_office, (SELECT -1 AS days UNION SELECT 0 UNION SELECT 1) AS near",
        )
        rows(folder, "UPDATE office_user SET digest_hour = 0, digest_decided_at = NULL")
        wait_until(lambda: "Subject: " in mails(folder), 60, log)
        sent = rows(folder, "SELECT state FROM office_outgoingmail WHERE kind = 'digest'")
        assert set(sent) <= {("sent",), ("sending",), ("queued",)}

        assert ended([*MANAGE, "doctor"], env)[:1] == (0,)
        assert ended(START, env) == (
            1,
            "",
            f"CommandError: Another start is running on {folder} already.\n",
        )
        assert ended(START, {**env, "DATA_DIR": str(tmp_path / "other")}) == (
            1,
            "",
            f"CommandError: Port {env['PORT']} on 127.0.0.1 cannot be used: "
            "Address already in use. Set PORT to another.\n",
        )

        assert stop(pid, signal.SIGTERM, folder) < 10

    assert log.read_text().splitlines()[-1] == "Stopped."


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_it_stops_when_the_terminal_says_so(number, folder, tmp_path):
    with opened(machine(folder), tmp_path / "log") as pid:
        assert stop(pid, number, folder) < 10


def test_the_sample_does_not_come_back_and_garbage_in_the_queue_does_no_harm(folder, tmp_path):
    messages = folder / "queue" / "messages"
    messages.mkdir(parents=True)
    (messages / "0_x.celery.msg").write_bytes(b"\x00garbage")
    log = tmp_path / "log"

    with opened(machine(folder), log) as pid:
        (messages / "0_y.celery.msg").write_bytes(b"\x00more garbage")
        ticked = "SELECT count(*) FROM office_milestone WHERE name = 'tick'"
        wait_until(lambda: rows(folder, ticked) == [(1,)], 60, log)
        wait_until(lambda: not (messages / "0_y.celery.msg").exists(), 60, log)
        stop(pid, signal.SIGTERM, folder)

    assert rows(folder, "SELECT count(*) FROM office_user") == [(0,)]
    assert "example.org" not in log.read_text()


@pytest.mark.parametrize(
    ("program", "name"),
    [(" gunicorn ", "web server"), (" worker ", "worker"), (" beat ", "beat")],
)
def test_a_child_that_dies_ends_it(program, name, folder, tmp_path):
    env, log = machine(folder), tmp_path / "log"

    with running(START, env, log) as process:
        wait_until(lambda: "The desk is open" in log.read_text(), OPEN_SECONDS, log)
        leaders = [pid for pid in children_of(process.pid) if program in command_of(pid)]
        os.kill(leaders[0], signal.SIGKILL)

        assert process.wait(timeout=15) == 1

    assert log.read_text().splitlines()[-1] == (
        f"CommandError: The {name} has died with exit code -9."
    )
    assert processes_of(folder) == []


def test_a_child_that_does_not_listen_is_stopped_all_the_same(folder, tmp_path):
    log = tmp_path / "log"

    with opened(machine(folder), log) as pid:
        for child in children_of(pid):
            os.kill(child, signal.SIGSTOP)  # deaf to everything but KILL

        assert stop(pid, signal.SIGTERM, folder) < 10


def test_it_is_stopped_while_it_prepares(tmp_path):
    folder, log = tmp_path / "var", tmp_path / "log"

    with running(START, machine(folder), log) as process:
        wait_until((folder / "start.lock").exists, 60, log)
        os.kill(process.pid, signal.SIGTERM)

        assert process.wait(timeout=10) == 0

    assert log.read_text().splitlines()[-1] == "Stopped before it was open."


def test_what_does_not_bear_is_told_in_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "spoilt").mkdir()
    (tmp_path / "spoilt" / "itpo.sqlite3").write_bytes(b"no database" * 1000)
    nobody = f"postgres://desk@127.0.0.1:{free_port()}/desk"

    refused = [
        ended(START, env)
        for env in (
            machine(tmp_path / "file"),
            machine(tmp_path / "spoilt"),
            machine(tmp_path / "away", DATABASE_URL=nobody),
        )
    ]

    assert [(code, out) for code, out, _complaints in refused] == [(1, "")] * 3
    sentences = [complaints.splitlines() for _code, _out, complaints in refused]
    assert [len(one) for one in sentences] == [1, 1, 1]
    assert sentences[0][0].startswith("CommandError: DATA_DIR cannot be written to: ")
    assert sentences[1] == ["CommandError: The database cannot be used: file is not a database"]
    assert "Connection refused" in sentences[2][0]


def children_of(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")

"""Processes side by side."""

import subprocess
import sys
import time

import pytest

from itpo.management import children
from itpo.management.children import Children

SLEEP = ["sleep", "60"]
DEAF = [sys.executable, "-c", "import signal, time; signal.signal(15, 1); time.sleep(60)"]
DEAF_WITH_A_CHILD = ["sh", "-c", "trap '' TERM; sleep 60 & wait"]
LEAVES_A_CHILD_BEHIND = ["sh", "-c", "sleep 60 & exit 3"]


def wait_until(true, seconds=5.0):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def alive(group):
    """The processes of a group that are not merely waiting to be reaped."""
    found = subprocess.run(
        ["ps", "-o", "stat=", "-g", str(group)], capture_output=True, text=True, check=False
    )
    return [state for state in found.stdout.split() if not state.startswith("Z")]


@pytest.mark.parametrize(
    "command",
    [SLEEP, DEAF, DEAF_WITH_A_CHILD, LEAVES_A_CHILD_BEHIND],
    ids=["obeys", "ignores TERM", "its child ignores TERM", "leaves a child behind"],
)
def test_nothing_is_left_of_what_was_started(command, tmp_path, monkeypatch):
    monkeypatch.setattr(children, "GRACE_SECONDS", 0.3)

    with Children({"one": command, "other": SLEEP}, str(tmp_path)) as running:
        groups = [one.process.pid for one in running.children]
        wait_until(lambda: all(alive(group) for group in groups))
        started = time.monotonic()

    assert time.monotonic() - started < 2
    wait_until(lambda: [alive(group) for group in groups] == [[], []], seconds=1.0)


def test_a_child_that_dies_is_named(tmp_path):
    with Children({"web": SLEEP, "worker": ["sh", "-c", "exit 3"]}, str(tmp_path)) as running:
        wait_until(running.dead)

        dead = running.dead()

    assert dead is not None
    assert (dead.name, dead.process.returncode) == ("worker", 3)


def test_children_are_stopped_when_their_parent_fails(tmp_path):
    with (
        pytest.raises(RuntimeError),
        Children({"web": SLEEP}, str(tmp_path)) as running,
    ):
        raise RuntimeError

    assert [one.process.returncode for one in running.children] == [-15]


def test_a_command_that_does_not_exist_leaves_nothing_behind(tmp_path):
    running = Children({"web": SLEEP, "worker": ["/nowhere/worker"]}, str(tmp_path))

    with pytest.raises(FileNotFoundError), running:
        pass

    assert [one.process.returncode for one in running.children] == [-15]

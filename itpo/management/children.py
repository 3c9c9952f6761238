"""Processes that run side by side and end together, each in a group of its own."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import NamedTuple, Self

# `start` promises that everything has stopped within ten seconds.
GRACE_SECONDS = 6.0


class Child(NamedTuple):
    name: str
    process: subprocess.Popen[bytes]


class Children:
    """Starts commands, tells which has died, and stops whatever they have left behind."""

    def __init__(self, commands: Mapping[str, Sequence[str]], folder: str) -> None:
        self.commands = commands
        self.folder = folder
        self.children: list[Child] = []

    def __enter__(self) -> Self:
        try:
            for name, command in self.commands.items():
                self.children.append(Child(name, self._launched(command)))
        except OSError:
            self.stop(GRACE_SECONDS)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop(GRACE_SECONDS)

    def _launched(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C reaches the parent alone, which then stops them all.
        return subprocess.Popen(command, cwd=self.folder, start_new_session=True)  # noqa: S603

    def dead(self) -> Child | None:
        """The first one found dead."""
        return next((one for one in self.children if one.process.poll() is not None), None)

    def stop(self, seconds: float) -> None:
        """Ask each to end; after so many seconds, or once it has ended, kill what is left."""
        for child in self.children:
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + seconds
        for child in self.children:
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                continue  # killed below, with its group
        for child in self.children:
            kill_group(child.process.pid)
            child.process.wait()


def kill_group(leader: int) -> None:
    """End whatever is left of a process group."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return  # nobody is left of it

"""Asking the solver: a process of its own, watched line by line, ended when nobody listens."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryFile
from threading import Thread
from typing import IO, Any, NamedTuple

from investors.scheduling.problem import Problem, Seat, listed, seats, to_json

ROOT = Path(__file__).parent.parent.parent
COMMAND = (sys.executable, "-m", "investors.scheduling.solve")
BREATH = 1.0  # seconds between two looks, when nothing new comes
GRACE = 30.0  # seconds beyond its time in which the process has to begin and to end


class SolverFailed(Exception):
    """The solver gave no answer to its end. The message is its last words."""


class Answer(NamedTuple):
    """The best schedule so far; at the end, which of its aims are proven to be the best."""

    seats: tuple[Seat, ...]
    proven: tuple[str, ...] = ()


def ask(
    problem: Problem, hint: Iterable[Seat], *, seconds: float, workers: int = 2
) -> Iterator[Answer | None]:
    """Each better schedule as it is found, and None about once a second in between.

    Whoever stops listening ends the process. Raises SolverFailed.
    """
    question = {
        "problem": to_json(problem),
        "hint": listed(hint),
        "seconds": seconds,
        "workers": workers,
    }
    deadline = time.monotonic() + seconds + GRACE
    best: tuple[Seat, ...] = tuple(hint)
    with _process(question) as (lines, last_words):
        while time.monotonic() < deadline:
            try:
                line = lines.get(timeout=BREATH)
            except Empty:
                yield None
                continue
            if line is None:
                raise SolverFailed(last_words() or "The solver ended without an answer.")
            said: dict[str, Any] = json.loads(line)
            best = seats(said["seats"]) if "seats" in said else best
            yield Answer(best, tuple(said.get("proven", ())))
            if "proven" in said:
                return
    raise SolverFailed("The solver did not end in time.")


@contextmanager
def _process(question: dict[str, Any]) -> Iterator[Any]:
    """The process with its lines (None at their end) and its last words; ended on leaving.

    It gets no secret that stands in our own environment.
    """
    with TemporaryFile("w+") as asked, TemporaryFile("w+") as complaints:
        json.dump(question, asked)
        asked.seek(0)
        process = subprocess.Popen(  # noqa: S603
            COMMAND,
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", os.defpath)},
            stdin=asked,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        )
        lines: Queue[str | None] = Queue()
        reader = Thread(target=_read, args=(process.stdout, lines), daemon=True)
        reader.start()

        def last_words() -> str:
            process.wait(timeout=GRACE)
            complaints.seek(0)
            return (complaints.read().strip().splitlines() or [""])[-1]

        try:
            yield lines, last_words
        finally:
            process.kill()
            process.wait()
            reader.join()


def _read(stream: IO[str], lines: "Queue[str | None]") -> None:
    with stream:
        for line in stream:
            lines.put(line)
    lines.put(None)

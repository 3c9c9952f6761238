"""The processes of the bench that send mails: the product's workers, and loops that only talk."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from django.conf import settings
from django.core.management import CommandError

from itpo.management.bench.serving import HOST

WORKERS = 4  # processes, as docs/running.md has them at work
# Finished mails, each with its address.
Finished = Sequence[tuple[str, bytes]]


@contextmanager
def workers(port: int, at: datetime) -> Iterator[Callable[[], int]]:
    """Start the workers; gives what lets them all send what is ready, and counts it."""
    script = f"from itpo.management.bench.sender import main; main({at.isoformat()!r})"
    env = {
        **os.environ,
        "EMAIL_URL": f"smtp://{HOST}:{port}",
        "CELERY_BROKER_URL": "memory://localhost",
    }
    command = [str(settings.BASE_DIR / "manage.py"), "shell", "--no-imports", "-c", script]
    with ExitStack() as started:
        running = [started.enter_context(_process(command, env)) for _ in range(WORKERS)]
        yield lambda: sum(map(int, _each_says(running, ["go on"] * WORKERS)))


@contextmanager
def loops(port: int) -> Iterator[Callable[[Sequence[Finished]], float]]:
    """Start the loops; gives what lets one send each of some piles of mails, in so many seconds."""
    command = ["-m", "itpo.management.bench.loop", HOST, str(port)]
    with ExitStack() as started:
        folder = Path(started.enter_context(TemporaryDirectory()))
        running = [started.enter_context(_process(command, os.environ)) for _ in range(WORKERS)]

        def only_talk(piles: Sequence[Finished]) -> float:
            files = [folder / str(number) for number in range(len(piles))]
            for file, pile in zip(files, piles, strict=True):
                file.write_text(json.dumps([(to, mail.decode("latin-1")) for to, mail in pile]))
            _each_says(running, list(map(str, files)))
            began = time.perf_counter()
            _each_says(running, ["go on"] * len(piles))
            return time.perf_counter() - began

        yield only_talk


@contextmanager
def _process(words: Sequence[str], env: Mapping[str, str]) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, *words]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=env, text=True, cwd=settings.BASE_DIR, **pipes) as process:  # type: ignore[call-overload]  # noqa: S603
        try:
            yield process
        finally:
            process.kill()


def _each_says(running: Sequence["subprocess.Popen[str]"], words: Sequence[str]) -> list[str]:
    """Give the first processes a line each, at once; what each of them answers."""
    for one, line in zip(running, words, strict=False):
        _line_of(one.stdin).write(f"{line}\n")
        _line_of(one.stdin).flush()
    said = [_line_of(one.stdout).readline() for one in running[: len(words)]]
    if not all(said):
        raise CommandError("A worker of the bench has died.")
    return said


def _line_of(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise CommandError("A worker of the bench cannot be talked to.")
    return pipe

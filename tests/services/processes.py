"""Real processes for tests: started with an environment of their own, and gone afterwards."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from itpo.management.children import kill_group

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, "manage.py"]
CELERY = [sys.executable, "-m", "celery", "--quiet", "--app", "itpo"]


def environment(**variables: object) -> dict[str, str]:
    """That of a machine which has set these variables and no others of ours."""
    plain = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**plain, **{name: str(value) for name, value in variables.items()}}


@contextmanager
def running(
    command: Sequence[str], env: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command in a process group of its own, its output in a file; stop it."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(env),
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=listen,
        )
    try:
        yield process
    finally:
        process.terminate()  # `start` then stops its own children
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=15)
        kill_group(process.pid)
        process.wait()


def listen() -> None:
    """Hear the end of the terminal, though the tests may run under nohup."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def ended(command: Sequence[str], env: Mapping[str, str]) -> tuple[int, str, str]:
    """Run a command to its end: exit code, output and complaints."""
    done = subprocess.run(
        command, cwd=ROOT, env=dict(env), capture_output=True, text=True, timeout=180, check=False
    )
    return done.returncode, done.stdout, done.stderr


def wait_until(true: Callable[[], object], seconds: float, log: Path | None = None) -> None:
    """Wait until something is true; fail with the log when it does not become so."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            words = log.read_text() if log and log.exists() else ""
            raise AssertionError(f"Not within {seconds} seconds.\n{words}")
        time.sleep(0.05)


def processes_of(data_dir: Path) -> list[str]:
    """The command lines of all processes that work on a data folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            variables = (folder / "environ").read_bytes().split(b"\0")
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, UnicodeDecodeError):
            continue  # it has ended meanwhile, or is not ours
        if f"DATA_DIR={data_dir}".encode() in variables and command:
            found.append(command)
    return found

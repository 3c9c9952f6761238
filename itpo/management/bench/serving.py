"""The product behind gunicorn, as `start` runs it, but with one worker."""

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import CommandError

from itpo.management.children import Children

HOST = "127.0.0.1"
OPENS_WITHIN = 60.0  # seconds


@contextmanager
def served() -> Iterator[int]:
    """Serve the bench's pages on a free port; gives its number."""
    port = free_port()
    with Children({"web server": _command(port)}, str(settings.BASE_DIR)) as children:
        deadline = time.monotonic() + OPENS_WITHIN
        while not answers(port):
            if children.dead() or time.monotonic() > deadline:
                raise CommandError("The bench's web server does not open.")
            time.sleep(0.1)
        yield port


def _command(port: int) -> list[str]:
    return [
        *[sys.executable, "-m", "gunicorn", "itpo.management.bench.wsgi"],
        *["--bind", f"{HOST}:{port}", "--workers", "1", "--threads", "4"],
        # The client keeps its connection while it measures something else.
        *["--keep-alive", "75", "--no-control-socket", "--log-level", "warning"],
    ]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def answers(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True

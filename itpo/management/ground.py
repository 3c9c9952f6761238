"""What `start` stands on: folder, lock, port, database, queue folder, static files.

Each function raises CommandError with one sentence when the ground does not bear.
"""

import fcntl
import hashlib
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory, NodeNotFoundError


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder this machine writes to; nobody else may start on it meanwhile."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "start.lock").open("w")
    except OSError as error:
        raise CommandError(f"DATA_DIR cannot be written to: {error}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError(f"Another start is running on {folder} already.") from error
        yield


def check_port(host: str, port: int) -> None:
    """Refuse a port on which somebody listens, or an address that is not this machine's."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(
            f"Port {port} on {host} cannot be used: {error.strerror}. Set PORT to another."
        ) from error


def database_problem() -> str:
    """What keeps the database from being used, in one line; empty when nothing does."""
    driver: Any = connection.Database  # type: ignore[attr-defined]
    try:
        # Not through the pool, which would only say that nobody came.
        driver.connect(**connection.get_connection_params()).close()
        connection.introspection.table_names()
    except (driver.Error, DatabaseError) as error:
        return " ".join(str(error).split())
    return ""


def migrate() -> None:
    """Bring the tables up to date."""
    if problem := database_problem():
        raise CommandError(f"The database cannot be used: {problem}")
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except (DatabaseError, InconsistentMigrationHistory, NodeNotFoundError) as error:
        words = " ".join(str(error).split())
        raise CommandError(f"The database cannot be migrated: {words}") from error


def empty_queue() -> None:
    """Begin with an empty queue where it is a folder: whatever is due stands in the database."""
    if settings.CELERY_BROKER_URL.startswith("filesystem"):
        folder: Path = settings.QUEUE_DIR
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
        else:
            folder.unlink(missing_ok=True)
        for name in ("messages", "control"):
            (folder / name).mkdir(parents=True)


def collect_static() -> bool:
    """Collect the static files, unless nothing has changed since. Say whether it did."""
    stamp: Path = settings.DATA_DIR / "static.stamp"
    print_ = fingerprint()
    if stamp.exists() and stamp.read_text() == print_ and Path(settings.STATIC_ROOT).is_dir():
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(print_)
    return True


def fingerprint() -> str:
    """Changes when a static file is added, removed or written."""
    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = os.stat(storage.path(path))
            found.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return found.hexdigest()

"""A PostgreSQL cluster and a Redis of a scenario's own, so that restarting them disturbs nobody."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import redis

from itpo.management.children import kill_group
from tests.smtp import free_port


class Redis:
    """A Redis that keeps nothing on disk: what it held is gone when it dies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.client = redis.Redis(port=self.port)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + 15
        while not self.answers():
            assert time.monotonic() < deadline, "Redis does not start"
            time.sleep(0.02)

    def answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.ConnectionError:
            return False

    def kill(self) -> None:
        if self.process:
            kill_group(self.process.pid)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        self.client.close()
        self.kill()


class Cluster:
    """A PostgreSQL cluster in a folder. As root it runs as user postgres, as it must."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]

    @property
    def url(self) -> str:
        return f"postgres://itpo@127.0.0.1:{self.port}/itpo"

    def make(self) -> None:
        self.folder.mkdir(parents=True)
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-D", self.folder, "-U", "itpo", "-A", "trust", "-E", "UTF8",
                  "--locale", "C.UTF-8")  # fmt: skip
        self.start()
        self._run("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "itpo", "itpo")

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        log = self.folder / "log"
        self._run("pg_ctl", "-D", self.folder, "-l", log, "-w", "-o", options, "start")

    def crash(self) -> None:
        """Stop at once, as at a loss of power; the next start recovers from the log."""
        self._run("pg_ctl", "-D", self.folder, "-m", "immediate", "stop")

    def _run(self, program: str, *words: object) -> None:
        command: Sequence[str] = [str(self.programs / program), *map(str, words)]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def own_cluster(folder: Path) -> Iterator[Cluster]:
    cluster = Cluster(folder, free_port())
    cluster.make()
    try:
        yield cluster
    finally:
        cluster.crash()

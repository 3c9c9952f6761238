"""The product as it runs: a database of its own, the sample, and gunicorn on a free port."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import environ
import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
# By address, the environment in which a site of ours runs.
RUNNING: dict[str, dict[str, str]] = {}


@contextmanager
def running_site(folder: Path) -> Iterator[str]:
    """Migrate, load the sample, serve; gives the address, and stops everything at the end.

    On PostgreSQL when DATABASE_URL names one, in a database made for this and dropped after.
    """
    with database(folder) as url:
        port = free_port()
        variables = {
            **os.environ,
            "ITPO_ENV": "dev",
            "DATA_DIR": str(folder),
            "DATABASE_URL": url,
            "CELERY_BROKER_URL": "filesystem://",
            "PORT": str(port),
        }
        for command in (["migrate"], ["collectstatic", "--noinput"], ["load_sample"]):
            manage(*command, env=variables)
        address = f"http://127.0.0.1:{port}"
        variables["BASE_URL"] = address
        RUNNING[address] = variables
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "itpo.wsgi",
                "--bind",
                f"127.0.0.1:{port}",
                "--threads",
                "4",
                "--log-level",
                "warning",
            ],
            cwd=ROOT,
            env=variables,
        )
        try:
            wait_for(address + "/account/login/")
            yield address
        finally:
            server.terminate()
            server.wait(timeout=10)


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """The address of an empty database, gone again at the end."""
    wanted = os.environ.get("DATABASE_URL", "")
    if not wanted.startswith("postgres"):
        yield f"sqlite:///{folder / 'browser.sqlite3'}"
        return
    parts = environ.Env.db_url_config(wanted)
    name = f"itpo_browser_{os.getpid()}"
    with psycopg.connect(wanted, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield wanted.replace(f"/{parts['NAME']}", f"/{name}")
        finally:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            )


def manage(*command: str, env: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=env,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def run_there(address: str, script: str) -> str:
    """Run some lines of Python beside a running site, on its database; gives what they print."""
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", script],
        cwd=ROOT,
        env=RUNNING[address],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def wait_for(url: str, seconds: float = 30) -> None:
    """Wait until a page answers. Raises the last error when it never does."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own address
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return

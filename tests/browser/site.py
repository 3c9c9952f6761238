"""The product as it runs: a database of its own, the sample, and gunicorn on a free port."""

import multiprocessing
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path

import django
import environ
import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
# By address, the environment in which a site of ours runs.
RUNNING: dict[str, dict[str, str]] = {}
# And a process on its database that has loaded the product once for all that is run there.
BESIDE: dict[str, ProcessPoolExecutor] = {}
PREPARE = """
from django.core.management import call_command
from itpo.management import ground
ground.migrate()
ground.collect_static()
call_command("load_sample")
"""


@contextmanager
def running_site(folder: Path) -> Iterator[str]:
    """Migrate, load the sample, serve; gives the address, and stops everything at the end.

    On PostgreSQL when DATABASE_URL names one, in a database made for this and dropped after.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with database(folder) as url:
        variables = {
            **os.environ,
            "ITPO_ENV": "dev",
            "DATA_DIR": str(folder),
            "DATABASE_URL": url,
            "CELERY_BROKER_URL": "filesystem://",
            "PORT": str(port),
            "BASE_URL": address,
        }
        with beside(variables) as shell:
            RUNNING[address], BESIDE[address] = variables, shell
            run_there(address, PREPARE)
            server = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "itpo.wsgi"),
                    *("--bind", f"127.0.0.1:{port}", "--threads", "4", "--log-level", "warning"),
                    *("--graceful-timeout", "1"),  # a browser keeps its connections
                ],
                cwd=ROOT,
                env=variables,
            )
            try:
                wait_for(address + "/account/login/")
                yield address
            finally:
                server.terminate()
                server.wait(timeout=60)


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


def beside(variables: Mapping[str, str]) -> ProcessPoolExecutor:
    """One process of its own with these variables, which has loaded the product."""
    return ProcessPoolExecutor(
        1,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=[dict(variables)],
    )


def _begin(variables: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(variables, DJANGO_SETTINGS_MODULE="itpo.settings")
    django.setup()


def run_there(address: str, script: str) -> str:
    """Run some lines of Python beside a running site, on its database; gives what they print."""
    return BESIDE[address].submit(_run, script).result().strip()


def _run(script: str) -> str:
    with redirect_stdout(StringIO()) as printed:
        exec(script, {})  # noqa: S102 - our own lines, as `manage.py shell` would run them
    return printed.getvalue()


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def wait_for(url: str, seconds: float = 120) -> None:
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

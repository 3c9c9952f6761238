"""The bench's own database: its name ends in _bench, and it may be thrown away."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.db import DatabaseError, connection

from itpo.management import ground
from itpo.sample.people import NotLoaded
from itpo.sample.synthetic import loading

SUFFIX = "_bench"


def bench_url(url: str, name: str = "") -> str:
    """The address of the bench's database on the same server, or in the same folder.

    Called as asked for, else like the one in `url` with _bench at its end.
    """
    address, mark, options = url.partition("?")
    place, _slash, last = address.rpartition("/")
    known, dot, ending = last.partition(".") if url.startswith("sqlite") else (last, "", "")
    if not known or address.count("/") < 3:
        raise CommandError("The bench needs a database with a name; DATABASE_URL has none.")
    wanted = name or (known if known.endswith(SUFFIX) else known + SUFFIX)
    check(wanted)
    return f"{place}/{wanted}{dot}{ending}{mark}{options}"


def check(name: str) -> None:
    """Refuse a database that may hold something anybody wants to keep."""
    if not name.endswith(SUFFIX):
        raise CommandError(f"The bench fills only a database called …{SUFFIX}; {name} is not.")


def name_now() -> str:
    """What the database of this process is called; without folder and ending if it is a file."""
    name = str(connection.settings_dict["NAME"])
    return Path(name).stem if connection.vendor == "sqlite" else name


def prepare(deals: int, at: datetime) -> bool:
    """Make, migrate and fill it, unless it is filled so already. Say whether it had to be."""
    check(name_now())
    _make()
    ground.migrate()
    if loading.loaded_deals() not in {None, deals}:
        _drop()
        _make()
        ground.migrate()
    try:
        loaded = loading.load(number=deals, at=at)
    except NotLoaded as error:
        raise CommandError(str(error)) from error
    with connection.cursor() as cursor:
        # What a database that has been in use for a while has done by itself.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return loaded.is_new


def _make() -> None:
    if connection.vendor == "sqlite":
        return  # opening it makes the file
    name = name_now()
    try:
        with _server() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
    except DatabaseError as error:
        words = " ".join(str(error).split())
        raise CommandError(f"The database {name} cannot be made: {words}") from error


def _drop() -> None:
    name = name_now()
    connection.close()
    if connection.vendor == "sqlite":
        for ending in ("", "-wal", "-shm"):
            Path(f"{connection.settings_dict['NAME']}{ending}").unlink(missing_ok=True)
        return
    connection.close_pool()  # type: ignore[attr-defined]
    with _server() as cursor:
        cursor.execute(f"DROP DATABASE {connection.ops.quote_name(name)} WITH (FORCE)")


def _server() -> Any:
    """A cursor on the server, in no database of ours."""
    return connection._nodb_cursor()

"""The parts of the machinery, and whether each works.

A part answers what is worth knowing; one that fails raises Sick with the reason.
"""

import tempfile
import zoneinfo
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.core.mail.backends import smtp
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from kombu.exceptions import KombuError

from itpo.celery import app as queue_app
from itpo.management.ground import database_problem
from itpo.office.heartbeat import SILENT_AFTER
from itpo.office.models import Milestone, Office, OutgoingMail, Trouble, User
from itpo.office.refolding import stale


class Sick(Exception):
    """The part does not work. The message says why."""


def data_folder(now: datetime) -> str:
    try:
        tempfile.TemporaryFile(dir=settings.DATA_DIR).close()
    except OSError as error:
        raise Sick(str(error)) from error
    return ""


def database(now: datetime) -> str:
    if problem := database_problem():
        raise Sick(problem)
    return ""


def migrations(now: datetime) -> str:
    applied = MigrationRecorder(connection).applied_migrations()
    if missing := known_migrations() - applied.keys():
        raise Sick(f"{len(missing)} to be applied")
    return ""


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Those that came with this release; reading their files takes longer than all the rest."""
    return frozenset(MigrationLoader(None).disk_migrations)


def time_zones(now: datetime) -> str:
    known = zoneinfo.available_timezones()
    used = {*Office.objects.values_list("time_zone", flat=True)}
    used |= {*User.objects.values_list("time_zone", flat=True)}
    if unknown := used - known:
        raise Sick("unknown here: " + ", ".join(sorted(unknown)))
    return ""


def broker(now: datetime) -> str:
    with queue_app.connection_for_write() as queue:
        away: tuple[type[BaseException], ...] = (
            KombuError,
            OSError,
            *queue.connection_errors,
            *queue.channel_errors,
        )
        try:
            queue.ensure_connection(max_retries=1, timeout=3)
            # Not in passing: Redis forgets a queue that is empty.
            channel: Any = queue.default_channel
            name = queue_app.conf.task_default_queue
            waiting = channel.queue_declare(name, durable=True).message_count
        except away as error:
            raise Sick(" ".join(str(error).split())) from error
    return f"{waiting} tasks waiting"


def beat(now: datetime) -> str:
    """The tick is sent by beat and run by a worker: that it ran shows that both do."""
    tick = Milestone.objects.filter(name=Milestone.TICK).first()
    if tick is None:
        raise Sick("there was no tick yet")
    silence = now - tick.at
    if silence < -SILENT_AFTER:
        raise Sick(f"the last tick was given a moment in the future, {tick.at:%Y-%m-%d %H:%M}")
    if silence > SILENT_AFTER:
        raise Sick(f"last tick {ago(silence)}")
    return f"last tick {ago(silence)}"


def mail_server(now: datetime) -> str:
    try:
        server = get_connection()
        if isinstance(server, smtp.EmailBackend):  # mails that become files need no greeting
            server.open()
            server.close()
    except (OSError, ImproperlyConfigured) as error:
        raise Sick(str(error)) from error
    return ""


def outbox(now: datetime) -> str:
    waiting = OutgoingMail.objects.waiting().count()
    late = OutgoingMail.objects.late(now).count()
    failed = OutgoingMail.objects.failed_lately(now).count()
    words = f"{waiting} waiting, {late} late, {failed} failed since yesterday"
    if late or failed:
        raise Sick(words)
    return words


def heartbeat(now: datetime) -> dict[str, Any]:
    """When the tick last ran (in UTC), and how many mails of all offices wait, are late, failed."""
    tick = Milestone.objects.filter(name=Milestone.TICK).first()
    mails = OutgoingMail.objects
    return {
        "last_tick": tick.at.astimezone(UTC).isoformat(timespec="seconds") if tick else None,
        "waiting": mails.waiting().count(),
        "late": mails.late(now).count(),
        "failed": mails.failed_lately(now).count(),
    }


def passed_over(now: datetime) -> str:
    if broken := Trouble.objects.lasting().count():
        raise Sick(f"{broken} broken; the admin's list of troubles names them")
    return ""


def search(now: datetime) -> str:
    if tables := stale():
        raise Sick(f"folded by older rules: {', '.join(tables)}; run refold")
    return ""


# In the order in which one would mend them.
PARTS: dict[str, Callable[[datetime], str]] = {
    "data": data_folder,
    "database": database,
    "migrations": migrations,
    "zones": time_zones,
    "broker": broker,
    "beat": beat,
    "mail": mail_server,
    "outbox": outbox,
    "records": passed_over,
    "search": search,
}
NEED_DATABASE = {"migrations", "zones", "beat", "outbox", "records", "search"}
# Without one of these a visitor is not served, or nobody is reminded.
READY = ("database", "migrations", "broker", "beat")


def examine(now: datetime, names: Iterable[str] = PARTS) -> dict[str, tuple[bool, str]]:
    """Whether each part works, and what it says."""
    found: dict[str, tuple[bool, str]] = {}
    for name in names:
        ask = PARTS[name]
        if name in NEED_DATABASE and not found["database"][0]:
            found[name] = (False, "no database")
            continue
        try:
            found[name] = (True, ask(now))
        except Sick as error:
            found[name] = (False, str(error))
        except DatabaseError as error:
            found[name] = (False, " ".join(str(error).split()))
    return found


def ago(time: timedelta) -> str:
    seconds = max(0, int(time.total_seconds()))
    if seconds < 60:
        return f"{seconds} s ago"
    if seconds < 2 * 3600:
        return f"{seconds // 60} min ago"
    if seconds < 2 * 86400:
        return f"{seconds // 3600} hours ago"
    return f"{seconds // 86400} days ago"

"""The parts of the machinery, and whether each works.

A part answers what is worth knowing; one that fails raises Sick with the reason.
"""

import tempfile
import zoneinfo
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.core.mail.backends import smtp
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import KombuError

from itpo.celery import app as queue_app
from itpo.management.ground import database_problem
from itpo.office.models import Milestone, Office, OutgoingMail, User

# As the page does: a beat of one minute may miss a few.
SILENCE = timedelta(minutes=5)
LATE = timedelta(hours=1)
LATELY = timedelta(days=1)


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
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Sick(f"{len(plan)} to be applied")
    return ""


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
    if silence < -SILENCE:
        raise Sick(f"the last tick was given a moment in the future, {tick.at:%Y-%m-%d %H:%M}")
    if silence > SILENCE:
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
    waiting = OutgoingMail.objects.waiting()
    late = waiting.filter(send_after__lt=now - LATE).count()
    failed = OutgoingMail.objects.filter(state="failed", send_after__gt=now - LATELY).count()
    words = f"{waiting.count()} waiting, {late} of them late, {failed} failed since yesterday"
    if late or failed:
        raise Sick(words)
    return words


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
}
NEED_DATABASE = {"migrations", "zones", "beat", "outbox"}


def examine(now: datetime) -> dict[str, tuple[bool, str]]:
    """Whether each part works, and what it says."""
    found: dict[str, tuple[bool, str]] = {}
    for name, ask in PARTS.items():
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

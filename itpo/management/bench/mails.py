"""How fast the post room is, beside a loop that only talks to the mail server; and the tick."""

import os
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from statistics import median
from tempfile import TemporaryDirectory
from typing import IO, NamedTuple

from django.conf import settings
from django.core.management import CommandError
from django.db import connection, transaction

from delegates.invitations.sending import APPLICATION_INVITED
from delegates.models import Application, Programme
from itpo.celery import app as queue_app
from itpo.management.bench.serving import HOST, OPENS_WITHIN, answers, free_port
from itpo.management.bench.tally import Tally
from itpo.management.children import Children
from itpo.office import post
from itpo.office.letters import Letter
from itpo.office.mail_message import message_of
from itpo.office.models import FollowUp, Office, OutgoingMail, PersonalLink, User
from itpo.reminders.tick import tick

MOST_MAILS = 500
WORKERS = 2  # as many as `start` has at work
ROUNDS = 3
MOST_DUE = 100


class Speed(NamedTuple):
    """Mails a second: through the post room, and by a loop that only talks SMTP."""

    per_s: float
    smtp_only_per_s: float


class TickCost(NamedTuple):
    """One tick, its mails sent, with so many follow-ups open and so many of them due."""

    open: int
    due: int
    mails: int
    seconds: float
    queries: int


@contextmanager
def sink() -> Iterator[int]:
    """Let this process send its mails to a server that keeps nothing; gives its port."""
    port = free_port()
    command = [sys.executable, "-m", "itpo.management.bench.sink", str(port)]
    with (
        TemporaryDirectory() as folder,
        Children({"mail server": [*command, folder]}, str(settings.BASE_DIR)) as children,
    ):
        deadline = time.monotonic() + OPENS_WITHIN
        while not answers(port):
            if children.dead() or time.monotonic() > deadline:
                raise CommandError("The bench's mail server does not open.")
            time.sleep(0.05)
        settings.EMAIL_BACKEND = "itpo.office.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        # No worker of somebody else is asked to help.
        queue_app.conf.update(
            broker_url="memory://"
        )  # no worker of somebody else's is asked to help
        yield port


def speed(port: int, at: datetime, mails: int) -> Speed:
    """The middle one of three runs each, in turns. What it writes it removes.

    Ours is what the product's workers do together; the loop is one, as it has nobody to wait for.
    """
    ours, theirs = [], []
    with workers(port, at) as hand_out:
        hand_out()  # whatever else is due, and each piece of the program once
        for _ in range(ROUNDS):
            with invited(mails, at) as rows:
                messages = [_as_sent(mail, at) for mail in rows]
                theirs.append(mails / _timed_loop(port, messages))
                began = time.perf_counter()
                sent = hand_out()
                ours.append(mails / (time.perf_counter() - began))
                if sent != mails:
                    raise CommandError(f"Of {mails} mails {sent} were sent.")
    return Speed(median(ours), median(theirs))


@contextmanager
def workers(port: int, at: datetime) -> Iterator[Callable[[], int]]:
    """Start the workers; gives what lets them all send what is ready, and counts it."""
    script = f"from itpo.management.bench.sender import main; main({at.isoformat()!r})"
    env = {
        **os.environ,
        "EMAIL_URL": f"smtp://{HOST}:{port}",
        "CELERY_BROKER_URL": "memory://localhost",
    }
    with ExitStack() as started:
        running = [
            started.enter_context(_worker(["shell", "--no-imports", "-c", script], env))
            for _ in range(WORKERS)
        ]

        def hand_out() -> int:
            for one in running:
                _line_of(one.stdin).write("go on\n")
                _line_of(one.stdin).flush()
            said = [_line_of(one.stdout).readline() for one in running]
            if not all(said):
                raise CommandError("A worker of the bench has died.")
            return sum(map(int, said))

        yield hand_out


@contextmanager
def _worker(words: Sequence[str], env: Mapping[str, str]) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=env, text=True, **pipes) as process:  # type: ignore[call-overload]  # noqa: S603
        try:
            yield process
        finally:
            process.kill()


def _line_of(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise CommandError("A worker of the bench cannot be talked to.")
    return pipe


@contextmanager
def invited(number: int, at: datetime) -> Iterator[list[OutgoingMail]]:
    """So many mails to people outside, each with a link of its own; gone afterwards."""
    office = Office.objects.order_by("pk")[0]
    programme = Programme.objects.create(office=office, name="Bench of mails")
    links = PersonalLink.objects.bulk_create(
        PersonalLink(
            office=office,
            purpose=PersonalLink.Purpose.APPLICATION,
            email=f"guest{count}@example.org",
            expires_at=at + timedelta(days=365),
        )
        for count in range(number)
    )
    Application.objects.bulk_create(
        Application(programme=programme, email=link.email, link=link) for link in links
    )
    mails = OutgoingMail.objects.bulk_create(
        OutgoingMail(
            key=f"bench:{link.pk}",
            kind=APPLICATION_INVITED,
            office=office,
            to=link.email,
            send_after=at,
            about={"link": link.pk},
        )
        for link in links
    )
    try:
        yield mails
    finally:
        OutgoingMail.objects.filter(pk__in=[one.pk for one in mails]).delete()
        Application.objects.filter(programme=programme).delete()
        PersonalLink.objects.filter(pk__in=[one.pk for one in links]).delete()
        programme.delete()


def _as_sent(mail: OutgoingMail, at: datetime) -> tuple[str, bytes]:
    letter = post.compose(mail, at)
    if not isinstance(letter, Letter):
        raise CommandError("A mail of the bench has no words.")
    return mail.to, message_of(mail, letter).message().as_bytes().replace(b"\n", b"\r\n")


def _timed_loop(port: int, messages: Sequence[tuple[str, bytes]]) -> float:
    """Seconds to hand finished messages over on one connection."""
    began = time.perf_counter()
    with smtplib.SMTP(HOST, port) as server:
        for to, message in messages:
            server.sendmail("desk@example.org", [to], message)
    return time.perf_counter() - began


def tick_cost(now: datetime, number: int) -> TickCost:
    """What one tick takes with so many follow-ups open. All it changes is taken back."""
    due = min(number, MOST_DUE)
    with transaction.atomic():
        tick(now=now - timedelta(days=1))  # what the rules have to make the first time
        _open_so_many(number, due, now)
        began, tally = time.perf_counter(), Tally()
        with connection.execute_wrapper(tally):
            counts = tick(now=now)
        seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    return TickCost(number, due, counts.sent, seconds, tally.queries)


def working_day(now: datetime) -> datetime:
    """A Wednesday evening at the office: everybody's hour has come."""
    return now + timedelta(days=(2 - now.weekday()) % 7 + 14, hours=12 - now.hour)


def _open_so_many(number: int, due: int, now: datetime) -> None:
    later = now.date() + timedelta(days=200)
    owners = list(
        User.objects.filter(office__isnull=False, is_active=True)
        .select_related("office")
        .order_by("pk")
    )
    there = FollowUp.objects.open().count()
    FollowUp.objects.open().update(due_on=later)
    FollowUp.objects.bulk_create(
        (
            FollowUp(office=owner.office, owner=owner, what="Call again", due_on=later)
            for count in range(there, number)
            for owner in [owners[count % len(owners)]]
        ),
        batch_size=5000,
    )
    soonest = FollowUp.objects.open().order_by("-pk").values_list("pk", flat=True)[:due]
    FollowUp.objects.filter(pk__in=list(soonest)).update(due_on=now.date())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

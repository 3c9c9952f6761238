"""How fast the post room is, beside a loop that only talks to the mail server."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.conf import settings
from django.core.management import CommandError

from delegates.invitations.sending import APPLICATION_INVITED
from delegates.models import Application, Programme
from itpo.celery import app as queue_app
from itpo.management.bench.senders import WORKERS, loops, workers
from itpo.management.bench.serving import HOST, OPENS_WITHIN, answers, free_port
from itpo.management.children import Children
from itpo.office import post, wire
from itpo.office.letters import Letter
from itpo.office.mail_message import message_of
from itpo.office.models import Office, OutgoingMail, PersonalLink

MOST_MAILS = 1000
ROUNDS = 3


class Speed(NamedTuple):
    """Mails a second: through the post room, and by loops that only talk SMTP.

    By one of them, and by as many at once as there are workers.
    """

    per_s: float
    smtp_only_per_s: float
    smtp_together_per_s: float


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
        queue_app.conf.update(broker_url="memory://")  # no worker of somebody else's is to help
        yield port


def speed(port: int, at: datetime, mails: int) -> Speed:
    """The middle one of three runs each, in turns, after one to warm up. What it writes it removes.

    Ours is what the product's workers do together. The loops hand over the same mails, finished.
    """
    ours, one_loop, together = [], [], []
    with workers(port, at) as hand_out, loops(port) as only_talk:
        hand_out()  # whatever else is due
        for _ in range(ROUNDS + 1):
            with invited(mails, at) as rows:
                messages = [_as_sent(mail, at) for mail in rows]
                one_loop.append(mails / only_talk([messages]))
                together.append(mails / only_talk([messages[n::WORKERS] for n in range(WORKERS)]))
                began = time.perf_counter()
                sent = hand_out()
                ours.append(mails / (time.perf_counter() - began))
                if sent != mails:
                    raise CommandError(f"Of {mails} mails {sent} were sent.")
    return Speed(*(median(runs[1:]) for runs in (ours, one_loop, together)))


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
    """A mail as the workers send it."""
    letter = post.compose(mail, at)
    if not isinstance(letter, Letter):
        raise CommandError("A mail of the bench has no words.")
    return mail.to, wire.written(message_of(mail, letter))

"""The post room: mails are entered in a book, claimed, composed and sent.

The book (OutgoingMail) is the truth; mail_book.py writes it. Whoever claims mails, under lock and
with a lease, sends them (delivery.py); a mail is marked sent only after the server has taken it. A
sender that dies leaves its lease to run out, and the mail goes out again under the same Message-ID.
Mails with the same order key leave one after another; whatever was given to the server is known to
may have left. An address the server refuses for good is stopped (see outbox.py): what goes there
waits. The words are found by composers (composing.py), right before a mail is sent.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from kombu.exceptions import KombuError

from itpo.celery import app as queue_app
from itpo.office import delivery, lookups, mail_book
from itpo.office.clock import Clock
from itpo.office.composing import compose, knows, register
from itpo.office.letters import Attachment, Letter, NotCalledFor, NotYet
from itpo.office.mail_server import MailServer
from itpo.office.memory import without_collecting
from itpo.office.models import Office, OutgoingMail, User

__all__ = [
    "Attachment",
    "Letter",
    "NotCalledFor",
    "NotYet",
    "compose",
    "hand_out",
    "knows",
    "queue",
    "register",
]

logger = logging.getLogger(__name__)

State = OutgoingMail.State

# Then whoever called gets on with other work, and asks a worker to go on.
ONE_RUN = timedelta(seconds=40)
HAND_OUT = "itpo.tasks.hand_out"


@dataclass(frozen=True)
class HandedOut:
    """What became of the mails of one run."""

    sent: int
    failed: int
    missed: int
    cancelled: int
    waiting: int


NOTHING_HANDED_OUT = HandedOut(sent=0, failed=0, missed=0, cancelled=0, waiting=0)


def queue(
    *,
    key: str,
    kind: str,
    office: Office,
    to: str,
    send_after: datetime,
    send_before: datetime | None = None,
    user: User | None = None,
    about: dict[str, Any] | None = None,
    restricted: bool = True,
    order_key: str = "",
    at_once: bool = True,
) -> tuple[OutgoingMail, bool]:
    """Enter a mail into the book, and say whether it is new: a key is entered once.

    Who enters mails with the same `order_key` locks what they are about: the first entered leaves
    first. `at_once` asks a worker to send it as soon as it is committed; the tick, which hands out
    what it has queued, does without.
    """
    mail, is_new = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "office": office,
            "to": to,
            "send_after": send_after,
            "send_before": send_before,
            "user": user,
            "about": about or {},
            "is_restricted": restricted,
            "order_key": order_key,
        },
    )
    if is_new and at_once:
        transaction.on_commit(nudge)
    return mail, is_new


def queue_all(mails: Sequence[OutgoingMail]) -> int:
    """Enter many mails that are new as far as one knows, and say how many were.

    One query for all of them; one by one only where somebody else was quicker with one.
    """
    if not mails:
        return 0
    try:
        with transaction.atomic():
            return len(OutgoingMail.objects.bulk_create(mails, batch_size=500))
    except IntegrityError:
        return sum(_queue_one(mail) for mail in mails)


def _queue_one(mail: OutgoingMail) -> bool:
    try:
        with transaction.atomic():
            mail.pk = None
            mail.save(force_insert=True)
    except IntegrityError:
        if not OutgoingMail.objects.filter(key=mail.key).exists():
            raise
        return False
    return True


def nudge(task: str = HAND_OUT) -> None:
    """Ask a worker to act now. Without a queue the next tick does it."""
    try:
        queue_app.send_task(task, retry=False, expires=600)
    except (KombuError, OSError) as error:
        logger.warning("The queue is away; the next tick does what is to be done: %s", error)


def hand_out(*, now: datetime, past: timedelta = timedelta(0)) -> HandedOut:
    """Send what is ready, oldest first. Stops early when the mail server is away.

    Where there is more than one has in hand, another worker is asked to help, if one is idle.
    `past` is how long ago the moment was, where it is replayed, and less than nothing where it is
    ahead: others live in the present, and leases are written and read by theirs.
    """
    clock = Clock(now, past)
    outcome: Counter[str] = Counter()
    has_help = False
    with MailServer() as server:
        while claimed := mail_book.claim(clock.now(), clock.present()):
            if len(claimed) == mail_book.AT_A_TIME and not has_help:
                nudge()
                has_help = True
            with lookups.together([one.mail for one in claimed]), without_collecting():
                takes_more = delivery.deliver_all(claimed, server, clock, outcome)
            if not takes_more:
                break
            if clock.now() >= now + ONE_RUN:
                nudge()
                break
    return HandedOut(
        sent=outcome[State.SENT],
        failed=outcome[State.FAILED],
        missed=outcome[State.MISSED],
        cancelled=outcome[State.CANCELLED],
        waiting=outcome[State.WAITING],
    )

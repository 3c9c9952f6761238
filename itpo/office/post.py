"""The post room: mails are entered in a book, claimed, composed and sent.

The book (OutgoingMail) is the truth. Whoever claims a mail, by a conditional update with a
lease, sends it; a mail is marked sent only after the server has taken it. A sender that dies
leaves its lease to run out, and the mail goes out again under the same Message-ID. Mails with the
same order key leave one after another; whatever was given to the server is known to may have left.

Each kind of mail has a composer, registered by the app that knows what the mail is about. It
looks again whether the mail is still called for, and answers None when it is not.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from typing import Any, NamedTuple

from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, QuerySet
from kombu.exceptions import KombuError

from itpo.celery import app as queue_app
from itpo.office.clock import Clock
from itpo.office.mail_server import MailServer, NoAnswer, NotNow, Refused, ServerAway
from itpo.office.models import Office, OutgoingMail, User

logger = logging.getLogger(__name__)

State = OutgoingMail.State

# Longer than handing one mail over can take, with every answer at its time limit.
LEASE = timedelta(minutes=10)
# With pauses of 1, 2, 4, … 60 minutes this makes 48 hours of trying.
MOST_ATTEMPTS = 53
AT_A_TIME = 1000
HAND_OUT = "itpo.tasks.hand_out"


class Attachment(NamedTuple):
    """A file that goes along with a mail, such as an entry for a calendar."""

    name: str
    content: bytes
    content_type: str  # with its parameters: text/calendar; method=REQUEST


class Letter(NamedTuple):
    """The words of one mail, in its reader's language.

    `secrets` is what the book must not keep of them, such as the token of a personal link.
    """

    subject: str
    body: str
    secrets: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def kept(self) -> str:
        """The body as the book keeps it."""
        body = self.body
        for secret in self.secrets:
            body = body.replace(secret, "•••")
        return body


# Given a mail and the moment: its words, or None when it is no longer called for.
Composer = Callable[[OutgoingMail, datetime], Letter | None]


@dataclass(frozen=True)
class HandedOut:
    """What became of the mails of one run."""

    sent: int
    failed: int
    missed: int
    cancelled: int
    waiting: int


NOTHING_HANDED_OUT = HandedOut(sent=0, failed=0, missed=0, cancelled=0, waiting=0)

_composers: dict[str, Composer] = {}


def register(kind: str, composer: Composer) -> None:
    """Say who finds the words for a kind of mail."""
    _composers[kind] = composer


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


def nudge(task: str = HAND_OUT) -> None:
    """Ask a worker to act now. Without a queue the next tick does it."""
    try:
        queue_app.send_task(task, retry=False, expires=600)
    except (KombuError, OSError) as error:
        logger.warning("The queue is away; the next tick does what is to be done: %s", error)


def hand_out(*, now: datetime) -> HandedOut:
    """Send what is ready, oldest first. Stops early when the mail server is away."""
    clock = Clock(now)
    outcome: Counter[str] = Counter()
    with MailServer() as server:
        for pk in _due(now):
            mail = _claim(pk, clock.now())
            if mail is None:
                continue
            try:
                outcome[_deliver(mail, server, clock)] += 1
            except ServerAway as error:
                outcome[_try_later(mail, str(error), clock.now())] += 1
                break
    return HandedOut(
        sent=outcome[State.SENT],
        failed=outcome[State.FAILED],
        missed=outcome[State.MISSED],
        cancelled=outcome[State.CANCELLED],
        waiting=outcome[State.WAITING],
    )


def _due(now: datetime) -> list[int]:
    """Some of these may wait for one before them; that is looked at when each is claimed."""
    due = OutgoingMail.objects.due(now).order_by("send_after", "pk")
    return list(due.values_list("pk", flat=True)[:AT_A_TIME])


def _claim(pk: int, at: datetime) -> OutgoingMail | None:
    """Take a mail, unless somebody else has taken it meanwhile."""
    claimed = (
        OutgoingMail.objects.ready(at)
        .filter(pk=pk)
        .update(state=State.SENDING, leased_until=at + LEASE, attempts=F("attempts") + 1)
    )
    return OutgoingMail.objects.select_related("office", "user").get(pk=pk) if claimed else None


def _deliver(mail: OutgoingMail, server: MailServer, clock: Clock) -> str:
    """Compose and send one claimed mail, and write down what became of it."""
    if mail.send_before and mail.send_before <= clock.now():
        return _close(mail, State.MISSED)
    if mail.kind not in _composers:
        # A newer release has queued it; its own workers will know.
        return _try_later(mail, f"Nobody here composes “{mail.kind}”.", clock.now())
    try:
        letter = _composers[mail.kind](mail, clock.now())
    except (OperationalError, InterfaceError):
        raise  # the database is away: not the mail's fault, its lease will run out
    except Exception as error:
        logger.exception("Mail %s cannot be composed", mail.pk)
        return _close(mail, State.FAILED, error=f"{type(error).__name__}: {error}")
    if letter is None:
        return _close(mail, State.CANCELLED)
    letter = letter._replace(subject=" ".join(letter.subject.split()))
    before = mail.may_have_left
    if not _ours(mail).update(may_have_left=True):
        return _lost(mail, State.SENDING)
    try:
        server.send(_message(mail, letter))
    except NoAnswer as error:
        return _try_later(mail, str(error), clock.now())
    except ServerAway:
        _ours(mail).update(may_have_left=before)
        raise
    except NotNow as error:
        return _try_later(mail, str(error), clock.now(), may_have_left=before)
    except Refused as error:
        logger.warning("Mail %s is refused: %s", mail.pk, error)
        return _close(mail, State.FAILED, error=str(error), may_have_left=before)
    return _close(
        mail,
        State.SENT,
        sent_at=clock.now(),
        subject=letter.subject[:250],
        body=letter.kept,
        error="",
    )


def _message(mail: OutgoingMail, letter: Letter) -> EmailMessage:
    message = EmailMessage(
        subject=letter.subject,
        body=letter.body,
        to=[mail.to],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    for one in letter.attachments:
        message.attach(_part(one))
    return message


def _part(attachment: Attachment) -> MIMEBase:
    """One file, in UTF-8, with every parameter of its type: a calendar's `method` is one."""
    header = f"{attachment.content_type}; charset=utf-8"
    part = MIMEBase("application", "octet-stream")
    part.replace_header("Content-Type", header)
    part.set_payload(attachment.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part


def _try_later(mail: OutgoingMail, why: str, now: datetime, **fields: Any) -> str:
    """Let it wait, longer each time; after two days of trying it has failed."""
    logger.warning("Mail %s, attempt %s: %s", mail.pk, mail.attempts, why)
    if mail.attempts >= MOST_ATTEMPTS:
        return _close(mail, State.FAILED, error=why, **fields)
    send_after = now + _pause(mail.attempts)
    return _close(mail, State.WAITING, error=why, send_after=send_after, **fields)


def _pause(attempts: int) -> timedelta:
    return timedelta(minutes=min(2 ** (attempts - 1), 60))


def _close(mail: OutgoingMail, state: OutgoingMail.State, **fields: Any) -> str:
    """Write down what became of a mail, unless its lease has run out and passed to another."""
    if not _ours(mail).update(state=state, leased_until=None, **fields):
        return _lost(mail, state)
    return state.value


def _ours(mail: OutgoingMail) -> QuerySet[OutgoingMail]:
    """The mail, as long as nobody else has taken it over."""
    return OutgoingMail.objects.filter(
        pk=mail.pk, state=State.SENDING, leased_until=mail.leased_until
    )


def _lost(mail: OutgoingMail, state: OutgoingMail.State) -> str:
    logger.warning("Mail %s was taken over by somebody else: %s", mail.pk, state)
    return state.value

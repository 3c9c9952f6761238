"""The post room: mails are entered in a book, claimed, composed and sent.

The book (OutgoingMail) is the truth. Whoever claims mails, under lock and with a lease, sends
them; a mail is marked sent only after the server has taken it. A sender that dies leaves its
lease to run out, and the mail goes out again under the same Message-ID. Mails with the same
order key leave one after another; whatever was given to the server is known to may have left.
An address the server refuses for good is stopped (see outbox.py): what goes there waits.

Each kind of mail has a composer, registered by the app that knows what the mail is about. It
looks again whether the mail is still called for, and answers None, or why, when it is not.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_noop
from kombu.exceptions import KombuError

from itpo.celery import app as queue_app
from itpo.office import lookups
from itpo.office.clock import Clock
from itpo.office.letters import Attachment, Letter, NotCalledFor, NotYet
from itpo.office.logs import without_tokens
from itpo.office.mail_message import message_of
from itpo.office.mail_server import (
    AddressRefused,
    MailServer,
    NoAnswer,
    NotNow,
    Refused,
    ServerAway,
)
from itpo.office.models import Office, OutgoingMail, StoppedAddress, User
from itpo.office.reasons import Reason
from itpo.office.troubles import database_is_away

__all__ = ["Attachment", "Letter", "NotCalledFor", "NotYet", "hand_out", "queue", "register"]

logger = logging.getLogger(__name__)

State = OutgoingMail.State

# Longer than handing one mail over can take, with every answer at its time limit, after it has
# waited in its sender's hand.
LEASE = timedelta(minutes=10)
# So many are claimed together, which saves the database most of the work; none is held longer
# than this before it is handed over.
AT_A_TIME = 25
HELD = timedelta(seconds=30)
# Then whoever called gets on with other work, and asks a worker to go on.
ONE_RUN = timedelta(seconds=40)
# With pauses of 1, 2, 4, … 60 minutes this makes 48 hours of trying.
MOST_ATTEMPTS = 53
HAND_OUT = "itpo.tasks.hand_out"

# Given a mail and the moment: its words, or None when it is no longer called for.
Composer = Callable[[OutgoingMail, datetime], Letter | NotCalledFor | NotYet | None]


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


def knows(kind: str) -> bool:
    """Whether somebody here finds the words for a kind of mail."""
    return kind in _composers


def compose(mail: OutgoingMail, now: datetime) -> Letter | NotCalledFor | NotYet:
    """Find the words for a mail of a kind that is known, as things stand."""
    return _composers[mail.kind](mail, now) or NotCalledFor(
        gettext_noop("What it was about no longer holds.")
    )


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


def hand_out(*, now: datetime) -> HandedOut:
    """Send what is ready, oldest first. Stops early when the mail server is away.

    Where there is more than one has in hand, another worker is asked to help, if one is idle.
    """
    clock = Clock(now)
    outcome: Counter[str] = Counter()
    has_help = False
    with MailServer() as server:
        while mails := _claim(clock.now()):
            if len(mails) == AT_A_TIME and not has_help:
                nudge()
                has_help = True
            with lookups.together():
                takes_more = _deliver_all(mails, server, clock, outcome)
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


@dataclass
class _Claimed:
    """A mail in its sender's hand, and how it lay in the book before."""

    mail: OutgoingMail
    state: str
    may_have_left: bool
    sure_until: datetime  # nobody can have taken it over by then


def _claim(at: datetime) -> list[_Claimed]:
    """Take some mails that nobody else has taken."""
    with transaction.atomic():
        ready = OutgoingMail.objects.ready(at).order_by("send_after", "pk")
        if connection.features.has_select_for_update_skip_locked:
            ready = ready.select_for_update(skip_locked=True, of=("self",))
        mails = list(ready.select_related("office", "user__office")[:AT_A_TIME])
        sure_until, until = at + HELD, at + LEASE
        claimed = [_Claimed(one, one.state, one.may_have_left, sure_until) for one in mails]
        OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
            state=State.SENDING, leased_until=until, attempts=F("attempts") + 1
        )
    for mail in mails:
        mail.state, mail.leased_until, mail.attempts = State.SENDING, until, mail.attempts + 1
    return claimed


def _deliver_all(
    claimed: Sequence[_Claimed], server: MailServer, clock: Clock, outcome: Counter[str]
) -> bool:
    """Send what was claimed, each mail for itself; say whether the server takes more."""
    stopped: set[str] = set()
    for done, one in enumerate(claimed):
        if clock.now() > one.sure_until:
            _put_back(claimed[done:])
            return True
        if one.mail.to.lower() in stopped:
            _put_back([one])
            continue
        try:
            outcome[_deliver(one, server, clock, stopped)] += 1
        except ServerAway as error:
            outcome[_try_later(one.mail, str(error), clock.now())] += 1
            _put_back(claimed[done + 1 :])
            return False
    return True


def _put_back(claimed: Sequence[_Claimed]) -> None:
    """Let others take what was claimed and not tried."""
    for state, group in groupby(claimed, key=lambda one: one.state):
        mails = [one.mail for one in group]
        _ours(*mails).update(
            # What somebody died sending goes out again at once: its lease has run out before.
            state=State.WAITING if state == State.SENDING else state,
            leased_until=None,
            attempts=F("attempts") - 1,
        )


def _deliver(one: _Claimed, server: MailServer, clock: Clock, stopped: set[str]) -> str:
    """Compose and send one claimed mail, and write down what became of it."""
    mail, before = one.mail, one.may_have_left
    if mail.send_before and mail.send_before <= clock.now():
        return _close(mail, State.MISSED, **_too_late(mail).columns())
    if not knows(mail.kind):
        # A newer release has queued it; its own workers will know.
        unknown = Reason(gettext_noop("Nobody here composes “%(kind)s”."), {"kind": mail.kind})
        return _try_later(mail, unknown, clock.now())
    try:
        letter = compose(mail, clock.now())
        if not isinstance(letter, Letter):
            return _leave(mail, letter)
        message = message_of(mail, letter)
    except Exception as error:
        if database_is_away(error):
            raise  # not the mail's fault, its lease will run out
        if isinstance(error, DatabaseError):  # a deadlock, a statement that took too long
            return _try_later(mail, f"{type(error).__name__}: {error}", clock.now())
        logger.exception("Mail %s cannot be composed", mail.pk)
        return _close(mail, State.FAILED, error=f"{type(error).__name__}: {error}")
    # Of what leaves in an order it is asked whether what came before may have left; and what was
    # composed for long may have passed to another.
    asks_again = bool(mail.order_key) or clock.now() > one.sure_until
    if asks_again and not _ours(mail).update(may_have_left=True):
        return _lost(mail, State.SENDING)
    try:
        server.send(message)
    except NoAnswer as error:
        return _try_later(mail, str(error), clock.now(), may_have_left=True)
    except ServerAway:
        _ours(mail).update(may_have_left=before)
        raise
    except NotNow as error:
        return _try_later(mail, str(error), clock.now(), may_have_left=before)
    except Refused as error:
        logger.warning("Mail %s is refused: %s", mail.pk, error)
        if isinstance(error, AddressRefused):
            _stop(mail, str(error), clock.now())
            stopped.add(mail.to.lower())
        return _close(mail, State.FAILED, error=str(error), may_have_left=before)
    return _close(
        mail,
        State.SENT,
        may_have_left=True,
        sent_at=clock.now(),
        subject=letter.kept_subject[:250],
        body=letter.kept,
        error="",
        why="",
    )


def _leave(mail: OutgoingMail, answer: NotCalledFor | NotYet) -> str:
    """Do not send a mail its composer has no words for, or none yet."""
    if isinstance(answer, NotCalledFor):
        return _close(mail, State.CANCELLED, **answer.columns())
    return _close(mail, State.QUEUED, send_after=answer.send_after, attempts=F("attempts") - 1)


def _stop(mail: OutgoingMail, said: str, at: datetime) -> None:
    """Keep whatever else is to go to an address until somebody has looked at it."""
    stop, is_new = StoppedAddress.objects.get_or_create(
        address=mail.to.lower(),
        cleared_at=None,
        defaults={"since": at, "said": without_tokens(said), "mail": mail},
    )
    if is_new:
        logger.warning("Stop %s: nothing goes to the address of mail %s", stop.pk, mail.pk)


def _too_late(mail: OutgoingMail) -> Reason:
    moment = f"{mail.send_before:%Y-%m-%d %H:%M}"
    return Reason(gettext_noop("It was to be sent before %(moment)s UTC."), {"moment": moment})


def _try_later(mail: OutgoingMail, why: str | Reason, now: datetime, **fields: Any) -> str:
    """Let it wait, longer each time; after two days of trying it has failed."""
    logger.warning("Mail %s, attempt %s: %s", mail.pk, mail.attempts, why)
    fields |= {"error": "", **why.columns()} if isinstance(why, Reason) else {"error": why}
    if mail.attempts >= MOST_ATTEMPTS:
        return _close(mail, State.FAILED, **fields)
    return _close(mail, State.WAITING, send_after=now + _pause(mail.attempts), **fields)


def _pause(attempts: int) -> timedelta:
    return timedelta(minutes=min(2 ** (attempts - 1), 60))


def _close(mail: OutgoingMail, state: OutgoingMail.State, **fields: Any) -> str:
    """Write down what became of a mail, unless its lease has run out and passed to another."""
    if "error" in fields:  # servers and errors quote what they were given
        fields["error"] = without_tokens(fields["error"])
    if not _ours(mail).update(state=state, leased_until=None, **fields):
        return _lost(mail, state)
    return state.value


def _ours(*mails: OutgoingMail) -> QuerySet[OutgoingMail]:
    """The mails claimed together, as long as nobody else has taken them over."""
    return OutgoingMail.objects.filter(
        pk__in=[mail.pk for mail in mails],
        state=State.SENDING,
        leased_until=mails[0].leased_until if mails else None,
    )


def _lost(mail: OutgoingMail, state: OutgoingMail.State) -> str:
    logger.warning("Mail %s was taken over by somebody else: %s", mail.pk, state)
    return state.value

"""What is written into the book of mails while they are sent: who has them in hand, and the end.

A mail in hand carries its holder's lease. What is written down of it is written on condition that
the lease is still that one: a holder that was too slow, or taken for dead, changes nothing.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, takewhile
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_noop

from itpo.office.claimed_mails import look_again, look_up_people
from itpo.office.logs import without_tokens
from itpo.office.models import OutgoingMail, StoppedAddress
from itpo.office.reasons import Reason

logger = logging.getLogger(__name__)

State = OutgoingMail.State

# Longer than handing one mail over can take with every answer at its time limit (30 s, the last
# one 240 s), after it has waited in its sender's hand.
LEASE = timedelta(minutes=10)
# So many are claimed together, which saves the database most of the work; none is held longer
# than this before it is handed over, or its lease is asked for anew.
AT_A_TIME = 100
IN_TURN = ("send_after", "pk")
HELD = timedelta(seconds=30)
# With pauses of 1, 2, 4, … 60 minutes this makes 48 hours of trying.
MOST_ATTEMPTS = 53
# A server that gives no answer to a whole mail may have it each time.
MOST_UNANSWERED = 3
UNANSWERED = Reason(
    gettext_noop("The server was given it several times and never answered: it may have it.")
)

SENT = """
    UPDATE office_outgoingmail
    SET state = 'sent', leased_until = NULL, may_have_left = true,
        sent_at = %s, subject = %s, body = %s, error = '', why = ''
    WHERE id = %s AND state = 'sending' AND leased_until = %s
"""


@dataclass
class Claimed:
    """A mail in its sender's hand, and how it lay in the book before."""

    mail: OutgoingMail
    state: str
    may_have_left: bool
    sure_until: datetime  # nobody can have taken it over by then


def claim(at: datetime, present: datetime) -> list[Claimed]:
    """Take some mails that are ready at a moment and that nobody else has taken."""
    with transaction.atomic():
        ready = OutgoingMail.objects.ready(at, present).order_by(*IN_TURN)
        if connection.features.has_select_for_update_skip_locked:
            ready = ready.select_for_update(skip_locked=True, of=("self",))
        # First which, and then what they are: ever so many may be ready, and these are few.
        which = list(ready.values_list("pk", flat=True)[:AT_A_TIME])
        mails = _together(OutgoingMail.objects.filter(pk__in=which).order_by(*IN_TURN))
        look_up_people(mails)
        look_again(mails)
        sure_until, until = present + HELD, present + LEASE
        claimed = [Claimed(one, one.state, one.may_have_left, sure_until) for one in mails]
        OutgoingMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
            state=State.SENDING, leased_until=until, attempts=F("attempts") + 1
        )
    for mail in mails:
        mail.state, mail.leased_until, mail.attempts = State.SENDING, until, mail.attempts + 1
    return claimed


def _together(ready: Iterable[OutgoingMail]) -> list[OutgoingMail]:
    """Those of the ready to be taken at once.

    What somebody died with may have killed them, and is tried alone: no other counts its attempts.
    """
    mails = list(ready)
    if mails and mails[0].state == State.SENDING:
        return mails[:1]
    return list(takewhile(lambda one: one.state != State.SENDING, mails))


def put_back(claimed: Sequence[Claimed]) -> None:
    """Let others take what was claimed and not tried."""
    for state, group in groupby(claimed, key=lambda one: one.state):
        mails = [one.mail for one in group]
        ours(*mails).update(
            # What somebody died sending goes out again at once: its lease has run out before.
            state=State.WAITING if state == State.SENDING else state,
            leased_until=None,
            attempts=F("attempts") - 1,
        )


def keep(one: Claimed, present: datetime) -> bool:
    """Ask for the lease anew, right before the mail leaves; False: somebody else has it."""
    until = present + LEASE
    if not ours(one.mail).update(may_have_left=True, leased_until=until):
        return False
    one.mail.leased_until, one.sure_until = until, present + HELD
    return True


def try_later(mail: OutgoingMail, why: str | Reason, present: datetime, **fields: Any) -> str:
    """Let it wait, longer each time; after two days of trying it has failed."""
    logger.warning("Mail %s, attempt %s: %s", mail.pk, mail.attempts, without_tokens(str(why)))
    fields |= {"error": "", **why.columns()} if isinstance(why, Reason) else {"error": why}
    if mail.attempts >= MOST_ATTEMPTS:
        return close(mail, State.FAILED, **fields)
    return close(mail, State.WAITING, send_after=present + pause(mail.attempts), **fields)


def unanswered(mail: OutgoingMail, said: str, present: datetime) -> str:
    """Let a mail wait that the server may have; not often: its reader may have as many."""
    times = mail.unanswered + 1
    fields = {"may_have_left": True, "unanswered": times}
    if times < MOST_UNANSWERED:
        return try_later(mail, said, present, **fields)
    logger.warning("Mail %s was given away %s times without an answer", mail.pk, times)
    return close(mail, State.FAILED, error=said, **UNANSWERED.columns(), **fields)


def pause(attempts: int) -> timedelta:
    return timedelta(minutes=min(2 ** (attempts - 1), 60))


def close(mail: OutgoingMail, state: OutgoingMail.State, **fields: Any) -> str:
    """Write down what became of a mail, unless its lease has run out and passed to another."""
    if "error" in fields:  # servers and errors quote what they were given
        fields["error"] = without_tokens(fields["error"]).replace("\0", "")
        fields = {"why": "", "why_values": {}, **fields}  # what we said before holds no more
    if state == State.FAILED and mail.leased_until is not None:
        # However long ago it was due, it has failed now, and is told among what failed lately.
        fields["send_after"] = max(mail.send_after, mail.leased_until - LEASE)
    if not ours(mail).update(state=state, leased_until=None, **fields):
        return lost(mail, state)
    return state.value


def sent(mail: OutgoingMail, at: datetime, subject: str, body: str) -> str:
    """The same of a mail that has left, with its words: one statement, committed at once.

    In SQL of our own, as it is made of nothing but values: building it takes Django longer than
    all else that is done for a mail but composing it.
    """
    moment = connection.ops.adapt_datetimefield_value
    values = [moment(at), subject, body, mail.pk, moment(mail.leased_until)]
    with connection.cursor() as cursor:
        cursor.execute(SENT, values)
        is_ours = cursor.rowcount == 1
    return State.SENT.value if is_ours else lost(mail, State.SENT)


def ours(*mails: OutgoingMail) -> QuerySet[OutgoingMail]:
    """The mails claimed together, as long as nobody else has taken them over."""
    return OutgoingMail.objects.filter(
        pk__in=[mail.pk for mail in mails],
        state=State.SENDING,
        leased_until=mails[0].leased_until if mails else None,
    )


def lost(mail: OutgoingMail, state: OutgoingMail.State) -> str:
    logger.warning("Mail %s was taken over by somebody else: %s", mail.pk, state)
    return state.value


def stop(mail: OutgoingMail, said: str, at: datetime) -> None:
    """Keep whatever else is to go to an address until somebody has looked at it."""
    stop, is_new = StoppedAddress.objects.get_or_create(
        address=mail.to.lower(),
        cleared_at=None,
        defaults={"since": at, "said": without_tokens(said).replace("\0", ""), "mail": mail},
    )
    if is_new:
        logger.warning("Stop %s: nothing goes to the address of mail %s", stop.pk, mail.pk)

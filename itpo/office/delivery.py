"""Composing and sending the mails that were claimed, each for itself.

Whatever is wrong with one stops no other. A mail is written down as sent, and committed, before the
next is handed over.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import DatabaseError
from django.db.models import F
from django.utils.translation import gettext_noop

from itpo.office import lookups, mail_book
from itpo.office.claimed_mails import look_up_people
from itpo.office.clock import Clock
from itpo.office.composing import compose, knows
from itpo.office.letters import Letter, NotCalledFor, NotYet
from itpo.office.logs import without_tokens
from itpo.office.mail_book import Claimed, State
from itpo.office.mail_message import message_of
from itpo.office.mail_server import (
    AddressRefused,
    MailServer,
    NoAnswer,
    NotNow,
    Refused,
    ServerAway,
)
from itpo.office.models import OutgoingMail
from itpo.office.reasons import Reason
from itpo.office.troubles import database_is_away

logger = logging.getLogger(__name__)

# What was found of the mails in hand is that old at most when one of them is composed.
FRESH = timedelta(seconds=1)
DIED = Reason(gettext_noop("Each of its senders died: the server may have it."))
NOT_KEPT = Reason(gettext_noop("What it said could not be kept."))


def deliver_all(
    claimed: Sequence[Claimed], server: MailServer, clock: Clock, outcome: Counter[str]
) -> bool:
    """Send what was claimed, each mail for itself; say whether the server takes more."""
    stopped: set[str] = set()
    looked_at = clock.now()
    for done, one in enumerate(claimed):
        if clock.now() > looked_at + FRESH:
            _look_anew(claimed[done:])
            looked_at = clock.now()
        if clock.present() > one.sure_until:
            mail_book.put_back(claimed[done:])
            return True
        if _has_moved(one) or one.mail.to.lower() in stopped:
            mail_book.put_back([one])
            continue
        try:
            outcome[_deliver(one, server, clock, stopped)] += 1
        except ServerAway as error:
            outcome[mail_book.try_later(one.mail, str(error), clock.present())] += 1
            mail_book.put_back(claimed[done + 1 :])
            return False
        except Exception as error:
            if database_is_away(error):
                raise  # not the mail's fault, its lease will run out
            logger.exception("Mail %s is left to its lease", one.mail.pk)
    return True


def _deliver(one: Claimed, server: MailServer, clock: Clock, stopped: set[str]) -> str:
    """Compose and send one claimed mail, and write down what became of it."""
    mail = one.mail
    if mail.send_before and mail.send_before <= clock.now():
        return mail_book.close(mail, State.MISSED, **_too_late(mail).columns())
    if mail.attempts > mail_book.MOST_ATTEMPTS:
        return mail_book.close(mail, State.FAILED, **DIED.columns())
    if not knows(mail.kind):
        # A newer release has queued it; its own workers will know.
        unknown = Reason(gettext_noop("Nobody here composes “%(kind)s”."), {"kind": mail.kind})
        return mail_book.try_later(mail, unknown, clock.present())
    composed, composed_at = _composed(mail, clock), clock.now()
    if isinstance(composed, str):
        return composed
    server.open()
    if clock.now() > composed_at + FRESH:  # that took long, and what was found is as old
        _look_anew([one])
        if _has_moved(one):
            mail_book.put_back([one])
            return State.QUEUED.value
        composed = _composed(mail, clock)
        if isinstance(composed, str):
            return composed
    # Of what leaves in an order it is asked whether what came before may have left; and what was
    # long in hand may have passed to another.
    asks_again = bool(mail.order_key) or clock.present() > one.sure_until
    if asks_again and not mail_book.keep(one, clock.present()):
        return mail_book.lost(mail, State.SENDING)
    return _send(one, *composed, server, clock, stopped)


def _look_anew(claimed: Sequence[Claimed]) -> None:
    """Forget what was found, and find those anew whom the mails are for and from."""
    lookups.forget()
    look_up_people([one.mail for one in claimed])


def _has_moved(one: Claimed) -> bool:
    """Whether it goes elsewhere than when it was claimed: to be claimed anew, with that address."""
    return one.mail.to != one.mail.goes_to()


def _composed(mail: OutgoingMail, clock: Clock) -> tuple[Letter, EmailMessage] | str:
    """A mail's words and the message; or what became of it, where it has none."""
    try:
        letter = compose(mail, clock.now())
        if not isinstance(letter, Letter):
            return _leave(mail, letter)
        return letter, message_of(mail, letter)
    except Exception as error:
        if database_is_away(error):
            raise
        said = f"{type(error).__name__}: {error}"
        if isinstance(error, DatabaseError):  # a deadlock, a statement that took too long
            return mail_book.try_later(mail, said, clock.present())
        logger.exception("Mail %s cannot be composed", mail.pk)
        return mail_book.close(mail, State.FAILED, error=said)


def _send(
    one: Claimed,
    letter: Letter,
    message: EmailMessage,
    server: MailServer,
    clock: Clock,
    stopped: set[str],
) -> str:
    mail, before = one.mail, one.may_have_left
    try:
        server.send(message)
    except NoAnswer as error:
        return mail_book.unanswered(mail, str(error), clock.present())
    except ServerAway:
        mail_book.ours(mail).update(may_have_left=before)
        raise
    except NotNow as error:
        return mail_book.try_later(mail, str(error), clock.present(), may_have_left=before)
    except Refused as error:
        why = error.why.columns() if error.why else {}
        said = " ".join(filter(None, (why.get("why"), str(error))))
        logger.warning("Mail %s is refused: %s", mail.pk, without_tokens(said))
        if isinstance(error, AddressRefused):
            mail_book.stop(mail, str(error), clock.present())
            stopped.add(mail.to.lower())
        return mail_book.close(mail, State.FAILED, error=str(error), may_have_left=before, **why)
    return _sent(mail, letter, clock.now())


def _sent(mail: OutgoingMail, letter: Letter, at: datetime) -> str:
    """Write down that a mail has left; if its words cannot be kept, without them."""
    try:
        return mail_book.sent(mail, at, letter.kept_subject[:250], letter.kept)
    except (DatabaseError, ValueError) as error:
        if database_is_away(error):
            raise
        logger.exception("Mail %s has left, and its words cannot be kept", mail.pk)
        fields = {"may_have_left": True, "sent_at": at, "error": "", **NOT_KEPT.columns()}
        return mail_book.close(mail, State.SENT, **fields)


def _leave(mail: OutgoingMail, answer: NotCalledFor | NotYet) -> str:
    """Do not send a mail its composer has no words for, or none yet."""
    if isinstance(answer, NotCalledFor):
        return mail_book.close(mail, State.CANCELLED, **answer.columns())
    tried = F("attempts") - 1
    return mail_book.close(mail, State.QUEUED, send_after=answer.send_after, attempts=tried)


def _too_late(mail: OutgoingMail) -> Reason:
    moment = f"{mail.send_before:%Y-%m-%d %H:%M}"
    return Reason(gettext_noop("It was to be sent before %(moment)s UTC."), {"moment": moment})

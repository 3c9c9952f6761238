"""Talking to the mail server: one connection for many mails, and what its refusals mean."""

import re
import smtplib
from types import TracebackType
from typing import Self

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends import filebased
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext_noop

from itpo.office import smtp
from itpo.office.reasons import Reason

# These tell a mail that has certainly not gone from one of which nobody knows.
SURE = (smtp.EmailBackend, filebased.EmailBackend)
NO_MAIL = Reason(gettext_noop("This is no mail that a server could be given."))
NO_RECIPIENT = Reason(gettext_noop("The mail has no recipient."))


class NotNow(Exception):
    """The mail could not be handed over this time. The message says why."""


class NoAnswer(NotNow):
    """The server was given the mail and did not say whether it has taken it: it may have."""


class ServerAway(NotNow):
    """No mail can be handed over at present, whatever it says."""


class Refused(Exception):
    """No server will ever take this mail. The message is what was said, by the server mostly.

    `why` is what we say ourselves where it never came to a server.
    """

    def __init__(self, said: str, why: Reason | None = None) -> None:
        super().__init__(said)
        self.why = why


class AddressRefused(Refused):
    """The server will never take a mail for this address."""


class MailServer:
    """A connection opened with the first mail, and opened anew after every trouble."""

    def __init__(self) -> None:
        self.connection: BaseEmailBackend | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.hang_up()

    def open(self) -> None:
        """Be ready to hand mails over. Raises ServerAway."""
        self._opened()

    def send(self, message: EmailMessage) -> None:
        """Hand one mail over. Raises ServerAway, NoAnswer, another NotNow or Refused."""
        connection = self._opened()
        try:
            taken = connection.send_messages([message])
        except OSError as error:  # whatever goes wrong in smtplib is one
            self.hang_up()
            raise _meaning(error, may_have_it=not isinstance(connection, SURE)) from error
        except ValueError as error:
            self.hang_up()  # it may have been begun
            raise Refused(str(error), NO_MAIL) from error
        except Exception as error:  # nobody knows how far it came
            self.hang_up()
            raise NoAnswer(f"{type(error).__name__}: {error}") from error
        if not taken:
            raise Refused("", NO_RECIPIENT)

    def hang_up(self) -> None:
        """End the connection. What the server says to that is of no interest any more."""
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.fail_silently = True
            connection.close()

    def _opened(self) -> BaseEmailBackend:
        if self.connection is None:
            try:
                connection: BaseEmailBackend = get_connection()
                connection.open()
            except (OSError, ImproperlyConfigured) as error:
                raise ServerAway(_words(error)) from error
            self.connection = connection
        return self.connection


def _meaning(error: OSError, *, may_have_it: bool) -> NotNow | Refused:
    to_address = isinstance(error, smtplib.SMTPRecipientsRefused)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        error = smtplib.SMTPResponseException(code, words)
    elif isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPHeloError):
        return ServerAway(_words(error))  # it is us whom the server refuses, not this mail
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Refused(str(error))
    if not isinstance(error, smtplib.SMTPResponseException):
        unanswered = may_have_it or isinstance(error, smtp.Unanswered)
        return NoAnswer(_words(error)) if unanswered else NotNow(_words(error))
    if error.smtp_code in LOG_IN_FIRST:
        return ServerAway(_words(error))
    if error.smtp_code < 500:
        return NotNow(_words(error))
    said = _words(error)
    if is_about_the_address(error.smtp_code, said.partition(" ")[2], to_address=to_address):
        return AddressRefused(said)
    return Refused(said)


# The server wants us to log in, or refuses our password (RFC 4954): no mail can be sent.
LOG_IN_FIRST = frozenset({530, 534, 535, 538})
# Without a code of RFC 3463 these are about the mailbox (RFC 5321); 554 is often about us.
ABOUT_A_MAILBOX = frozenset({550, 551, 553})
ENHANCED = re.compile(r"5\.(\d{1,3})\.(\d{1,3})\b")


def is_about_the_address(code: int, words: str, *, to_address: bool) -> bool:
    """Whether a refusal for good is about where the mail goes: not about the mail, nor about us.

    A server that names its reason as RFC 3463 has it is believed: 5.1.x is the address, but for
    5.1.7 and 5.1.8, the sender's; 5.2.x the mailbox, but for 5.2.3, the length of this mail;
    5.4.1 and 5.4.4 where it would have to be taken; everything else is something else. One that
    gives none is believed about the mailbox when it was asked about it (`to_address`).
    """
    found = ENHANCED.match(words)
    subject, detail = (int(found[1]), int(found[2])) if found else (0, 0)
    if (subject, detail) == (0, 0):
        return to_address and code in ABOUT_A_MAILBOX
    if subject == 1:
        return detail not in {7, 8}
    return (subject == 2 and detail != 3) or (subject, detail) in {(4, 1), (4, 4)}


def _words(error: Exception) -> str:
    """What the server said, as it said it; else what became of the connection."""
    if not isinstance(error, smtplib.SMTPResponseException):
        return str(error) or type(error).__name__
    said = error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{error.smtp_code} {text}"

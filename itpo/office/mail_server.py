"""Talking to the mail server: one connection for many mails, and what its refusals mean."""

import smtplib
from types import TracebackType
from typing import Self

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend


class NotNow(Exception):
    """The mail could not be handed over this time. The message says why."""


class NoAnswer(NotNow):
    """The connection broke while the mail was handed over: the server may have taken it."""


class ServerAway(NotNow):
    """No mail can be handed over at present, whatever it says."""


class Refused(Exception):
    """The server will never take this mail. The message is the server's own words."""


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

    def send(self, message: EmailMessage) -> None:
        """Hand one mail over. Raises ServerAway, NoAnswer, another NotNow or Refused."""
        connection = self._opened()
        try:
            taken = connection.send_messages([message])
        except OSError as error:  # whatever goes wrong in smtplib is one
            self.hang_up()
            raise _meaning(error) from error
        except ValueError as error:
            raise Refused(f"This is no mail: {error}") from error
        if not taken:
            raise Refused("The mail has no recipient.")

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


def _meaning(error: OSError) -> NotNow | Refused:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        error = smtplib.SMTPResponseException(code, words)
    elif isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPHeloError):
        return ServerAway(_words(error))  # it is us whom the server refuses, not this mail
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Refused(str(error))
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500:
        return Refused(_words(error))
    if isinstance(error, smtplib.SMTPResponseException):
        return NotNow(_words(error))
    return NoAnswer(_words(error))


def _words(error: Exception) -> str:
    """What the server said, as it said it; else what became of the connection."""
    if not isinstance(error, smtplib.SMTPResponseException):
        return str(error) or type(error).__name__
    said = error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{error.smtp_code} {text}"

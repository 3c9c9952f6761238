"""A mail server over SMTP, which is given time to say whether it has taken a mail."""

import re
import smtplib
from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp

from itpo.office import wire

# After the last line of a mail servers look through it for minutes; RFC 5321 asks for ten of them.
# Whoever hangs up before brings a mail again that may be there. Fits into a lease with the rest.
ANSWERED_WITHIN = 240.0
LEADING_DOT = re.compile(rb"(?m)^\.")


class Unanswered(smtplib.SMTPServerDisconnected):
    """The server was given a whole mail, and did not say whether it has taken it."""


class _Patient(smtplib.SMTP):
    """Waits longer for the answer to a mail than for any other."""

    def rcpt(self, recip: str, options: Sequence[str] = ()) -> tuple[int, bytes]:
        """Say whom a mail is for; a plain address as it is, which smtplib would read first."""
        if options or not wire.is_plain_address(recip):
            return super().rcpt(recip, options)
        return self.docmd("rcpt", f"TO:<{recip}>")

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Give the server a mail in bytes. Raises Unanswered when it may have it.

        A line that breaks before the last of it is written leaves the server without its end.
        """
        code, said = self.docmd("data")
        if code != 354:
            raise smtplib.SMTPDataError(code, said)
        self.send(LEADING_DOT.sub(b"..", msg).removesuffix(b"\r\n") + b"\r\n.\r\n")
        try:
            return self._last_answer()
        except OSError as error:
            self.close()
            raise Unanswered(str(error) or type(error).__name__) from error

    def _last_answer(self) -> tuple[int, bytes]:
        assert self.sock is not None  # noqa: S101 - it was just written to
        usual = self.sock.gettimeout()
        self.sock.settimeout(ANSWERED_WITHIN)
        code, said = self.getreply()
        if code < 0:
            raise Unanswered(f"This is no answer: {said!r}")
        self.sock.settimeout(usual)
        return code, said


class _PatientSSL(_Patient, smtplib.SMTP_SSL):
    """The same over TLS from the first word."""


class EmailBackend(smtp.EmailBackend):
    """Django's own, with a connection that waits for what counts."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _PatientSSL if self.use_ssl else _Patient

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Hand messages over; where the line is open and they are plain, the short way."""
        plain = [one for one in email_messages if wire.is_plain(one)]
        if self.connection is None or len(plain) < len(email_messages):
            return super().send_messages(email_messages)
        for one in plain:
            sender = wire.sender(one.from_email)
            self.connection.sendmail(sender, one.to, wire.written(one))
        return len(plain)

"""A real mail server to send to, which can be told how to answer."""

import asyncio
import logging
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

# It writes a line for each line spoken.
logging.getLogger("mail.log").setLevel(logging.WARNING)


class MailBox:
    """What the server took, and what it answers instead of taking it."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.taken_at: list[float] = []  # of each, by time.time()
        self.answers_by_address: dict[str, str] = {}
        self.answer_to_sender = "250 OK"
        self.answers_to_data: list[str] = []  # each given once, then mails are taken
        self.connections = 0
        # What a line that breaks does: before a mail is begun, while it is given, or with the mail
        # taken and the answer not given. So many times; `breaks` counts those with a mail taken.
        self.breaks_at_once = 0
        self.breaks_unanswered = 0
        self.breaks_before_the_mail = 0
        self.breaks_within_the_mail = 0
        self.breaks = 0
        self.seconds_to_begin = 0.0  # before it is given the mail
        self.seconds_to_answer = 0.0  # once it has taken the mail

    def copies(self) -> Counter[str]:
        """How often each mail was taken, by its Message-ID."""
        return Counter(str(mail["Message-ID"]) for mail in list(self.received))

    async def handle_EHLO(  # noqa: N802 - aiosmtpd finds it by this name
        self, server: Any, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        if self.breaks_at_once:
            self.breaks_at_once -= 1
            break_off(server)
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.answer_to_sender

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.breaks_before_the_mail:
            self.breaks_before_the_mail -= 1
            break_off(server)
        if self.seconds_to_begin:
            await asyncio.sleep(self.seconds_to_begin)
        if answer := self.answers_by_address.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope
    ) -> str:
        if self.answers_to_data:
            return self.answers_to_data.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        self.taken_at.append(time.time())
        self.received.append(message_from_bytes(content, policy=policy.default))
        if self.seconds_to_answer:
            await asyncio.sleep(self.seconds_to_answer)
        if self.breaks_unanswered:
            self.breaks_unanswered -= 1
            self.breaks += 1
            break_off(server)
        return "250 OK"


class _Server(SMTP):
    """One that may break off where it has just said that it takes a mail."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        box: MailBox = self.event_handler
        if not box.breaks_within_the_mail:
            await super().smtp_DATA(arg)
            return
        box.breaks_within_the_mail -= 1
        await self.push("354 Go on")
        assert self.transport is not None
        self.transport.abort()


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)


def break_off(server: Any) -> None:
    """End a connection without a word."""
    server.transport.abort()
    raise ConnectionResetError("told to break off")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def smtp_server(port: int | None = None) -> Iterator[tuple[MailBox, int]]:
    """Serve on a port of this machine; gives the mail box and the port."""
    box = MailBox()
    controller = _Controller(box, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield box, controller.port
    finally:
        controller.stop()

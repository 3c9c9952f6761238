"""The words of a mail, and what a composer answers when there are none."""

from datetime import datetime
from typing import NamedTuple

from itpo.office.reasons import Reason


class Attachment(NamedTuple):
    """A file that goes along with a mail, such as an entry for a calendar."""

    name: str
    content: bytes
    content_type: str  # with its parameters: text/calendar; method=REQUEST


class Letter(NamedTuple):
    """The words of one mail, in its reader's language.

    `secrets` is what the book must not keep of them, such as the token of a personal link; of a
    letter that `is_hidden` it keeps the subject alone. `language` is the reader's, where it is
    not that of the user the mail is for.
    """

    subject: str
    body: str
    secrets: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    language: str = ""
    is_hidden: bool = False

    @property
    def kept(self) -> str:
        """The body as the book keeps it."""
        return "" if self.is_hidden else self._masked(self.body)

    @property
    def kept_subject(self) -> str:
        """The subject as the book keeps it."""
        return self._masked(self.one_line)

    @property
    def one_line(self) -> str:
        """The subject as it is sent: on one line."""
        return " ".join(self.subject.split())

    def _masked(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, "•••")
        return text


class NotCalledFor(Reason):
    """A composer's answer: this mail is not to be sent, and why."""


class NotYet(NamedTuple):
    """A composer's answer: the day has moved; the mail waits until then."""

    send_after: datetime

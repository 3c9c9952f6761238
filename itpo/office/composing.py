"""Who finds the words for each kind of mail.

Each kind has a composer, registered by the app that knows what the mail is about. It looks again
whether the mail is still called for, and answers None, or why, when it is not.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext_noop

from itpo.office.letters import Letter, NotCalledFor, NotYet
from itpo.office.models import OutgoingMail

# Given a mail and the moment: its words, or None when it is no longer called for.
Composer = Callable[[OutgoingMail, datetime], Letter | NotCalledFor | NotYet | None]

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

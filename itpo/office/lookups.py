"""What mails that are composed one after another have in common is looked up once.

Only within `together`, which the post room puts around the few mails it has in hand: what each of
them is about is found for all of them at once, with `of`. Nothing found is used for long, so that
what somebody changes meanwhile is known (`forget`). Elsewhere everything is looked up anew.
"""

import logging
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from itpo.office.models import OutgoingMail

logger = logging.getLogger(__name__)

Found = TypeVar("Found")


@dataclass
class _Hand:
    """The mails somebody has in hand, and what is known about them."""

    by_kind: Mapping[str, list[OutgoingMail]] = field(default_factory=dict)
    identities: frozenset[int] = frozenset()
    known: dict[Hashable, Any] = field(default_factory=dict)


_hand: ContextVar[_Hand | None] = ContextVar("lookups", default=None)


@contextmanager
def together(mails: Sequence[OutgoingMail] = ()) -> Iterator[None]:
    """Remember what is looked up until the end."""
    by_kind: dict[str, list[OutgoingMail]] = {}
    for mail in mails:
        by_kind.setdefault(mail.kind, []).append(mail)
    token = _hand.set(_Hand(by_kind, frozenset(map(id, mails))))
    try:
        yield
    finally:
        _hand.reset(token)


def forget() -> None:
    """Look everything up anew from now on."""
    if (hand := _hand.get()) is not None:
        hand.known.clear()


def once(key: Hashable, find: Callable[[], Found]) -> Found:
    """What `find` finds; the same again where this key was looked up before."""
    hand = _hand.get()
    if hand is None:
        return find()
    if key not in hand.known:
        hand.known[key] = find()
    found: Found = hand.known[key]
    return found


def in_hand(mail: OutgoingMail) -> list[OutgoingMail]:
    """The mails of a mail's kind that are composed together with it, itself among them."""
    hand = _hand.get()
    return hand.by_kind[mail.kind] if hand and id(mail) in hand.identities else [mail]


def shared(
    mail: OutgoingMail, key: Hashable, find: Callable[[Sequence[OutgoingMail]], Found]
) -> Found:
    """What `find` finds for all mails of a kind in hand; for one alone if one of them breaks it."""
    mails = in_hand(mail)
    if len(mails) == 1:
        return find(mails)
    try:
        return once(key, lambda: find(mails))
    except Exception:
        logger.exception("What mails are about cannot be found for all of them together")
        return find([mail])


def of(
    mail: OutgoingMail, name: str, find: Callable[[Collection[Any]], Mapping[Any, Found]]
) -> Found | None:
    """What a mail is about under a name, found for all mails of its kind in hand together.

    `find` is a function of a module, given the keys that the mails keep.
    """
    key = (find, mail.kind, name)
    found = shared(mail, key, lambda mails: find({one.about[name] for one in mails}))
    return found.get(mail.about[name])

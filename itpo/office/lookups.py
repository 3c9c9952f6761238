"""What mails that are composed one after another have in common is looked up once.

Only within `together`, which the post room puts around the few mails it has in hand: what somebody
changes meanwhile is known with the next few. Elsewhere everything is looked up anew.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Found = TypeVar("Found")

_known: ContextVar[dict[Hashable, Any] | None] = ContextVar("lookups", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Remember what is looked up until the end."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def once(key: Hashable, find: Callable[[], Found]) -> Found:
    """What `find` finds; the same again where this key was looked up before."""
    known = _known.get()
    if known is None:
        return find()
    if key not in known:
        known[key] = find()
    found: Found = known[key]
    return found

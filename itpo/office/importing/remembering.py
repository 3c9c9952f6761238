"""Which record an earlier import made of a row.

Each record an import writes carries, in its history, which row it came from (the reason
“import” and a digest of the row's key). So a row finds its record even after somebody has
corrected in the CRM what it was recognised by, and no second one is made.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

REASON = "import"
T = TypeVar("T")


def reason_of(*key: str) -> str:
    """What the history of a record says of the row it came from, by the row's key."""
    digest = hashlib.sha256("\0".join(key).encode())
    return f"{REASON} {digest.hexdigest()[:20]}"


def remembered_ids(model: type[Model], reasons: Iterable[str]) -> dict[str, int]:
    """Which record an earlier import made of a row, by the reason in its history."""
    history: Any = model.history  # type: ignore[attr-defined]
    known: dict[str, int] = {}
    for some in in_portions(set(reasons)):
        rows = history.filter(history_change_reason__in=some).order_by("history_id")
        known.update(rows.values_list("history_change_reason", "id"))
    return known


MOST = 10_000  # parameters of a statement; PostgreSQL takes six times as many


def in_portions(values: Iterable[T], size: int = 0) -> Iterator[list[T]]:
    """The values in lists that a database takes as parameters, or no longer than `size`.

    In as few as it can: what has no index is read once for each.
    """
    every = list(values)
    size = size or min(connection.features.max_query_params or MOST, MOST) // 2
    for first in range(0, len(every), size):
        yield every[first : first + size]

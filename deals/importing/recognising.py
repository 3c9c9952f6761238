"""Finding again what a row stands for: by reference, by what it says, or by an earlier import.

Each record an import writes carries, in its history, which row it came from (the reason
“import” and a digest of the row's key). So a row finds its record even after somebody has
corrected the date or the source in the CRM, and no second one is made.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import astuple, dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

REASON = "import"
M = TypeVar("M", bound=Model)
T = TypeVar("T")


@dataclass(frozen=True)
class Key:
    """What a row is recognised by: its reference, or else kind, country, start and source."""

    kind: str
    ref: str
    country: str = ""
    start: str = ""
    source: str = ""

    @property
    def reason(self) -> str:
        """What the record's history says of where it came from."""
        digest = hashlib.sha256("\0".join(astuple(self)).encode())
        return f"{REASON} {digest.hexdigest()[:20]}"


def row_key(kind: str, ref: str, country: str, start: str, source: str) -> Key:
    return Key(kind, ref) if ref else Key(kind, "", country, start, source)


def recognise(
    records: QuerySet[M], keys: Collection[Key], keys_of: Callable[[M], Iterable[Key]]
) -> dict[Key, M]:
    """The records that some keys stand for, locked. No record answers to two keys."""
    remembered = remembered_ids(records.model, [key.reason for key in keys])
    locked = records.select_for_update()
    found = {one.pk: one for query in _queries(keys) for one in locked.filter(query)}
    for some in in_portions(set(remembered.values()) - found.keys()):
        found.update((one.pk, one) for one in locked.filter(pk__in=some))
    by_key: dict[Key, M] = {}
    for record in sorted(found.values(), key=lambda one: one.pk):
        for key in keys_of(record):
            by_key.setdefault(key, record)
    return _each_once(keys, by_key, {r: found[pk] for r, pk in remembered.items() if pk in found})


def _each_once(keys: Iterable[Key], by_key: dict[Key, M], by_reason: dict[str, M]) -> dict[Key, M]:
    answers = {key: by_key[key] for key in keys if key in by_key}
    taken = {record.pk for record in answers.values()}
    for key in keys:
        earlier = by_reason.get(key.reason)
        if key not in answers and earlier is not None and earlier.pk not in taken:
            answers[key] = earlier
            taken.add(earlier.pk)
    return answers


def _queries(keys: Collection[Key]) -> Iterator[Q]:
    for refs in in_portions({key.ref for key in keys if key.ref}):
        yield Q(ref__in=refs)
    for sources in in_portions({key.source for key in keys if not key.ref}):
        yield Q(ref="", source_url__in=sources)


def remembered_ids(model: type[Model], reasons: Iterable[str]) -> dict[str, int]:
    """Which record an earlier import made of a row, by the reason in its history."""
    history: Any = model.history  # type: ignore[attr-defined]
    known: dict[str, int] = {}
    for some in in_portions(set(reasons)):
        rows = history.filter(history_change_reason__in=some).order_by("history_id")
        known.update(rows.values_list("history_change_reason", "id"))
    return known


def in_portions(values: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """The values in lists that a database takes as parameters."""
    every = list(values)
    for first in range(0, len(every), size):
        yield every[first : first + size]

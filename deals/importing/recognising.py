"""Finding again what a row stands for.

By its number or its reference, by what it says, or by an earlier import.

How an earlier import is remembered: itpo/office/importing/remembering.py.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from itpo.office.importing.remembering import in_portions, reason_of, remembered_ids

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Key:
    """What a row is recognised by: the number of its record, or its reference, or the rest."""

    kind: str
    ref: str
    country: str = ""
    start: str = ""
    source: str = ""
    record: int | None = None

    @property
    def reason(self) -> str:
        """What the record's history says of where it came from."""
        if self.record:
            return reason_of(self.kind, str(self.record))
        return reason_of(self.kind, self.ref, self.country, self.start, self.source)


def row_key(
    kind: str, ref: str, country: str, start: str, source: str, record: int | None = None
) -> Key:
    if record:
        return Key("number", "", record=record)
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
    numbered = {key.record for key in keys if key.record}
    by_key: dict[Key, M] = {}
    for record in sorted(found.values(), key=lambda one: one.pk):
        is_numbered = record.pk in numbered
        for key in [Key("number", "", record=record.pk)] if is_numbered else keys_of(record):
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
    for numbers in in_portions({key.record for key in keys if key.record}):
        yield Q(pk__in=numbers)
    for refs in in_portions({key.ref for key in keys if key.ref}):
        yield Q(ref__in=refs)
    for sources in in_portions({key.source for key in keys if not (key.ref or key.record)}):
        yield Q(ref="", source_url__in=sources)

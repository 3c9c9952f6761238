"""The lines of an export, fetched a portion at a time: however many there are, a few at once."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from itpo.office.exporting.columns import Column, Export, Value
from itpo.office.models import User
from itpo.office.numbers import Number, Numbers

PORTION = 1000  # rows that are in memory at once; what hangs on them is fetched once for each


class Table(Protocol):
    """Lines below their heads."""

    @property
    def heads(self) -> list[str]: ...

    def __iter__(self) -> Iterator[Sequence[Value]]: ...


class Lines(NamedTuple):
    """What is to be written: heads, and lines in order, moments in one zone and without it."""

    export: Export
    rows: Any
    zone: ZoneInfo
    numbers: Numbers

    @property
    def heads(self) -> list[str]:
        return [
            f"{one.head} ({self.zone.key})" if one.is_moment else one.head
            for one in self.export.columns
        ]

    def __iter__(self) -> Iterator[list[Value]]:
        columns = self.export.columns
        for row in self.rows.iterator(chunk_size=PORTION):
            for line in self.export.lines(row):
                yield [self._told(column, column.value(line)) for column in columns]

    def _told(self, column: Column, value: Value) -> Value:
        if column.table and isinstance(value, int):
            return self.numbers.told(Number(column.table, value))
        if isinstance(value, datetime):
            return value.astimezone(self.zone).replace(tzinfo=None)
        return value


def lines_of(export: Export, rows: Any, viewer: User) -> Lines:
    zone = viewer.office.time_zone if viewer.office else viewer.time_zone
    return Lines(export, export.fetched(rows, viewer), ZoneInfo(zone), Numbers())

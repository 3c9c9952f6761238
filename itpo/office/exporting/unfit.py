"""Cells that a kind of file cannot hold, named before anything is sent."""

from typing import NamedTuple

NAMED = 20


class Unfit(NamedTuple):
    """One cell: its row as a spreadsheet numbers it, its column, and what it cannot hold."""

    row: int
    column: str
    why: str


class Unfits:
    """The first of them, and how many there are."""

    def __init__(self, heads: list[str]) -> None:
        self._heads = heads
        self.named: list[Unfit] = []
        self.count = 0

    def add(self, row: int, place: int, why: str) -> None:
        self.count += 1
        if len(self.named) < NAMED:
            self.named.append(Unfit(row, self._heads[place], why))

    def __bool__(self) -> bool:
        return self.count > 0

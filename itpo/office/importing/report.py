"""What an import did, and what it refused."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from operator import attrgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext, ngettext


class RowRefused(Exception):
    """One row cannot be taken. Says in which column, and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


class Outcome(Enum):
    """What became of a row that was taken."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, order=True)
class Problem:
    """Why one row was refused. `row` is its number in a spreadsheet, the header being row 1."""

    row: int
    column: str
    reason: str


class Told(NamedTuple):
    """What became of one row, and the drafts of the records it tells of, the whole first."""

    outcome: Outcome
    drafts: tuple[Any, ...]


@dataclass
class Report:
    """How many rows became what. Every row of the file is counted exactly once."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    # Of lists whose rows tell together of something: what became of each row, and of what.
    told: dict[int, Told] = field(default_factory=dict)

    @property
    def rejected(self) -> int:
        return len(self.problems)

    @property
    def read(self) -> int:
        return self.created + self.updated + self.unchanged + self.rejected

    def count(self, outcome: Outcome, rows: int = 1) -> None:
        setattr(self, outcome.value, getattr(self, outcome.value) + rows)

    def tell(self, outcome: Outcome, rows: Iterable[int], *drafts: Any) -> None:
        """Count some rows, and remember what became of them and the drafts they stand for."""
        for number in rows:
            self.count(outcome)
            self.told[number] = Told(outcome, drafts)

    def refuse(self, row: int, refusal: RowRefused) -> None:
        insort(self.problems, Problem(row, refusal.column, " ".join(refusal.reason.split())))

    def problems_of(self, row: int) -> list[Problem]:
        """Why one row was refused."""
        first = bisect_left(self.problems, row, key=attrgetter("row"))
        return self.problems[first : bisect_right(self.problems, row, key=attrgetter("row"))]

    def summary(self) -> str:
        """The last line of an import. Scripts read it, so it is the same in every language."""
        return ", ".join(f"{name} {number}" for name, number in self.numbers())

    def in_words(self) -> str:
        """The same for whoever reads it on a page."""
        if not self.read:
            return gettext("The list has no rows.")
        new, changed, same, refused = self.created, self.updated, self.unchanged, self.rejected
        parts = [
            (new, ngettext("%(rows)d is new", "%(rows)d are new", new)),
            (changed, ngettext("%(rows)d has changed", "%(rows)d have changed", changed)),
            (same, ngettext("%(rows)d was there already", "%(rows)d were there already", same)),
            (refused, ngettext("%(rows)d is not taken", "%(rows)d are not taken", refused)),
        ]
        said = ", ".join(words % {"rows": rows} for rows, words in parts if rows)
        whole = ngettext("%(rows)d row: %(what)s.", "%(rows)d rows: %(what)s.", self.read)
        return whole % {"rows": self.read, "what": said}

    def numbers(self) -> Iterable[tuple[str, int]]:
        for name in ("read", "created", "updated", "unchanged", "rejected"):
            yield name, getattr(self, name)

    def as_dict(self) -> dict[str, Any]:
        problems = [vars(problem) for problem in self.problems]
        return {**dict(self.numbers()), "problems": problems}

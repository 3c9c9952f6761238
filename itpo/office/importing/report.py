"""What an import did, and what it refused."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

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


@dataclass
class Report:
    """How many rows became what. Every row of the file is counted exactly once."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        return len(self.problems)

    @property
    def read(self) -> int:
        return self.created + self.updated + self.unchanged + self.rejected

    def count(self, outcome: Outcome, rows: int = 1) -> None:
        setattr(self, outcome.value, getattr(self, outcome.value) + rows)

    def refuse(self, row: int, refusal: RowRefused) -> None:
        self.problems.append(Problem(row, refusal.column, " ".join(refusal.reason.split())))
        self.problems.sort()

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

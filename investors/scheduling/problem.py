"""What is to be scheduled, and what came of it, as plain values that travel as JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, NamedTuple


class Slot(NamedTuple):
    """A time in which to meet: its day, and its place among the slots of that day."""

    day: int
    at: int


class Seat(NamedTuple):
    """One meeting: who, in which slot, at which table, with which interpreter."""

    host: int
    counterpart: int
    slot: int
    table: int
    interpreter: int | None = None

    @property
    def pair(self) -> tuple[int, int]:
        return self.host, self.counterpart


@dataclass(frozen=True)
class Person:
    """Somebody, or a company, who can be in one meeting at a time.

    `away` are the slots in which they cannot. Without `languages`, they get along with everybody.
    """

    key: int
    away: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Wish:
    """That two meet, and how much either side wants it: 0 for a side that did not ask."""

    host: int
    counterpart: int
    by_host: int = 1
    by_counterpart: int = 0

    @property
    def pair(self) -> tuple[int, int]:
        return self.host, self.counterpart

    @property
    def worth(self) -> int:
        """What both sides give it; where both want it, the lesser counts once more."""
        return self.by_host + self.by_counterpart + min(self.by_host, self.by_counterpart)


@dataclass(frozen=True)
class Problem:
    """Slots, tables, people, interpreters and wishes; `fixed` is what stays as it is."""

    slots: tuple[Slot, ...]
    tables: int
    people: tuple[Person, ...]
    wishes: tuple[Wish, ...]
    interpreters: tuple[Person, ...] = ()
    fixed: tuple[Seat, ...] = ()

    @cached_property
    def person(self) -> dict[int, Person]:
        return {one.key: one for one in self.people}

    @cached_property
    def wish(self) -> dict[tuple[int, int], Wish]:
        return {one.pair: one for one in self.wishes}

    @cached_property
    def open_wishes(self) -> tuple[Wish, ...]:
        """Those that nothing fixed meets already."""
        met = {seat.pair for seat in self.fixed}
        return tuple(one for one in self.wishes if one.pair not in met)

    def common(self, wish: Wish) -> list[int]:
        """The slots in which both could, if nothing else took place."""
        away = self.person[wish.host].away | self.person[wish.counterpart].away
        return [slot for slot in range(len(self.slots)) if slot not in away]

    def interpreters_for(self, wish: Wish) -> frozenset[int] | None:
        """Who could interpret between two who share no language; None where nobody need."""
        ours = self.person[wish.host].languages
        theirs = self.person[wish.counterpart].languages
        if not ours or not theirs or ours & theirs:
            return None
        return frozenset(
            one.key for one in self.interpreters if one.languages & ours and one.languages & theirs
        )

    def free_interpreters(self, slot: int) -> frozenset[int]:
        """Who is there in a slot and interprets at nothing that is fixed."""
        taken = {seat.interpreter for seat in self.fixed if seat.slot == slot}
        return frozenset(
            one.key for one in self.interpreters if slot not in one.away and one.key not in taken
        )


def to_json(problem: Problem) -> dict[str, Any]:
    """A problem as JSON has it; the same problem gives the same text."""
    said = asdict(problem)
    for name in ("people", "interpreters"):
        said[name] = [
            {**one, "away": sorted(one["away"]), "languages": sorted(one["languages"])}
            for one in said[name]
        ]
    return {**said, "slots": [list(one) for one in problem.slots], "fixed": listed(problem.fixed)}


def from_json(said: Mapping[str, Any]) -> Problem:
    return Problem(
        slots=tuple(Slot(*one) for one in said["slots"]),
        tables=said["tables"],
        people=_people(said["people"]),
        wishes=tuple(Wish(**one) for one in said["wishes"]),
        interpreters=_people(said["interpreters"]),
        fixed=seats(said["fixed"]),
    )


def listed(several: Iterable[Seat]) -> list[list[int | None]]:
    """Seats as JSON has them."""
    return [list(one) for one in several]


def seats(said: Iterable[Iterable[Any]]) -> tuple[Seat, ...]:
    return tuple(Seat(*one) for one in said)


def _people(said: Iterable[Mapping[str, Any]]) -> tuple[Person, ...]:
    return tuple(
        Person(one["key"], frozenset(one["away"]), frozenset(one["languages"])) for one in said
    )

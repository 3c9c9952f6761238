"""A schedule while it is filled: what still fits, who sits at which table with whom."""

from collections import defaultdict

from investors.scheduling.interpreting import share
from investors.scheduling.problem import Problem, Seat, Wish

Pair = tuple[int, int]


class Filling:
    """What is fixed, and what was put in beside it. Tables and interpreters come last."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.taken: dict[int, set[int]] = defaultdict(set)  # the slots of each person
        self.at: dict[int, list[Pair]] = defaultdict(list)  # who meets in each slot
        self.able: dict[int, dict[Pair, frozenset[int]]] = defaultdict(dict)  # who interprets
        self.free = [problem.free_interpreters(slot) for slot in range(len(problem.slots))]
        for seat in problem.fixed:
            self._take(seat.pair, seat.slot)

    def has_table(self, slot: int) -> bool:
        return len(self.at[slot]) < self.problem.tables

    def has_interpreter(self, wish: Wish, slot: int) -> bool:
        """Whether somebody can interpret between them, if the others change."""
        able = self.problem.interpreters_for(wish)
        if able is None:
            return True
        needed = {**self.able[slot], wish.pair: able & self.free[slot]}
        return share(needed) is not None

    def both_free(self, wish: Wish) -> list[int]:
        """The slots in which both could and neither meets anybody."""
        busy = self.taken[wish.host] | self.taken[wish.counterpart]
        return [slot for slot in self.problem.common(wish) if slot not in busy]

    def room_for(self, wish: Wish) -> list[int]:
        return [
            slot
            for slot in self.both_free(wish)
            if self.has_table(slot) and self.has_interpreter(wish, slot)
        ]

    def put(self, wish: Wish, slot: int) -> None:
        able = self.problem.interpreters_for(wish)
        if able is not None:
            self.able[slot][wish.pair] = able & self.free[slot]
        self._take(wish.pair, slot)

    def _take(self, pair: Pair, slot: int) -> None:
        self.at[slot].append(pair)
        for key in pair:
            self.taken[key].add(slot)

    def seats(self) -> tuple[Seat, ...]:
        """What is fixed as it is; the others at their host's table wherever it is free."""
        fixed = {(seat.pair, seat.slot) for seat in self.problem.fixed}
        usual = {seat.host: seat.table for seat in self.problem.fixed}
        seated = list(self.problem.fixed)
        for slot in sorted(self.at):
            new = sorted(pair for pair in self.at[slot] if (pair, slot) not in fixed)
            interpreter = share(self.able[slot]) or {}
            table = self._tables(slot, new, usual)
            seated += [Seat(*pair, slot, table[pair], interpreter.get(pair)) for pair in new]
        return tuple(sorted(seated, key=lambda seat: (seat.slot, seat.table)))

    def _tables(self, slot: int, pairs: list[Pair], usual: dict[int, int]) -> dict[Pair, int]:
        taken = {seat.table for seat in self.problem.fixed if seat.slot == slot}
        table: dict[Pair, int] = {}
        for pair in pairs:
            if (own := usual.get(pair[0])) is not None and own not in taken:
                table[pair] = own
                taken.add(own)
        of_somebody = set(usual.values())
        every = range(1, self.problem.tables + 1)
        for pair in pairs:
            if pair not in table:
                free = [one for one in every if one not in taken]
                table[pair] = min(free, key=lambda one: (one in of_somebody, one))
                taken.add(table[pair])
                usual.setdefault(pair[0], table[pair])
        return table

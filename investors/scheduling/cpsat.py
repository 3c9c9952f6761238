"""The schedule by OR-Tools CP-SAT: wishes, then evenness, then gaps, each kept by the next.

Loaded by `solve` only, in a process of its own.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from typing import Any

from ortools.sat.python import cp_model

from investors.scheduling.filling import Filling
from investors.scheduling.problem import Problem, Seat, Wish

Terms = list[cp_model.IntVar]
Chosen = frozenset[tuple[int, int, int]]  # host, counterpart, slot

# Of the time that is left, how much the wishes and then the evenness may take.
SHARE = {"worth": 0.6, "evenness": 0.4, "compactness": 1.0}


class Model:
    """One variable for each wish and slot that could be; tables and interpreters are counts."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.x: dict[tuple[int, int, int], cp_model.IntVar] = {}
        self.of_wish: dict[tuple[int, int], Terms] = {}
        self.of_person: dict[tuple[int, int], Terms] = defaultdict(list)
        self.fixed_of = {(key, seat.slot) for seat in problem.fixed for key in seat.pair}
        for wish in problem.open_wishes:
            self._variables(wish)
        for terms in [*self.of_wish.values(), *self.of_person.values()]:
            self.model.add_at_most_one(terms)
        for slot in range(len(problem.slots)):
            self._tables(slot)
            self._interpreters(slot)

    def _variables(self, wish: Wish) -> None:
        able = self.problem.interpreters_for(wish)
        self.of_wish[wish.pair] = []
        for slot in self.problem.common(wish):
            if any((key, slot) in self.fixed_of for key in wish.pair):
                continue
            if able is not None and not able & self.problem.free_interpreters(slot):
                continue
            made = self.model.new_bool_var(f"{wish.host} {wish.counterpart} {slot}")
            self.x[*wish.pair, slot] = made
            self.of_wish[wish.pair].append(made)
            for key in wish.pair:
                self.of_person[key, slot].append(made)

    def _in(self, slot: int) -> list[tuple[Wish, cp_model.IntVar]]:
        return [
            (wish, self.x[*wish.pair, slot])
            for wish in self.problem.open_wishes
            if (*wish.pair, slot) in self.x
        ]

    def _tables(self, slot: int) -> None:
        taken = sum(seat.slot == slot for seat in self.problem.fixed)
        self.model.add(sum(x for _wish, x in self._in(slot)) <= self.problem.tables - taken)

    def _interpreters(self, slot: int) -> None:
        """No set of interpreters has more meetings that only they could interpret at.

        By Hall's theorem that is all it takes for each meeting to get one of its own.
        """
        free = self.problem.free_interpreters(slot)
        needing: dict[frozenset[int], Terms] = defaultdict(list)
        for wish, x in self._in(slot):
            able = self.problem.interpreters_for(wish)
            if able is not None:
                needing[able & free].append(x)
        for several in _unions(needing):
            terms = [x for able, of_able in needing.items() if able <= several for x in of_able]
            self.model.add(sum(terms) <= len(several))

    def worth(self) -> cp_model.LinearExprT:
        wishes = self.problem.open_wishes
        return sum(wish.worth * sum(self.of_wish[wish.pair]) for wish in wishes)

    def refused(self) -> Any:
        """The squares of how many wishes each person is refused: 1 + 3 + 5 …, step by step."""
        wishes_of: dict[int, list[Terms]] = defaultdict(list)
        for pair, terms in self.of_wish.items():
            for key in pair:
                wishes_of[key].append(terms)
        cost: Any = 0
        for several in wishes_of.values():
            steps = [self.model.new_bool_var("") for _one in several]
            self.model.add(sum(steps) + sum(x for terms in several for x in terms) == len(several))
            cost += sum((2 * nth + 1) * step for nth, step in enumerate(steps))
        return cost

    def waiting(self) -> cp_model.LinearExprT:
        """The slots in which somebody has met already, will meet again, and does not meet."""
        days: dict[int, list[int]] = defaultdict(list)
        for slot, one in enumerate(self.problem.slots):
            days[one.day].append(slot)
        return sum(
            self._waiting_on(person.key, [slot for slot in of_day if slot not in person.away])
            for person in self.problem.people
            for of_day in days.values()
        )

    def _waiting_on(self, key: int, slots: list[int]) -> cp_model.LinearExprT:
        if not any(self.of_person.get((key, slot)) for slot in slots):
            return 0  # nothing that can be changed
        meets: list[Any] = [
            1 if (key, slot) in self.fixed_of else sum(self.of_person.get((key, slot), []))
            for slot in slots
        ]
        before = self._once(meets)
        after = self._once(meets[::-1])[::-1]
        waits = [self.model.new_bool_var("") for _slot in slots]
        for wait, has_met, will_meet, now in zip(waits, before, after, meets, strict=True):
            self.model.add(wait >= has_met + will_meet - 1 - now)
        return sum(waits)

    def _once(self, meets: list[Any]) -> Terms:
        """For each slot, whether somebody has met in it or before."""
        made = [self.model.new_bool_var("") for _one in meets]
        for nth, one in enumerate(made):
            self.model.add(one >= meets[nth])
            if nth:
                self.model.add(one >= made[nth - 1])
        return made

    def hint(self, chosen: Chosen) -> None:
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for key, x in self.x.items():
            self.model.add_hint(x, key in chosen)


class _Heard(cp_model.CpSolverSolutionCallback):
    """Passes each better schedule on as it is found."""

    def __init__(self, model: Model, tell: Callable[[tuple[Seat, ...]], None]) -> None:
        super().__init__()
        self.model, self.tell = model, tell
        self.best: Chosen | None = None

    def on_solution_callback(self) -> None:
        self.best = frozenset(key for key, x in self.model.x.items() if self.boolean_value(x))
        self.tell(seated(self.model.problem, self.best))


def solve(
    problem: Problem,
    hint: Iterable[Seat],
    *,
    seconds: float,
    workers: int,
    tell: Callable[[tuple[Seat, ...]], None],
) -> list[str]:
    """Look for the best schedule, and tell of each better one. Returns which aims are proven.

    An aim is proven when no schedule could do better, those before it being as they are.
    """
    deadline = time.monotonic() + seconds
    model = Model(problem)
    best: Chosen = frozenset((*seat.pair, seat.slot) for seat in hint) & model.x.keys()
    proven: list[str] = []
    for name, goal, sign in (
        ("worth", model.worth, 1),
        ("evenness", model.refused, -1),
        ("compactness", model.waiting, -1),
    ):
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = 1
        solver.parameters.max_time_in_seconds = max(
            0.1, (deadline - time.monotonic()) * SHARE[name]
        )
        aim = sign * goal()
        model.hint(best)
        model.model.maximize(aim)
        heard = _Heard(model, tell)
        status = solver.solve(model.model, heard)
        if heard.best is not None:
            best = heard.best
            model.model.add(aim >= round(solver.objective_value))
        if status == cp_model.OPTIMAL:
            proven.append(name)
    return proven


def seated(problem: Problem, chosen: Chosen) -> tuple[Seat, ...]:
    """What the solver chose, with tables and interpreters."""
    filling = Filling(problem)
    for host, counterpart, slot in sorted(chosen):
        filling.put(problem.wish[host, counterpart], slot)
    return filling.seats()


def _unions(sets: Iterable[AbstractSet[int]]) -> set[frozenset[int]]:
    """Every union of some of the sets."""
    unions: set[frozenset[int]] = set()
    for one in sets:
        unions |= {known | one for known in unions} | {frozenset(one)}
    return unions

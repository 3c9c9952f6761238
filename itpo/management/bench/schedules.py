"""How good the schedules are and how long they take, on invented problems."""

import time
from typing import Any, NamedTuple

from investors.scheduling import solving
from investors.scheduling.checking import holds
from investors.scheduling.greedy import fill
from investors.scheduling.problem import Problem, Seat
from investors.scheduling.scoring import Score, score

WITHIN = 10.0  # seconds, the process that solves started and ended


class Measured(NamedTuple):
    """One problem: the plain fill, the solver, and the seconds from the one's start to its end."""

    name: str
    wishes: int
    plain: Score
    plain_meetings: int
    plain_seconds: float
    solved: Score
    solved_meetings: int
    solved_seconds: float
    proven: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        return self.solved > self.plain and self.solved_seconds <= WITHIN

    def as_data(self) -> dict[str, Any]:
        data = {**self._asdict(), "well": self.is_well}
        return data | {name: data[name]._asdict() for name in ("plain", "solved")}


def measure(name: str, problem: Problem, seconds: float) -> Measured:
    started = time.perf_counter()
    plain = fill(problem)
    filled = time.perf_counter()
    best, proven = _solved(problem, plain, seconds)
    ended = time.perf_counter()
    return Measured(
        name,
        len(problem.wishes),
        score(problem, plain),
        len(plain),
        filled - started,
        score(problem, best),
        len(best),
        ended - filled,
        proven,
    )


def _solved(
    problem: Problem, plain: tuple[Seat, ...], seconds: float
) -> tuple[tuple[Seat, ...], tuple[str, ...]]:
    best: tuple[Seat, ...] = plain
    proven: tuple[str, ...] = ()
    for answer in solving.ask(problem, plain, seconds=seconds):
        if answer is not None and holds(problem, answer.seats):
            best = max(best, answer.seats, key=lambda seats: score(problem, seats))
            proven = answer.proven
    return best, proven

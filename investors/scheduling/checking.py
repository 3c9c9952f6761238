"""Whether a schedule keeps every promise. What a solver answers is believed only after this."""

from collections import Counter
from collections.abc import Iterable, Iterator

from investors.scheduling.problem import Problem, Seat, Wish


def holds(problem: Problem, seats: Iterable[Seat]) -> bool:
    return not any(broken(problem, list(seats)))


def broken(problem: Problem, seats: list[Seat]) -> Iterator[str]:
    """Every rule that a schedule breaks, named."""
    if not set(problem.fixed) <= set(seats):
        yield "what is fixed moved"
    for name, taken in (
        ("somebody is in two places", ((key, one.slot) for one in seats for key in one.pair)),
        ("two at one table", ((one.table, one.slot) for one in seats)),
        (
            "an interpreter is in two places",
            ((one.interpreter, one.slot) for one in seats if one.interpreter is not None),
        ),
        ("two meet twice", (one.pair for one in seats)),
    ):
        if any(count > 1 for count in Counter(taken).values()):
            yield name
    for seat in set(seats) - set(problem.fixed):
        yield from _broken_by(problem, seat)


def _broken_by(problem: Problem, seat: Seat) -> Iterator[str]:
    if seat.pair not in problem.wish:
        yield "nobody wished it"
        return
    wish: Wish = problem.wish[seat.pair]
    if seat.slot not in problem.common(wish):
        yield "somebody is away"
    if not 1 <= seat.table <= problem.tables:
        yield "there is no such table"
    able = problem.interpreters_for(wish)
    if able is None:
        if seat.interpreter is not None:
            yield "nobody needs the interpreter"
    elif seat.interpreter not in able & problem.free_interpreters(seat.slot):
        yield "the interpreter cannot"

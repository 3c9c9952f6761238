"""Schedules to try things on: drawn at random, and every possible one of a small problem."""

from collections.abc import Iterator

from hypothesis import strategies as st

from investors.scheduling.checking import holds
from investors.scheduling.filling import Filling
from investors.scheduling.greedy import fill
from investors.scheduling.problem import Person, Problem, Seat, Slot, Wish
from investors.scheduling.scoring import Score, score

LANGUAGES = ("ja", "en", "fr")
HOSTS, COUNTERPARTS = range(1, 4), range(11, 15)


@st.composite
def problems(draw, days: int = 2, most_slots: int = 4) -> Problem:
    """A small problem; what is fixed is a part of what a plain fill of it puts in."""
    slots = [Slot(day, at) for day in range(days) for at in range(draw(st.integers(1, most_slots)))]

    def person(key: int) -> Person:
        away = draw(st.sets(st.integers(0, len(slots) - 1), max_size=len(slots) // 2))
        languages = draw(st.sets(st.sampled_from(LANGUAGES), max_size=2))
        return Person(key, frozenset(away), frozenset(languages))

    people = tuple(person(key) for key in (*HOSTS, *COUNTERPARTS))
    interpreters = tuple(person(key) for key in range(1, draw(st.integers(0, 2)) + 1))
    weights = st.tuples(st.integers(0, 3), st.integers(0, 3))
    wishes = tuple(
        Wish(host, counterpart, by_host, by_counterpart)
        for host in HOSTS
        for counterpart in COUNTERPARTS
        for by_host, by_counterpart in [draw(weights)]
        if by_host or by_counterpart
    )
    tables = draw(st.integers(1, 3))
    free = Problem(tuple(slots), tables, people, wishes, interpreters)
    filled = fill(free)
    fixed = draw(st.sets(st.sampled_from(filled), max_size=3)) if filled else ()
    return Problem(tuple(slots), tables, people, wishes, interpreters, tuple(sorted(fixed)))


def every_schedule(problem: Problem) -> Iterator[tuple[Seat, ...]]:
    """All there are: each wish in no slot or in one where there is still room for it."""

    def further(chosen: list[tuple[Wish, int]], rest: tuple[Wish, ...]) -> Iterator[Filling]:
        filling = Filling(problem)
        for wish, slot in chosen:
            filling.put(wish, slot)
        if not rest:
            yield filling
            return
        yield from further(chosen, rest[1:])
        for slot in filling.room_for(rest[0]):
            yield from further([*chosen, (rest[0], slot)], rest[1:])

    for filling in further([], problem.open_wishes):
        seats = filling.seats()
        assert holds(problem, seats)
        yield seats


def best_score(problem: Problem) -> Score:
    return max(score(problem, seats) for seats in every_schedule(problem))


def one_day(slots: int) -> tuple[Slot, ...]:
    return tuple(Slot(0, at) for at in range(slots))


def somebody(*keys: int) -> tuple[Person, ...]:
    return tuple(Person(key) for key in keys)

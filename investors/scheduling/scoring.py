"""How good a schedule is: wishes first, then evenness, then gaps."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from investors.scheduling.problem import Problem, Seat


class Score(NamedTuple):
    """What a schedule is worth. Of two, the larger one is better."""

    worth: int  # of all wishes that are met
    evenness: int  # minus the squares of how many wishes each person is refused
    compactness: int  # minus the slots that people wait between two meetings of a day


def score(problem: Problem, seats: Iterable[Seat]) -> Score:
    seated = list(seats)
    met = {seat.pair for seat in seated}
    return Score(
        worth=sum(wish.worth for wish in problem.wishes if wish.pair in met),
        evenness=-sum(count * count for count in _refused(problem, met).values()),
        compactness=-sum(gaps(problem, key, slots) for key, slots in _taken(seated).items()),
    )


def gaps(problem: Problem, key: int, slots: Iterable[int]) -> int:
    """How many slots somebody waits in between; one in which they cannot is no waiting."""
    days: dict[int, list[int]] = defaultdict(list)
    for slot in slots:
        days[problem.slots[slot].day].append(slot)
    away = problem.person[key].away
    return sum(
        slot not in away and slot not in of_day
        for of_day in days.values()
        for slot in range(min(of_day), max(of_day))
    )


def _refused(problem: Problem, met: set[tuple[int, int]]) -> Counter[int]:
    refused: Counter[int] = Counter()
    for wish in problem.wishes:
        if wish.pair not in met:
            refused.update(wish.pair)
    return refused


def _taken(seats: Iterable[Seat]) -> dict[int, list[int]]:
    taken: dict[int, list[int]] = defaultdict(list)
    for seat in seats:
        for key in seat.pair:
            taken[key].append(seat.slot)
    return taken

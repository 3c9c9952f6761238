"""The plain fill: the dearest wish first, each where it makes the fewest gaps. Always works."""

from investors.scheduling.filling import Filling
from investors.scheduling.problem import Problem, Seat, Wish
from investors.scheduling.scoring import gaps


def fill(problem: Problem) -> tuple[Seat, ...]:
    """What is fixed, and beside it one wish after the other as long as there is room."""
    filling = Filling(problem)
    for wish in sorted(problem.open_wishes, key=lambda one: _turn(problem, one)):
        room = filling.room_for(wish)
        if room:
            filling.put(wish, min(room, key=lambda slot: _cost(filling, wish, slot)))
    return filling.seats()


def _turn(problem: Problem, wish: Wish) -> tuple[int, int, tuple[int, int]]:
    """The dearest first; of equals, whose common slots are the fewest."""
    return -wish.worth, len(problem.common(wish)), wish.pair


def _cost(filling: Filling, wish: Wish, slot: int) -> tuple[int, int, int]:
    """The gaps it would leave, then how full the slot is."""
    waiting = sum(
        gaps(filling.problem, key, filling.taken[key] | {slot})
        - gaps(filling.problem, key, filling.taken[key])
        for key in wish.pair
    )
    return waiting, len(filling.at[slot]), slot

"""Why a wish is not met: the plainest reason there is."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from investors.scheduling.filling import Filling
from investors.scheduling.problem import Problem, Seat, Wish


class Why(StrEnum):
    """The reasons, those that no other schedule could help first."""

    NEVER_BOTH_THERE = "never_both_there"
    NOBODY_INTERPRETS = "nobody_interprets"
    INTERPRETER_NEVER_THERE = "interpreter_never_there"
    HOST_HAS_NO_SLOT_LEFT = "host_has_no_slot_left"
    COUNTERPART_HAS_NO_SLOT_LEFT = "counterpart_has_no_slot_left"
    NO_COMMON_SLOT_LEFT = "no_common_slot_left"
    NO_TABLE = "no_table"
    INTERPRETERS_TAKEN = "interpreters_taken"
    NO_TABLE_OR_INTERPRETER = "no_table_or_interpreter"
    THERE_IS_ROOM = "there_is_room"


class Unmet(NamedTuple):
    """A wish that no seat meets, and why."""

    wish: Wish
    why: Why


def unmet(problem: Problem, seats: Iterable[Seat]) -> list[Unmet]:
    """What could not be met, the dearest first."""
    seated = list(seats)
    filling = Filling(problem)
    kept = set(problem.fixed)
    for seat in seated:
        if seat not in kept:
            filling.put(problem.wish.get(seat.pair) or Wish(*seat.pair), seat.slot)
    met = {seat.pair for seat in seated}
    missing = sorted(
        (wish for wish in problem.wishes if wish.pair not in met),
        key=lambda wish: (-wish.worth, wish.pair),
    )
    return [Unmet(wish, why(filling, wish)) for wish in missing]


def why(filling: Filling, wish: Wish) -> Why:
    problem = filling.problem
    return _whatever_the_schedule(problem, wish) or _in_this_one(filling, wish)


def _whatever_the_schedule(problem: Problem, wish: Wish) -> Why | None:
    common = problem.common(wish)
    if not common:
        return Why.NEVER_BOTH_THERE
    able = problem.interpreters_for(wish)
    if able is None:
        return None
    if not able:
        return Why.NOBODY_INTERPRETS
    away = {one.key: one.away for one in problem.interpreters}
    if all(slot in away[key] for key in able for slot in common):
        return Why.INTERPRETER_NEVER_THERE
    return None


def _in_this_one(filling: Filling, wish: Wish) -> Why:
    free = filling.both_free(wish)
    if not free:
        return _who_has_no_slot_left(filling, wish)
    with_table = [slot for slot in free if filling.has_table(slot)]
    if not with_table:
        return Why.NO_TABLE
    if any(filling.has_interpreter(wish, slot) for slot in with_table):
        return Why.THERE_IS_ROOM
    return Why.INTERPRETERS_TAKEN if with_table == free else Why.NO_TABLE_OR_INTERPRETER


def _who_has_no_slot_left(filling: Filling, wish: Wish) -> Why:
    slots = set(range(len(filling.problem.slots)))
    for key, reason in (
        (wish.host, Why.HOST_HAS_NO_SLOT_LEFT),
        (wish.counterpart, Why.COUNTERPART_HAS_NO_SLOT_LEFT),
    ):
        if not slots - filling.problem.person[key].away - filling.taken[key]:
            return reason
    return Why.NO_COMMON_SLOT_LEFT

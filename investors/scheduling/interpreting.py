"""Sharing the interpreters of one slot among the meetings that need one."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

Meeting = TypeVar("Meeting")


def share(able: Mapping[Meeting, AbstractSet[int]]) -> dict[Meeting, int] | None:
    """An interpreter for each meeting, given who could interpret there; None if that cannot be.

    Whoever is first takes whom they find; whoever then finds nobody asks the others to change.
    """
    taken: dict[int, Meeting] = {}

    def finds(meeting: Meeting, asked: set[int]) -> bool:
        for one in sorted(able[meeting]):
            if one in asked:
                continue
            asked.add(one)
            if one not in taken or finds(taken[one], asked):
                taken[one] = meeting
                return True
        return False

    if not all(finds(meeting, set()) for meeting in able):
        return None
    return {meeting: one for one, meeting in taken.items()}

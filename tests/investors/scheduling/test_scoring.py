"""How good a schedule is."""

from investors.scheduling.problem import Person, Problem, Seat, Slot, Wish
from investors.scheduling.scoring import Score, score
from tests.investors.scheduling.problems import one_day, somebody


def test_it_counts_wishes_then_squares_of_refusals_then_slots_waited():
    wishes = (Wish(1, 11, 3), Wish(1, 12, 1, 1), Wish(1, 13, 1), Wish(2, 13, 2))
    problem = Problem(one_day(4), 2, somebody(1, 2, 11, 12, 13), wishes)

    found = score(problem, [Seat(1, 11, 0, 1), Seat(1, 12, 3, 1)])

    # Refused are 1 and 2 once each, 13 twice; 1 waits two slots.
    assert found == Score(worth=6, evenness=-(1 + 1 + 4), compactness=-2)


def test_nobody_waits_overnight_nor_in_a_slot_in_which_they_cannot():
    slots = (Slot(0, 0), Slot(0, 1), Slot(0, 2), Slot(1, 0))
    people = (Person(1, away=frozenset({1})), *somebody(11, 12, 13))
    problem = Problem(slots, 1, people, (Wish(1, 11), Wish(1, 12), Wish(1, 13)))

    found = score(problem, [Seat(1, 11, 0, 1), Seat(1, 12, 2, 1), Seat(1, 13, 3, 1)])

    assert found == Score(worth=3, evenness=0, compactness=0)


def test_a_better_wish_outweighs_any_evenness_and_any_gap():
    assert Score(2, -100, -100) > Score(1, 0, 0)
    assert Score(2, -1, -100) > Score(2, -2, 0)

"""Why a wish is not met."""

import pytest

from investors.scheduling.greedy import fill
from investors.scheduling.problem import Person, Problem, Wish
from investors.scheduling.unmet import Why, unmet
from tests.investors.scheduling.problems import one_day, somebody

FRENCH, JAPANESE = frozenset({"fr"}), frozenset({"ja"})
BOTH = FRENCH | JAPANESE
TWO = (Wish(1, 11, 3), Wish(2, 12, 1))
FOUR_PEOPLE = tuple(
    [Person(key, languages=FRENCH) for key in (1, 2)]
    + [Person(key, languages=JAPANESE) for key in (11, 12)]
)


def away(key: int, *slots: int) -> Person:
    return Person(key, frozenset(slots))


@pytest.mark.parametrize(
    ("problem", "why"),
    [
        (
            Problem(one_day(2), 1, (away(1, 0), away(11, 1)), (Wish(1, 11),)),
            Why.NEVER_BOTH_THERE,
        ),
        (
            Problem(
                one_day(2), 2, FOUR_PEOPLE[::2], (Wish(1, 11),), (Person(5, languages=FRENCH),)
            ),
            Why.NOBODY_INTERPRETS,
        ),
        (
            Problem(
                one_day(1), 2, FOUR_PEOPLE[::2], (Wish(1, 11),), (Person(5, frozenset({0}), BOTH),)
            ),
            Why.INTERPRETER_NEVER_THERE,
        ),
        (
            Problem(one_day(1), 2, somebody(1, 11, 12), (Wish(1, 11, 2), Wish(1, 12, 1))),
            Why.HOST_HAS_NO_SLOT_LEFT,
        ),
        (
            Problem(one_day(1), 2, somebody(1, 2, 11), (Wish(1, 11, 2), Wish(2, 11, 1))),
            Why.COUNTERPART_HAS_NO_SLOT_LEFT,
        ),
        (
            Problem(
                one_day(2),
                2,
                (away(1), away(2), away(11, 1)),
                (Wish(1, 11, 2), Wish(2, 11, 1)),
            ),
            Why.COUNTERPART_HAS_NO_SLOT_LEFT,
        ),
        (
            Problem(
                one_day(2),
                2,
                (away(1), away(11, 1), away(12, 1)),
                (Wish(1, 11, 2), Wish(1, 12, 1)),
            ),
            Why.NO_COMMON_SLOT_LEFT,
        ),
        (Problem(one_day(1), 1, somebody(1, 2, 11, 12), TWO), Why.NO_TABLE),
        (
            Problem(one_day(1), 2, FOUR_PEOPLE, TWO, (Person(5, languages=BOTH),)),
            Why.INTERPRETERS_TAKEN,
        ),
    ],
    ids=lambda one: one if isinstance(one, Why) else "",
)
def test_the_plainest_reason_is_given(problem, why):
    assert [one.why for one in unmet(problem, fill(problem))] == [why]


def test_tables_and_interpreters_together_can_be_the_reason():
    people = (*FOUR_PEOPLE, *somebody(3, 13, 4, 14))
    wishes = (Wish(1, 11, 3), Wish(3, 13, 3), Wish(4, 14, 3), Wish(2, 12, 1))
    # In the first slot the interpreter is taken, in the second both tables are.
    only = {3: away(3, 0), 4: away(4, 0), 1: Person(1, frozenset({1}), FRENCH)}
    people = tuple(only.get(one.key, one) for one in people)
    problem = Problem(one_day(2), 2, people, wishes, (Person(5, languages=BOTH),))

    assert [one.why for one in unmet(problem, fill(problem))] == [Why.NO_TABLE_OR_INTERPRETER]


def test_an_empty_schedule_says_that_there_is_room():
    problem = Problem(one_day(1), 1, somebody(1, 11), (Wish(1, 11),))

    assert [one.why for one in unmet(problem, ())] == [Why.THERE_IS_ROOM]


def test_the_dearest_comes_first():
    problem = Problem(
        one_day(1), 1, (away(1, 0), *somebody(11, 12)), (Wish(1, 11, 1), Wish(1, 12, 3))
    )

    assert [one.wish.counterpart for one in unmet(problem, ())] == [12, 11]

"""What is to be scheduled, and how it travels."""

import json

from hypothesis import given

from investors.scheduling.problem import Person, Problem, Seat, Wish, from_json, to_json
from tests.investors.scheduling.problems import one_day, problems, somebody


@given(problems())
def test_a_problem_travels_as_json_and_comes_back_the_same(problem):
    said = json.loads(json.dumps(to_json(problem)))

    assert from_json(said) == problem


def test_a_wish_of_both_sides_is_worth_more_than_the_same_from_one():
    worths = [Wish(1, 2, *by).worth for by in ((3, 0), (0, 3), (2, 1), (1, 1), (3, 3))]

    assert worths == [3, 3, 4, 3, 9]


def test_an_interpreter_is_asked_for_where_two_share_no_language():
    people = (
        Person(1, languages=frozenset({"fr"})),
        Person(11, languages=frozenset({"ja"})),
        Person(12, languages=frozenset({"ja", "fr"})),
        Person(13),
    )
    interpreters = (
        Person(5, languages=frozenset({"ja", "fr"})),
        Person(6, languages=frozenset({"ja", "en"})),
    )
    problem = Problem(one_day(1), 1, people, (), interpreters)

    able = [problem.interpreters_for(Wish(1, other)) for other in (11, 12, 13)]

    assert able == [{5}, None, None]


def test_what_is_fixed_takes_its_interpreter_and_its_wish():
    problem = Problem(
        one_day(2),
        1,
        somebody(1, 11),
        (Wish(1, 11),),
        interpreters=(Person(5), Person(6, away=frozenset({1}))),
        fixed=(Seat(1, 11, 0, 1, 5),),
    )

    assert problem.open_wishes == ()
    assert [problem.free_interpreters(slot) for slot in (0, 1)] == [{6}, {5}]

"""The solver: keeps every rule, finds what is known to be the best, is never worse than greedy."""

import pytest
from hypothesis import given, settings

from investors.scheduling.checking import broken
from investors.scheduling.cpsat import solve
from investors.scheduling.greedy import fill
from investors.scheduling.instances import afternoon
from investors.scheduling.problem import Person, Problem, Wish
from investors.scheduling.scoring import Score, score
from tests.investors.scheduling.problems import best_score, one_day, problems, somebody


def solved(problem: Problem, seconds: float = 5) -> tuple:
    """The best the solver finds, from the plain fill on, and whether nothing is better."""
    found = [fill(problem)]
    proven = solve(problem, found[0], seconds=seconds, workers=1, tell=found.append)
    return found[-1], proven


@settings(max_examples=25, deadline=None)
@given(problems())
def test_nobody_is_twice_at_a_time_what_is_fixed_stays_and_it_is_never_worse(problem):
    seats, _proven = solved(problem)

    assert list(broken(problem, list(seats))) == []
    assert score(problem, seats) >= score(problem, fill(problem))


@settings(max_examples=15, deadline=None)
@given(problems(days=1, most_slots=3))
def test_of_a_small_problem_it_finds_the_best_of_all_schedules(problem):
    seats, proven = solved(problem)

    assert score(problem, seats) == best_score(problem)
    assert proven == ["worth", "evenness", "compactness"]


def away(key: int, *slots: int) -> Person:
    return Person(key, frozenset(slots))


@pytest.mark.parametrize(
    ("problem", "best"),
    [
        # The dearest wish would take the only slot of two that together are worth more.
        (
            Problem(
                one_day(1),
                3,
                somebody(1, 2, 11, 12),
                (Wish(1, 11, 3), Wish(1, 12, 2), Wish(2, 11, 2)),
            ),
            Score(4, -2, 0),
        ),
        # Three meet at one table in three slots, and nobody waits.
        (
            Problem(
                one_day(3),
                1,
                somebody(1, 11, 12, 13),
                (Wish(1, 11), Wish(1, 12), Wish(1, 13)),
            ),
            Score(3, 0, 0),
        ),
        # Each is refused one rather than one of them both.
        (
            Problem(
                one_day(2),
                1,
                (away(1), away(2), *somebody(11, 12, 13, 14)),
                (Wish(1, 11), Wish(1, 12), Wish(2, 13), Wish(2, 14)),
            ),
            Score(2, -4, 0),
        ),
    ],
)
def test_what_is_known_to_be_the_best_is_found(problem, best):
    seats, _proven = solved(problem)

    assert score(problem, seats) == best


def test_one_interpreter_serves_one_meeting_at_a_time():
    french, japanese = frozenset({"fr"}), frozenset({"ja"})
    people = tuple(
        [Person(key, languages=french) for key in (1, 2, 3)]
        + [Person(key, languages=japanese) for key in (11, 12, 13)]
    )
    wishes = tuple(Wish(host, host + 10, 1) for host in (1, 2, 3))
    both = french | japanese
    interpreters = (Person(5, frozenset({1}), both), Person(6, frozenset({0}), both))
    problem = Problem(one_day(2), 3, people, wishes, interpreters)

    seats, _proven = solved(problem)

    assert sorted((seat.slot, seat.interpreter) for seat in seats) == [(0, 5), (1, 6)]


def test_it_is_better_than_the_plain_fill_on_a_busy_afternoon():
    problem = afternoon(hosts=8, companies=12)

    seats, _proven = solved(problem)

    assert list(broken(problem, list(seats))) == []
    assert score(problem, seats) > score(problem, fill(problem))

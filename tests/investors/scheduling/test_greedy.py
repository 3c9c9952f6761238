"""The plain fill."""

from hypothesis import given

from investors.scheduling.checking import broken
from investors.scheduling.greedy import fill
from investors.scheduling.problem import Person, Problem, Seat, Wish
from investors.scheduling.scoring import score
from investors.scheduling.unmet import Why, unmet
from tests.investors.scheduling.problems import one_day, problems, somebody


@given(problems())
def test_nobody_is_twice_at_a_time_and_what_is_fixed_stays(problem):
    assert list(broken(problem, list(fill(problem)))) == []


@given(problems())
def test_it_stops_only_where_there_is_no_room(problem):
    assert Why.THERE_IS_ROOM not in [one.why for one in unmet(problem, fill(problem))]


@given(problems())
def test_it_fills_the_same_every_time(problem):
    assert fill(problem) == fill(problem)


def test_the_dearest_wish_comes_first_and_hosts_keep_their_table():
    problem = Problem(
        one_day(1), 2, somebody(1, 2, 11, 12), (Wish(1, 11, 1), Wish(1, 12, 3), Wish(2, 11, 1))
    )

    assert fill(problem) == (Seat(1, 12, 0, 1), Seat(2, 11, 0, 2))


def test_meetings_of_a_day_follow_one_another_at_one_table():
    problem = Problem(one_day(4), 2, somebody(1, 11, 12), (Wish(1, 11, 2), Wish(1, 12, 1)))

    assert fill(problem) == (Seat(1, 11, 0, 1), Seat(1, 12, 1, 1))


def test_a_fixed_meeting_keeps_its_slot_table_and_interpreter():
    fixed = Seat(1, 11, 1, 2, 5)
    problem = Problem(
        one_day(2), 2, somebody(1, 11, 12), (Wish(1, 12),), (Person(5), Person(6)), (fixed,)
    )

    assert fill(problem) == (Seat(1, 12, 0, 2), fixed)
    assert score(problem, fill(problem)).worth == 1

"""What became of the deals that came to each stage, and after how many days."""

import random
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest

from deals.models import Deal, Stage
from deals.review.conversion import Conversion, Passage, conversion
from tests.factories import DealFactory, StageChangeFactory

STAGES = list(Stage)
A, B, C, D, E = STAGES
NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@pytest.fixture
def went(office):
    """A deal that made some moves, each a stage and when it was; then it stands there."""

    def make(*moves, begins="", **more):
        deal = DealFactory(office=office, stage=moves[-1][0] if moves else A, **more)
        before = begins
        for number, (stage, happened) in enumerate(moves):
            StageChangeFactory(
                deal=deal,
                from_stage=before,
                to_stage=stage,
                happened=happened,
                changed_at=NOON + timedelta(minutes=number),
            )
            before = stage
        return deal

    return make


def test_of_the_deals_that_came_some_went_on_some_ended_and_some_are_there(went, manager):
    went((A, "2020-01-01"), (B, "2020-01-11"))
    went((A, "2020-01-01"), (B, "2020-01-31"))
    went((A, "2020-01-01"), status="lost", lost_because="No power")
    went((A, "2020-01-01"))

    assert conversion(manager).stages == {A: Passage(4, 2, 1, 2, 20.0), B: Passage(2)}
    assert conversion(manager).stages[A].still_there == 1


def test_days_are_known_where_both_are_known_to_the_day(went, manager):
    went((A, "2020"), (B, "2020-01-11"))
    went((A, "2020-01-01"), (B, ""))
    went((A, "2020-02-01"), (B, "2020-01-01"))  # they cannot both be right
    went((A, "2020-01-01"), (B, "2020-01-08"))

    passage = conversion(manager).stages[A]

    assert (passage.went_on, passage.timed, passage.untimed, passage.median_days) == (4, 1, 3, 7)


def test_what_was_gone_back_on_was_never_reached(went, manager):
    went((A, "2020-01-01"), (B, "2020-01-05"), (A, "2020-02-01"))
    went((A, "2020-01-01"), (B, "2020-01-05"), (A, "2020-02-01"), (B, "2020-03-01"))
    went((A, "2020-01-01"), (B, "2020-01-05"), (C, "2020-01-09"), (B, "2020-02-01"))

    assert conversion(manager).stages == {
        A: Passage(3, 2, 0, 2, 32.0),  # 60 days to the move that stood, and 4
        B: Passage(2),
    }


def test_a_deal_was_somewhere_before_its_first_move_since_nobody_knows_when(went, manager):
    went((C, "2020-01-05"), begins=B)
    went(stage_since=date(2020, 1, 1))

    assert conversion(manager).stages == {
        A: Passage(1),
        B: Passage(1, 1, 0, 0, None),
        C: Passage(1),
    }


def test_a_deal_may_begin_further_on_and_change_its_status_on_the_way(went, manager):
    deal = went((C, "2020-01-05"))
    status = {"from_stage": C, "to_stage": C, "from_status": "ongoing", "to_status": "delayed"}
    StageChangeFactory(deal=deal, **status)

    assert conversion(manager).stages == {C: Passage(1)}


def test_only_those_count_that_came_lately_and_who_has_no_day_is_counted_apart(went, manager):
    went((A, "2010-01-01"), (B, "2022-01-01"), (C, "2022-01-03"))
    went((A, ""), (B, ""))

    assert conversion(manager, date(2021, 1, 1)) == Conversion(
        {B: Passage(1, 1, 0, 1, 2.0), C: Passage(1)}, undated=2
    )


def test_nobody_counts_what_they_do_not_see(went, auditor, manager):
    went((A, "2020-01-01"), is_confidential=True, anonymous_description="A plant")

    assert (conversion(auditor).stages, conversion(manager).stages) == ({}, {A: Passage(1)})


def walked(moves):
    """By hand: the stages a deal came to for good, each with the day."""
    stack = []
    for stage, day in moves:
        place = STAGES.index(stage)
        stack = [one for one in stack if one[0] <= place]
        if not any(one[0] == place for one in stack):
            stack.append((place, day))
    return stack


@pytest.mark.parametrize("seed", range(3))
def test_it_counts_as_one_would_by_hand(went, manager, seed):
    chance = random.Random(seed)  # noqa: S311 - not to keep a secret
    found = {}
    for _ in range(25):
        place, day, moves = 0, date(2015, 1, 1), [(A, date(2015, 1, 1))]
        for _step in range(chance.randint(0, 7)):
            place += -1 if place and (chance.random() < 0.3 or place == 4) else 1
            day += timedelta(days=chance.randint(0, 200))
            moves.append((STAGES[place], day))
        went(*((stage, when.isoformat()) for stage, when in moves))
        stack = walked(moves)
        for at, (stage, when) in enumerate(stack):
            known = found.setdefault(STAGES[stage], [])
            known.append((stack[at + 1][1] - when).days if at + 1 < len(stack) else None)

    expected = {}
    for stage, several in found.items():
        days = [one for one in several if one is not None]
        number = len(days)
        middle = float(median(days)) if days else None
        expected[stage] = Passage(len(several), number, 0, number, middle)
    assert conversion(manager).stages == expected
    assert Deal.objects.count() == 25


@pytest.mark.parametrize("number", [1, 3])
def test_all_of_it_is_one_query(went, manager, number, django_assert_num_queries):
    for _ in range(number):
        went((A, "2020-01-01"), (B, "2020-01-11"))

    with django_assert_num_queries(1):
        conversion(manager)

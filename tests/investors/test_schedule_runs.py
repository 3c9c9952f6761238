"""Searching for a better one: watched, cancelled, claimed again, never worse, never in the way."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from investors import schedule_filling, schedule_runs, schedules
from investors.models import Pairing, ScheduleRun, Wish
from investors.scheduling import solving
from investors.scheduling.problem import Seat
from itpo import tasks
from itpo.office import post
from itpo.office.clock import Clock
from itpo.office.states import NotPossible
from itpo.reminders.tick import tick
from tests.factories import ScheduleRunFactory
from tests.investors.planned import NOW, add, begun, shown, two_and_two, wish
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday_noon")]

SOONER = ["10:00 1 Host one – Guest two", "10:00 2 Host two – Guest one"]


@pytest.fixture
def friday_noon():
    with time_machine.travel(NOW):  # from then on the clock runs
        yield


def greedy_is_not_the_best(officer):
    """One slot: the dearest wish takes two people who could have met two others."""
    schedule = begun(officer, morning_slots=1)
    one, two = add(schedule, officer, "Host one", "Host two", side="host")
    guest, other = add(schedule, officer, "Guest one", "Guest two")
    wish(one, guest, by_host=3)
    wish(one, other)
    wish(two, guest)
    return schedule


def started(schedule, officer, at=NOW):
    return schedule_runs.start(schedule=schedule, by=officer, at=at)


def now(run):
    return ScheduleRun.objects.get(pk=run.pk)


@pytest.fixture
def answers(monkeypatch):
    """What the solver answers, without asking it; a function is called instead."""
    said = []

    def ask(problem, hint, *, seconds, workers=2):
        for one in said:
            yield one() if callable(one) else one

    monkeypatch.setattr(solving, "ask", ask)
    return said


def test_the_schedule_is_filled_plainly_at_once_and_a_search_waits(officer, nudged):
    schedule = greedy_is_not_the_best(officer)

    run = started(schedule, officer)

    assert shown(schedule) == ["10:00 1 Host one – Guest one"]
    assert (run.state, run.worth_before, run.worth) == ("waiting", 3, 3)
    assert nudged == [schedule_runs.TASK]


@pytest.fixture
def nudged(monkeypatch, django_capture_on_commit_callbacks):
    """The tasks a worker is asked for."""
    names = []
    monkeypatch.setattr(post, "nudge", names.append)
    with django_capture_on_commit_callbacks(execute=True):
        pass
    monkeypatch.setattr(schedule_runs.transaction, "on_commit", lambda act: act())
    return names


def test_the_solver_finds_what_is_better_and_puts_it_into_the_schedule(officer):
    schedule = greedy_is_not_the_best(officer)
    run = started(schedule, officer)

    tasks.search_schedules()

    run = now(run)
    assert (run.state, run.found_better, run.worth_before, run.worth) == ("done", True, 3, 4)
    assert run.proven == ["worth", "evenness", "compactness"]
    assert run.leased_until is None
    assert shown(schedule) == SOONER
    [refused] = Wish.objects.exclude(why_not="")
    assert refused.get_why_not_display() == "The host has no slot left"


def test_the_tick_searches_where_no_worker_has_heard(officer):
    schedule = greedy_is_not_the_best(officer)
    started(schedule, officer)

    tick(now=timezone.now())

    assert shown(schedule) == SOONER


def test_one_search_at_a_time(officer):
    schedule = two_and_two(officer)
    run = started(schedule, officer)

    with pytest.raises(NotPossible, match="A search for this schedule is under way already"):
        started(schedule, officer)

    assert list(ScheduleRun.objects.all()) == [run]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_at_the_same_moment_one_is_refused(officer):
    schedule = two_and_two(officer)

    refusals = at_once([lambda: started(schedule, officer)] * 2)

    assert sorted(refusals, key=str) == [None, "NotPossible"]
    assert ScheduleRun.objects.count() == 1
    assert len(shown(schedule)) == 4


def test_a_search_that_waits_is_cancelled_and_never_begins(officer, answers):
    schedule = greedy_is_not_the_best(officer)
    run = started(schedule, officer)

    assert schedule_runs.cancel(run=run, at=NOW)
    assert not schedule_runs.cancel(run=run, at=NOW)
    assert schedule_runs.carry_out_waiting(now=timezone.now()) == 0

    assert now(run).state == "cancelled"
    assert shown(schedule) == ["10:00 1 Host one – Guest one"]


def test_a_search_under_way_stops_at_the_next_look_once_it_is_cancelled(officer, answers):
    schedule = greedy_is_not_the_best(officer)
    run = started(schedule, officer)
    looks = []

    def cancel():
        schedule_runs.cancel(run=run, at=NOW)

    answers += [None, cancel, lambda: looks.append("went on")]
    schedule_runs.carry_out(run.pk, Clock(timezone.now()))

    assert looks == []
    assert now(run).state == "cancelled"
    assert shown(schedule) == ["10:00 1 Host one – Guest one"]


def test_it_tells_how_far_it_is_and_holds_its_lease(officer, answers):
    schedule = greedy_is_not_the_best(officer)
    run = started(schedule, officer)
    host, _two, guest, other = schedule.participants.order_by("pk")
    seen = []

    def look():
        row = now(run)
        seen.append((row.state, row.worth, row.leased_until > timezone.now()))

    answers += [
        solving.Answer((Seat(host.pk, other.pk, 0, 1), Seat(_two.pk, guest.pk, 0, 2))),
        look,
    ]
    schedule_runs.carry_out(run.pk, Clock(timezone.now()))

    assert seen == [("running", 4, True)]


def test_a_search_whose_worker_died_is_claimed_again_after_its_lease(officer, answers):
    schedule = greedy_is_not_the_best(officer)
    run = started(schedule, officer)
    died = timezone.now()
    ScheduleRun.objects.update(
        state="running", attempts=1, leased_until=died + schedule_runs.LEASE, started_at=died
    )

    before = schedule_runs.carry_out_waiting(now=died)
    ScheduleRun.objects.update(leased_until=died - timedelta(seconds=1))
    after = schedule_runs.carry_out_waiting(now=died)

    assert (before, after) == (0, 1)
    assert (now(run).state, now(run).attempts) == ("done", 2)


def test_a_search_that_broke_off_three_times_is_given_up(officer, answers):
    schedule = greedy_is_not_the_best(officer)
    run = started(schedule, officer)
    ago = timezone.now() - timedelta(minutes=5)
    ScheduleRun.objects.update(state="running", attempts=3, leased_until=ago)

    schedule_runs.carry_out_waiting(now=timezone.now())

    assert (now(run).state, now(run).attempts) == ("failed", 3)
    assert "broke off three times" in now(run).error
    assert shown(schedule) == ["10:00 1 Host one – Guest one"]


def test_whoever_was_thought_dead_writes_nothing_once_another_has_taken_over(officer, answers):
    schedule = greedy_is_not_the_best(officer)
    run = started(schedule, officer)

    def another_takes_over():
        ScheduleRun.objects.update(attempts=2)

    answers += [another_takes_over]
    assert not schedule_runs.carry_out(run.pk, Clock(timezone.now()))

    assert now(run).state == "running"


def test_without_a_solver_the_plain_schedule_stands_and_it_says_why(officer, monkeypatch):
    schedule = greedy_is_not_the_best(officer)
    run = started(schedule, officer)

    def ask(*args, **options):
        raise solving.SolverFailed("No module named 'ortools'")
        yield

    monkeypatch.setattr(solving, "ask", ask)
    schedule_runs.carry_out(run.pk, Clock(timezone.now()))

    assert (now(run).state, now(run).error) == ("failed", "No module named 'ortools'")
    assert shown(schedule) == ["10:00 1 Host one – Guest one"]


def test_what_is_worse_or_breaks_a_rule_is_left_out(officer, answers):
    schedule = greedy_is_not_the_best(officer)
    run = started(schedule, officer)
    one, _two, guest, other = schedule.participants.order_by("pk")
    worse = solving.Answer((Seat(one.pk, other.pk, 0, 1),))
    twice = solving.Answer((Seat(one.pk, other.pk, 0, 1), Seat(one.pk, guest.pk, 0, 2)))

    answers += [worse, twice]
    schedule_runs.carry_out(run.pk, Clock(timezone.now()))

    assert (now(run).state, now(run).found_better) == ("done", False)
    assert shown(schedule) == ["10:00 1 Host one – Guest one"]


@pytest.mark.parametrize("change", ["a wish", "an absence", "a pin"])
def test_a_schedule_that_was_changed_meanwhile_stays_as_it_is(officer, answers, change):
    schedule = greedy_is_not_the_best(officer)
    run = started(schedule, officer)
    one, two, guest, other = schedule.participants.order_by("pk")

    def act():
        if change == "a wish":
            schedules.note(participant=other, wishes={two.pk: 1}, away=(), by=officer)
        elif change == "an absence":
            slot = schedule.slots.get()
            schedules.note(participant=other, wishes={}, away={slot.pk}, by=officer)
        else:
            schedule_filling.pin(pairing=Pairing.objects.get(), pinned=True)

    better = solving.Answer((Seat(one.pk, other.pk, 0, 1), Seat(two.pk, guest.pk, 0, 2)))
    answers += [better, act]
    schedule_runs.carry_out(run.pk, Clock(timezone.now()))

    assert now(run).state == "outdated"
    assert shown(schedule) == ["10:00 1 Host one – Guest one"]


def test_what_is_pinned_stays_where_it_is_whatever_is_found(officer):
    schedule = greedy_is_not_the_best(officer)
    schedule_filling.fill(schedule=schedule, at=NOW)
    schedule_filling.pin(pairing=Pairing.objects.get(), pinned=True)
    run = started(schedule, officer)

    schedule_runs.carry_out(run.pk, Clock(timezone.now()))

    assert now(run).state == "done"
    assert shown(schedule) == ["10:00 1 Host one – Guest one"]


def test_a_schedule_may_be_searched_again_after_a_search(officer):
    schedule = two_and_two(officer)
    for state in ("done", "failed", "cancelled", "outdated"):
        ScheduleRunFactory(schedule=schedule, state=state)

    assert started(schedule, officer).state == "waiting"

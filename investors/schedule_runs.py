"""Searching for a better schedule than the plain fill: asked for, watched, ended, claimed again.

A run is a row. Whoever claims it, by a conditional update with a lease, asks the solver; one who
dies leaves the lease to run out, and the run is claimed again. The plain fill stands in the
schedule from the start, and stays there unless something better is found for the same problem.
"""

import json
import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from investors.models import Schedule, ScheduleRun
from investors.models.scheduling import UNDER_WAY
from investors.schedule_filling import fill, worth, write
from investors.schedule_reading import Reading
from investors.schedules import locked
from investors.scheduling import solving
from investors.scheduling.checking import holds
from investors.scheduling.problem import Problem, Seat, from_json, listed, seats, to_json
from investors.scheduling.scoring import score
from itpo.office import post
from itpo.office.clock import Clock
from itpo.office.models import User
from itpo.office.states import NotPossible

logger = logging.getLogger(__name__)

State = ScheduleRun.State

TASK = "itpo.tasks.search_schedules"
SECONDS = 8.0
# Longer than the silence between two looks at the solver.
LEASE = timedelta(seconds=90)
MOST_ATTEMPTS = 3


@transaction.atomic
def start(*, schedule: Schedule, by: User, at: datetime) -> ScheduleRun:
    """Fill a schedule plainly, and ask for a search for a better one. Raises NotPossible."""
    whole = locked(schedule)
    if ScheduleRun.objects.filter(schedule=whole).under_way().exists():
        raise NotPossible(_("A search for this schedule is under way already."))
    reading, seated = fill(schedule=whole, at=at)
    worth_now = worth(reading, seated)
    run = ScheduleRun.objects.create(
        schedule=whole,
        asked_by=by,
        asked_at=at,
        problem=to_json(reading.problem),
        seats=listed(seated),
        worth_before=worth_now,
        worth=worth_now,
    )
    transaction.on_commit(lambda: post.nudge(TASK))
    return run


def cancel(*, run: ScheduleRun, at: datetime) -> bool:
    """End a search; the plain fill stays. False when it was over already."""
    return bool(_close(ScheduleRun.objects.filter(pk=run.pk).under_way(), State.CANCELLED, at))


def carry_out_waiting(*, now: datetime) -> int:
    """Carry out every search nobody works on. Returns how many came to their end here."""
    waiting = ScheduleRun.objects.ready(now).order_by("asked_at", "pk")
    clock = Clock(now)
    return sum(carry_out(pk, clock) for pk in list(waiting.values_list("pk", flat=True)))


def carry_out(pk: int, clock: Clock) -> bool:
    """Search, unless somebody else does, and put what is better into the schedule."""
    run = _claim(pk, clock.now())
    if run is None:
        return False
    try:
        found = _search(run, clock)
    except solving.SolverFailed as error:
        logger.warning("Search %s: %s", pk, error)
        return bool(_close(_ours(run), State.FAILED, clock.now(), error=str(error)[:300]))
    return found is not None and _finish(run, found, clock.now())


def _claim(pk: int, at: datetime) -> ScheduleRun | None:
    """Take a run, unless somebody else has taken it meanwhile, or it was taken too often."""
    ready = ScheduleRun.objects.ready(at).filter(pk=pk)
    if _close(ready.filter(attempts__gte=MOST_ATTEMPTS), State.FAILED, at, error=_worn_out()):
        return None
    claimed = ready.update(
        state=State.RUNNING,
        started_at=at,
        leased_until=at + LEASE,
        attempts=F("attempts") + 1,
    )
    return ScheduleRun.objects.get(pk=pk) if claimed else None


def _worn_out() -> str:
    return _("The search broke off three times. The plain schedule stands.")


def _search(run: ScheduleRun, clock: Clock) -> solving.Answer | None:
    """The best schedule the solver finds; None once the run was cancelled or passed to another."""
    problem = from_json(run.problem)
    best = solving.Answer(seats(run.seats))
    for answer in solving.ask(problem, best.seats, seconds=SECONDS):
        if answer is not None:
            best = _better(problem, best, answer)
        if not _report(run, problem, best, clock.now()):
            return None
    return best


def _better(problem: Problem, best: solving.Answer, new: solving.Answer) -> solving.Answer:
    """What the solver says is believed only when it keeps every rule, and is no worse."""
    if not holds(problem, new.seats):
        logger.error("The solver broke a rule; what it said is left out.")
        return best
    if score(problem, new.seats) < score(problem, best.seats):
        return best._replace(proven=new.proven)
    return new


def _ours(run: ScheduleRun) -> Any:
    """The run, as long as it is ours: nobody has cancelled it or taken it over."""
    return ScheduleRun.objects.filter(pk=run.pk, state=State.RUNNING, attempts=run.attempts)


def _report(run: ScheduleRun, problem: Problem, best: solving.Answer, at: datetime) -> bool:
    """Write down how far it is, and go on holding the run; False when it is ours no more."""
    return bool(
        _ours(run).update(
            leased_until=at + LEASE,
            seats=listed(best.seats),
            worth=score(problem, best.seats).worth,
        )
    )


@transaction.atomic
def _finish(run: ScheduleRun, found: solving.Answer, at: datetime) -> bool:
    """Put what was found into the schedule, unless the schedule is another one by now."""
    reading = Reading(locked(run.schedule), at)
    is_same = json.loads(json.dumps(to_json(reading.problem))) == run.problem
    better = is_same and score(reading.problem, found.seats) > score(
        reading.problem, seats_now(reading)
    )
    state = State.DONE if is_same else State.OUTDATED
    if not _close(_ours(run), state, at, proven=list(found.proven), found_better=better):
        return False
    if better:
        write(reading, found.seats)
    return True


def seats_now(reading: Reading) -> tuple[Seat, ...]:
    """What stands in the schedule."""
    place = {slot.pk: nth for nth, slot in enumerate(reading.slots)}
    return tuple(
        Seat(one.host_id, one.counterpart_id, place[one.slot_id], one.table, one.interpreter_id)
        for one in reading.pairings
    )


def _close(rows: Any, state: str, at: datetime, **fields: Any) -> int:
    closed: int = rows.filter(state__in=UNDER_WAY).update(
        state=state, ended_at=at, leased_until=None, **fields
    )
    return closed

"""What a tick costs."""

import time
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from itpo.management.bench.tally import Tally
from itpo.office.models import FollowUp, User
from itpo.reminders import intake, rules
from itpo.reminders.tick import tick

MOST_DUE = 100


class TickCost(NamedTuple):
    """One tick, its mails sent, with so many follow-ups open and so many of them due."""

    open: int
    due: int
    mails: int
    seconds: float
    queries: int


def tick_cost(now: datetime, number: int) -> TickCost:
    """What one tick takes with so many follow-ups open. All it changes is taken back.

    What the day itself brings was made before: that grows with how many deals there are.
    """
    due = min(number, MOST_DUE)
    with transaction.atomic():
        tick(now=now - timedelta(days=1))
        while rules.apply(now=now).made:
            pass
        intake.ask_alumni(now=now)
        _open_so_many(number, due, now)
        began, tally = time.perf_counter(), Tally()
        with connection.execute_wrapper(tally):
            counts = tick(now=now)
        seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    return TickCost(number, due, counts.sent, seconds, tally.queries)


def working_day(now: datetime) -> datetime:
    """A Wednesday evening at the office: everybody's hour has come."""
    return now + timedelta(days=(2 - now.weekday()) % 7 + 14, hours=12 - now.hour)


def _open_so_many(number: int, due: int, now: datetime) -> None:
    later = now.date() + timedelta(days=200)
    owners = list(
        User.objects.filter(office__isnull=False, is_active=True)
        .select_related("office")
        .order_by("pk")
    )
    there = FollowUp.objects.open().count()
    FollowUp.objects.open().update(due_on=later)
    FollowUp.objects.bulk_create(
        (
            FollowUp(office=owner.office, owner=owner, what="Call again", due_on=later)
            for count in range(there, number)
            for owner in [owners[count % len(owners)]]
        ),
        batch_size=5000,
    )
    soonest = FollowUp.objects.open().order_by("-pk").values_list("pk", flat=True)[:due]
    FollowUp.objects.filter(pk__in=list(soonest)).update(due_on=now.date())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

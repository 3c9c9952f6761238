"""The tick: looks in the database for what is due, makes it, queues it, sends it.

Ticks may come late, twice, or two at a time: each thing has a key and is made once, and each
mail is sent by whoever claims it.
"""

from datetime import datetime
from typing import NamedTuple

from investors import attendance, schedule_runs
from itpo.office import post
from itpo.office.models import Milestone
from itpo.reminders import digest, intake, passports, rules


class Counts(NamedTuple):
    """Mails queued, sent, failed and missed; what was broken and passed over counts as failed."""

    queued: int
    sent: int
    failed: int
    missed: int

    def __str__(self) -> str:
        return ", ".join(f"{name} {number}" for name, number in self._asdict().items())


def tick(*, now: datetime) -> Counts:
    """Do everything that is due at a moment."""
    ruled = rules.apply(now=now)
    offers = intake.let_offers_lapse(now=now)
    asked = intake.ask_alumni(now=now)
    digests = digest.queue_due(now=now)
    over = passports.delete_what_is_over(now=now)
    attendance.forget(now=now)
    # Before sending: a slow mail server must not look like a tick that stands still.
    Milestone.objects.update_or_create(name=Milestone.TICK, defaults={"at": now})
    mails = post.hand_out(now=now)
    counts = Counts(
        queued=digests.made + offers.made + asked.made,
        sent=mails.sent,
        failed=mails.failed + sum(one.broken for one in (ruled, offers, asked, digests, over)),
        missed=mails.missed,
    )
    Milestone.objects.filter(name=Milestone.TICK).update(note=str(counts))
    # Last, as each takes seconds: what was asked for while no worker heard, or broke off.
    schedule_runs.carry_out_waiting(now=now)
    return counts

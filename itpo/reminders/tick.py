"""The tick: looks in the database for what is due, makes it, queues it, sends it.

Ticks may come late, twice, or two at a time: each thing has a key and is made once, and each
mail is sent by whoever claims it. What is broken, be it one record or a whole part, is told the
managers and stops nothing else.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from investors import attendance, schedule_runs
from itpo.office import post, troubles
from itpo.office.clock import Clock
from itpo.office.importing import carrying_out, runs
from itpo.office.merging import late as late_links
from itpo.office.merging import undoing
from itpo.office.models import Milestone
from itpo.office.sameness import scanning
from itpo.reminders import april, digest, given, intake, passports, rules
from itpo.reminders import texts as texts_in_use
from itpo.reminders.outcome import Outcome


class Counts(NamedTuple):
    """Mails queued, sent, failed and missed; what was broken and passed over counts as failed."""

    queued: int
    sent: int
    failed: int
    missed: int

    def __str__(self) -> str:
        return ", ".join(f"{name} {number}" for name, number in self._asdict().items())


def tick(*, now: datetime, past: timedelta = timedelta(0)) -> Counts:
    """Do everything that is due at a moment; `past` is how long ago that was, if not now.

    A moment before the last tick is replayed without a word about it: the heartbeat stays, and so
    do the troubles that were found since.
    """
    clock = Clock(now)
    ticks = Milestone.objects.filter(name=Milestone.TICK)
    # A tick that was given a moment ahead of the present has not been.
    is_replay = ticks.filter(at__gt=now, at__lte=now + past).exists()
    ruled = _part("rules", rules.apply, now)
    offers = _part("offers", intake.let_offers_lapse, now)
    asked = _part("alumni", intake.ask_alumni, now)
    moved = _part(april.KIND, april.queue_due, now)
    digests = _part("digest", partial(digest.queue_due, is_replay=bool(past)), now)
    # After the digests, which say most of it.
    at_once = _part("given", given.queue_due, now)
    over = _part("passports", passports.delete_what_is_over, now)
    texts = _part("mail texts", texts_in_use.look_through, now)
    lists = _part("attendance", attendance.forget, now)
    files = _part("files", runs.forget, now)
    merges = _part("merges", undoing.forget, now)
    # Before sending: a slow mail server must not look like a tick that stands still.
    if not is_replay:
        Milestone.objects.update_or_create(name=Milestone.TICK, defaults={"at": now})
    mails = post.NOTHING_HANDED_OUT
    post_room = Outcome("mails", now)
    with post_room.passing_over(None):
        # What came before may have taken long: leases count from now.
        mails = post.hand_out(now=clock.now(), past=past)
    due = (ruled, offers, asked, moved, digests, at_once)
    parts = (*due, over, texts, lists, files, merges, post_room)
    counts = Counts(
        queued=digests.made + at_once.made + offers.made + asked.made,
        sent=mails.sent,
        failed=mails.failed + sum(part.broken for part in parts),
        missed=mails.missed,
    )
    ticks.filter(at=now).update(note=str(counts))
    # Last, as each takes seconds: what was asked for while no worker heard, or broke off. Others
    # work at that too, so it goes by the present, whatever moment is replayed.
    imports = _part("imports", carrying_out.carry_out_waiting, now + past)
    schedules = _part("schedules", schedule_runs.carry_out_waiting, now + past)
    late = _part("merged", late_links.take_along, now)
    duplicates = _part("duplicates", scanning.go_on, now)
    last = (*parts, imports, schedules, late, duplicates)
    if not is_replay:
        left_out = set[str]().union(*(part.left_out for part in last))
        troubles.forget(now=now, until=clock.now(), left_out=left_out)
    return counts


def _part(name: str, act: Callable[..., object], now: datetime) -> Outcome:
    """Do one part of the tick; it may fail as a whole, and the others go on."""
    whole = Outcome(name, now)
    with whole.passing_over(None):
        done = act(now=now)
        if isinstance(done, Outcome):
            return done
    return whole

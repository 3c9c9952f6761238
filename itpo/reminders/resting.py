"""What is dear to look at is left out of most ticks, and looked at once in a while.

Each of those is a part of its own, whose troubles stay told until the next look; and the look
counts only once all its rules went through to the end.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from itpo.office.models import Milestone
from itpo.reminders.outcome import Outcome
from itpo.reminders.subjects import SUBJECTS

PART = "rules"


def is_dear(subject: str) -> bool:
    return subject in SUBJECTS and bool(SUBJECTS[subject].every)


def part_of(subject: str) -> str:
    """The part of the tick to which the rules about something belong."""
    return f"{PART}: {subject}" if is_dear(subject) else PART


def rested(subjects: Collection[str], now: datetime) -> set[str]:
    """Those that were looked at not long ago."""
    dear = {part_of(one): one for one in subjects if is_dear(one)}
    if not dear:
        return set()
    looked = dict(Milestone.objects.filter(name__in=list(dear)).values_list("name", "at"))
    return {
        one
        for name, one in dear.items()
        if name in looked and timedelta(0) <= now - looked[name] < SUBJECTS[one].every
    }


def looked_at(subjects: Collection[str], outcome: Outcome) -> None:
    """Let those rest that were gone through."""
    for part in sorted(part_of(one) for one in subjects if is_dear(one)):
        if part not in outcome.left_out:
            Milestone.objects.update_or_create(name=part, defaults={"at": outcome.now})

"""Filling a meeting schedule: plainly at once, and with what the solver found later."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from investors.models import Pairing, Schedule, Wish
from investors.schedule_reading import Reading, is_standing
from investors.schedules import locked, refuse_cancelled
from investors.scheduling.greedy import fill as plain_fill
from investors.scheduling.problem import Seat
from investors.scheduling.scoring import score
from investors.scheduling.unmet import unmet
from itpo.office.states import NotPossible

WhyNot = Wish.WhyNot


@transaction.atomic
def fill(*, schedule: Schedule, at: datetime) -> tuple[Reading, tuple[Seat, ...]]:
    """Fill a schedule plainly, around what is pinned or published. Raises NotPossible.

    Returns what the schedule came to and what was put in, for a solver to start from.
    """
    whole = locked(schedule)
    refuse_cancelled(whole)
    reading = Reading(whole, at)
    if not reading.wishes:
        raise NotPossible(_("Nobody wishes to meet anybody yet: note some wishes first."))
    if all(slot.starts_at <= at for slot in reading.slots):
        raise NotPossible(_("All slots are over: give the schedule other days."))
    seats = plain_fill(reading.problem)
    write(reading, seats)
    return reading, seats


def write(reading: Reading, seats: Iterable[Seat]) -> None:
    """Put seats into the schedule in place of what is not fixed, and say why wishes are not met."""
    seated = list(seats)
    kept = {(one.host_id, one.counterpart_id): one for one in reading.fixed}
    Pairing.objects.filter(schedule=reading.schedule).exclude(
        pk__in=[one.pk for one in kept.values()]
    ).delete()
    Pairing.objects.bulk_create(
        Pairing(
            schedule=reading.schedule,
            host_id=seat.host,
            counterpart_id=seat.counterpart,
            slot=reading.slots[seat.slot],
            table=seat.table,
            interpreter_id=seat.interpreter,
        )
        for seat in seated
        if seat.pair not in kept
    )
    _say_why_not(reading, seated)


def _say_why_not(reading: Reading, seats: list[Seat]) -> None:
    reasons = {one.wish.pair: WhyNot(one.why) for one in unmet(reading.problem, seats)}
    for wish in reading.wishes:
        pair = (wish.host_id, wish.counterpart_id)
        if set(pair) & reading.withdrawn:
            wish.why_not = WhyNot.WITHDRAWN
        elif pair in reading.meet_anyway:
            wish.why_not = WhyNot.MEET_ANYWAY
        else:
            wish.why_not = reasons.get(pair, "")
    Wish.objects.bulk_update(reading.wishes, ["why_not"])


def worth(reading: Reading, seats: Iterable[Seat]) -> int:
    """What the wishes are worth that are met, on the scale that readers see."""
    return score(reading.problem, seats).worth


@transaction.atomic
def pin(*, pairing: Pairing, pinned: bool) -> Pairing:
    """Have planning leave a meeting where it is, or not any more. Raises NotPossible."""
    locked(pairing.schedule)
    rows = Pairing.objects.select_related("meeting", "slot")
    current: Pairing | None = rows.filter(pk=pairing.pk).first()
    if current is None:
        raise NotPossible(_("The schedule was made anew meanwhile: look once more."))
    if not pinned and current.meeting_id and is_standing(current):
        raise NotPossible(_("It is published, and stays where it is as long as it is planned."))
    current.is_pinned = pinned
    current.save(update_fields=["is_pinned"])
    return current

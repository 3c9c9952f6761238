"""The slots of a meeting schedule: laid out from the hours of a day, and what loses its slot."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from investors.models import Pairing, Schedule, ScheduleSlot, Wish
from itpo.office import partial_dates
from itpo.office.states import NotPossible
from itpo.office.working_days import WorkingDays

EARLIEST, LATEST = time(7, 0), time(22, 0)
MOST_DAYS = 31
LONGEST = timedelta(days=MOST_DAYS - 1)


def usual_days(schedule: Schedule) -> list[date]:
    """The days to begin with: at home the working days; abroad, where weekends differ, all."""
    every = days_between(schedule.first_on, schedule.last_on)
    country = schedule.leg.country if schedule.leg else None
    if country is not None and country.code != schedule.office.country_code:
        return every
    calendar = WorkingDays(schedule.office, schedule.first_on, schedule.last_on)
    return [day for day in every if calendar.is_working(day)] or every


def days_between(first: date, last: date) -> list[date]:
    """Raises NotPossible for days in no order, or for too many."""
    count = (last - first).days + 1
    if count < 1:
        raise NotPossible(_("The last day is before the first."), "last_on")
    if count > MOST_DAYS:
        raise NotPossible(
            _("A meeting schedule is of at most %(count)s days.") % {"count": MOST_DAYS}, "last_on"
        )
    return [first + timedelta(days=nth) for nth in range(count)]


def lay_out(schedule: Schedule, days: Iterable[date]) -> list[ScheduleSlot]:
    """The slots of some days, not saved yet. Raises NotPossible for hours that cannot be."""
    clocks = _clocks(schedule)
    several = sorted(set(days))
    if not several:
        raise NotPossible(_("Choose a day at least."), "days")
    _refuse_days_outside(schedule, several)
    return [
        ScheduleSlot(schedule=schedule, day=day, starts_at=starts, ends_at=ends)
        for day in several
        for starts, ends in _times(schedule, day, clocks)
    ]


def _clocks(schedule: Schedule) -> list[tuple[time, time]]:
    before = list(_half(schedule, schedule.morning_at, schedule.morning_slots, "morning_slots"))
    after = list(
        _half(schedule, schedule.afternoon_at, schedule.afternoon_slots, "afternoon_slots")
    )
    if not before and not after:
        raise NotPossible(_("A day has a slot at least."), "morning_slots")
    if before and after and before[-1][1] > after[0][0]:
        raise NotPossible(
            _("The slots overlap: those before lunch last until %(until)s, those after it begin "
              "at %(begin)s.")
            % {"until": f"{before[-1][1]:%H:%M}", "begin": f"{after[0][0]:%H:%M}"},
            "afternoon_at",
        )  # fmt: skip
    return [*before, *after]


def _half(schedule: Schedule, begins: time, count: int, field: str) -> Iterator[tuple[time, time]]:
    """From when to when each slot of a half day lasts."""
    for nth in range(count):
        starts = begins.hour * 60 + begins.minute + nth * (schedule.minutes + schedule.pause)
        ends = starts + schedule.minutes
        if starts < _minutes(EARLIEST) or ends > _minutes(LATEST):
            raise NotPossible(
                _("That would be in the night: slots lie between %(earliest)s and %(latest)s.")
                % {"earliest": f"{EARLIEST:%H:%M}", "latest": f"{LATEST:%H:%M}"},
                field,
            )
        yield _clock(starts), _clock(ends)


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def _times(
    schedule: Schedule, day: date, clocks: list[tuple[time, time]]
) -> Iterator[tuple[datetime, datetime]]:
    """The moments of some times of day. None is in the night, when clocks are changed."""
    for starts, ends in clocks:
        yield (
            datetime.combine(day, starts, schedule.zone).astimezone(UTC),
            datetime.combine(day, ends, schedule.zone).astimezone(UTC),
        )


def _refuse_days_outside(schedule: Schedule, days: list[date]) -> None:
    """Refuse a day outside the programme, the leg or the event, as far as its ends are known."""
    whole: Any = schedule.leg or schedule.programme or schedule.event
    first, last = whole.begins_earliest, whole.ends_latest or whole.begins_latest
    for day in days:
        if (first and day < first) or (last and day > last):
            raise NotPossible(
                _("The %(thing)s lasts from %(when)s; %(day)s is outside it.")
                % {
                    "thing": whole._meta.verbose_name,
                    "when": whole.when,
                    "day": partial_dates.day_shown(day),
                },
                "days",
            )


def losing(
    schedule: Schedule, slots: Iterable[ScheduleSlot], pairings: Iterable[Pairing]
) -> list[Pairing]:
    """Which meetings would lose their slot if these were all slots, with the schedule's tables.

    Where tables are short, first who is neither published nor pinned, then who is wanted least.
    """
    times = {(slot.starts_at, slot.ends_at) for slot in slots}
    lost: list[Pairing] = []
    in_slot: dict[int, list[Pairing]] = defaultdict(list)
    for one in pairings:
        if (one.slot.starts_at, one.slot.ends_at) in times:
            in_slot[one.slot_id].append(one)
        else:
            lost.append(one)
    worth = {
        (one.host_id, one.counterpart_id): one.by_host + one.by_counterpart
        for one in Wish.objects.filter(host__schedule=schedule)
    }
    for several in in_slot.values():
        several.sort(
            key=lambda one: (
                one.meeting_id is None,
                not one.is_pinned,
                -worth.get((one.host_id, one.counterpart_id), 0),
                one.table,
            )
        )
        lost += several[schedule.tables :]
    return sorted(lost, key=lambda one: (one.slot.starts_at, one.table))

"""What the pages of a meeting schedule show, with names instead of numbers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from investors import languages
from investors.models import Pairing, Participant, Schedule, ScheduleSlot, Wish

WhyNot = Wish.WhyNot


@dataclass(frozen=True)
class SlotShown:
    """One slot, and who meets in it."""

    clock: str
    pairings: list[Pairing]


@dataclass(frozen=True)
class DayShown:
    on: date
    slots: list[SlotShown]


@dataclass(frozen=True)
class PersonShown:
    """One participant, and whom they meet when."""

    participant: Participant
    meetings: list[tuple[Pairing, Any]] = field(default_factory=list)
    refused: int = 0


@dataclass(frozen=True)
class UnmetShown:
    """A wish that is not met, and why, in a sentence."""

    wish: Wish
    host: Any
    counterpart: Any
    why: str


def by_day(
    schedule: Schedule, slots: Iterable[ScheduleSlot], pairings: Iterable[Pairing]
) -> list[DayShown]:
    """The schedule slot by slot, with all its slots."""
    at: dict[int, list[Pairing]] = defaultdict(list)
    for one in pairings:
        at[one.slot_id].append(one)
    return [
        DayShown(day, [SlotShown(slot.clock(schedule.zone), at[slot.pk]) for slot in of_day])
        for day, of_day in groupby(slots, key=lambda slot: slot.day)
    ]


def by_person(
    people: Iterable[Participant], pairings: Iterable[Pairing], wishes: Iterable[Wish]
) -> list[PersonShown]:
    """The schedule person by person."""
    shown = {one.pk: PersonShown(one) for one in people}
    refused: dict[int, int] = defaultdict(int)
    for wish in wishes:
        if wish.why_not:
            refused[wish.host_id] += 1
            refused[wish.counterpart_id] += 1
    for one in pairings:
        shown[one.host_id].meetings.append((one, shown[one.counterpart_id].participant))
        shown[one.counterpart_id].meetings.append((one, shown[one.host_id].participant))
    return [PersonShown(one.participant, one.meetings, refused[pk]) for pk, one in shown.items()]


def unmet(people: dict[int, Participant], wishes: Iterable[Wish]) -> list[UnmetShown]:
    """What the latest planning could not meet, the most wanted first."""
    missing = [wish for wish in wishes if wish.why_not]
    missing.sort(key=lambda wish: (-wish.by_host - wish.by_counterpart, wish.pk))
    return [
        UnmetShown(
            wish,
            people[wish.host_id],
            people[wish.counterpart_id],
            why_not(wish, people[wish.host_id], people[wish.counterpart_id]),
        )
        for wish in missing
    ]


def why_not(wish: Wish, host: Participant, counterpart: Participant) -> str:
    """Why two do not meet, in a sentence that names them."""
    return _sentences()[WhyNot(wish.why_not)] % {
        "host": host.who(),
        "counterpart": counterpart.who(),
        "one": languages.in_words(languages.read(host.languages)),
        "other": languages.in_words(languages.read(counterpart.languages)),
    }


def _sentences() -> dict[str, str]:
    return {
        WhyNot.WITHDRAWN: _("%(host)s or %(counterpart)s has withdrawn."),
        WhyNot.MEET_ANYWAY: _("They meet anyway: another meeting of theirs is planned."),
        WhyNot.NEVER_BOTH_THERE: _("%(host)s and %(counterpart)s are never both there."),
        WhyNot.NOBODY_INTERPRETS: _("Nobody interprets between %(one)s and %(other)s."),
        WhyNot.INTERPRETER_NEVER_THERE: _(
            "No interpreter between %(one)s and %(other)s is there when both are."
        ),
        WhyNot.HOST_FULL: _("%(host)s has no slot left."),
        WhyNot.COUNTERPART_FULL: _("%(counterpart)s has no slot left."),
        WhyNot.NO_COMMON_SLOT: _("%(host)s and %(counterpart)s have no slot left in common."),
        WhyNot.NO_TABLE: _("All tables are taken when both are free."),
        WhyNot.INTERPRETERS_TAKEN: _(
            "The interpreters between %(one)s and %(other)s are taken when both are free."
        ),
        WhyNot.NO_TABLE_OR_INTERPRETER: _(
            "When both are free, either all tables are taken or the interpreters are."
        ),
        WhyNot.THERE_IS_ROOM: _("There is room for it: schedule again."),
    }


def days_of(
    schedule: Schedule, slots: Iterable[ScheduleSlot], gone: set[int]
) -> list[tuple[date, list[tuple[ScheduleSlot, str, bool]]]]:
    """The slots of each day with their times, and whether they are among some."""
    return [
        (day, [(slot, slot.clock(schedule.zone), slot.pk in gone) for slot in of_day])
        for day, of_day in groupby(slots, key=lambda slot: slot.day)
    ]

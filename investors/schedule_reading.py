"""A schedule as the solver is to see it: what its tables, agendas and bookings come to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Q

from delegates.models import Visit
from investors import languages
from investors.models import (
    Away,
    Booking,
    Meeting,
    MeetingParty,
    MissionMember,
    Pairing,
    Participant,
    Schedule,
    ScheduleSlot,
    Wish,
)
from investors.models.meetings import APPOINTMENTS
from investors.models.missions import has_withdrawn
from investors.models.scheduling import WHO
from investors.scheduling import problem as pure
from investors.scheduling.problem import Problem, Seat, Slot

# A pairing whose meeting is none of these any more gives its slot back.
STANDING = frozenset({Meeting.State.PLANNED, Meeting.State.HELD, Meeting.State.NO_SHOW})


class Taken(NamedTuple):
    """A meeting outside the schedule: from when to when, and which participants sit there."""

    starts_at: datetime
    ends_at: datetime
    who: frozenset[int]


class Reading:
    """Everything about one schedule, read once, at a moment: what has begun by then is over."""

    def __init__(self, schedule: Schedule, at: datetime) -> None:
        self.schedule = schedule
        self.at = at
        self.slots: list[ScheduleSlot] = list(
            ScheduleSlot.objects.filter(schedule=schedule).in_order()
        )
        people = Participant.objects.filter(schedule=schedule).with_names().order_by("pk")
        self.people: dict[int, Participant] = {one.pk: one for one in people}
        self.wishes: list[Wish] = list(Wish.objects.filter(host__schedule=schedule).order_by("pk"))
        pairings = Pairing.objects.filter(schedule=schedule).select_related("meeting", "slot")
        self.pairings: list[Pairing] = list(pairings.order_by("pk"))
        self.interpreters = list(schedule.interpreters.order_by("pk"))

    @cached_property
    def withdrawn(self) -> set[int]:
        """Who was to take part and does not come any more."""
        return not_coming(self.schedule, self.people.values())

    @cached_property
    def fixed(self) -> list[Pairing]:
        """What planning leaves alone: pinned, or published and still so."""
        return [
            one
            for one in self.pairings
            if (is_standing(one) if one.meeting_id else one.is_pinned)
            and not ({one.host_id, one.counterpart_id} & self.withdrawn)
        ]

    @cached_property
    def meet_anyway(self) -> set[tuple[int, int]]:
        """Pairs that sit in one meeting outside the schedule within its days."""
        return {
            (wish.host_id, wish.counterpart_id)
            for wish in self.wishes
            for taken in self._elsewhere
            if {wish.host_id, wish.counterpart_id} <= taken.who
        }

    @cached_property
    def problem(self) -> Problem:
        place = {slot.pk: nth for nth, slot in enumerate(self.slots)}
        return Problem(
            slots=tuple(self._slots()),
            tables=self.schedule.tables,
            people=tuple(
                pure.Person(pk, self._away(pk), languages.read(one.languages))
                for pk, one in self.people.items()
            ),
            wishes=tuple(
                pure.Wish(one.host_id, one.counterpart_id, one.by_host, one.by_counterpart)
                for one in self.wishes
                if not ({one.host_id, one.counterpart_id} & self.withdrawn)
                and (one.host_id, one.counterpart_id) not in self.meet_anyway
            ),
            interpreters=tuple(
                pure.Person(one.pk, self._interpreter_away(one.pk), languages.read(one.languages))
                for one in self.interpreters
            ),
            fixed=tuple(
                Seat(
                    one.host_id, one.counterpart_id, place[one.slot_id], one.table,
                    one.interpreter_id,
                )
                for one in self.fixed
            ),
        )  # fmt: skip

    def _slots(self) -> Iterator[Slot]:
        days = sorted({slot.day for slot in self.slots})
        at: dict[date, int] = defaultdict(int)
        for slot in self.slots:
            yield Slot(days.index(slot.day), at[slot.day])
            at[slot.day] += 1

    def _away(self, pk: int) -> frozenset[int]:
        """The slots in which a participant cannot, whatever the reason."""
        busy = [(one.starts_at, one.ends_at) for one in self._elsewhere if pk in one.who]
        busy += self._booked["delegate"].get(self.people[pk].delegate_id or 0, [])
        stay = self._stays.get(self.people[pk].delegate_id or 0)
        return self._said_away["participant"].get(pk, frozenset()) | frozenset(
            nth
            for nth, slot in enumerate(self.slots)
            if slot.starts_at <= self.at or _touches(slot, busy) or _is_outside(slot, stay)
        )

    def _interpreter_away(self, pk: int) -> frozenset[int]:
        busy = self._booked["resource"].get(pk, [])
        return self._said_away["interpreter"].get(pk, frozenset()) | frozenset(
            nth for nth, slot in enumerate(self.slots) if _touches(slot, busy)
        )

    @cached_property
    def _said_away(self) -> dict[str, dict[int, frozenset[int]]]:
        """The slots each participant and each interpreter said they cannot."""
        place = {slot.pk: nth for nth, slot in enumerate(self.slots)}
        said: dict[str, dict[int, frozenset[int]]] = {"participant": {}, "interpreter": {}}
        for away in Away.objects.filter(slot__schedule=self.schedule):
            kind = "participant" if away.participant_id else "interpreter"
            pk = away.participant_id or away.interpreter_id or 0
            said[kind][pk] = said[kind].get(pk, frozenset()) | {place[away.slot_id]}
        return said

    @cached_property
    def _own_meetings(self) -> list[int]:
        return [one.meeting_id for one in self.fixed if one.meeting_id]

    @cached_property
    def _booked(self) -> dict[str, dict[int, list[tuple[datetime, datetime]]]]:
        """From when to when delegates and interpreters are booked for something else."""
        booked: dict[str, dict[int, list[tuple[datetime, datetime]]]] = {
            "delegate": defaultdict(list),
            "resource": defaultdict(list),
        }
        if not self.slots:
            return booked
        delegates = [one.delegate_id for one in self.people.values() if one.delegate_id]
        rows = Booking.objects.filter(
            Q(delegate__in=delegates) | Q(resource__in=[one.pk for one in self.interpreters]),
            starts_at__lt=self.slots[-1].ends_at,
            ends_at__gt=self.slots[0].starts_at,
        )
        # One by one: beside NULL, SQL's NOT IN says nothing.
        own = set(self._own_meetings)
        for one in rows:
            if one.meeting_id not in own:
                kind = "delegate" if one.delegate_id else "resource"
                pk = one.delegate_id or one.resource_id or 0
                booked[kind][pk].append((one.starts_at, one.ends_at))
        return booked

    @cached_property
    def _elsewhere(self) -> list[Taken]:
        """The meetings at a time within the schedule's days that are none of its own."""
        if not self.slots:
            return []
        parties = MeetingParty.objects.filter(
            _one_of(self.people.values()),
            meeting__state__in=STANDING,
            meeting__kind__in=APPOINTMENTS,
            meeting__starts_at__lt=self.slots[-1].ends_at,
            meeting__starts_at__gt=self.slots[0].starts_at - timedelta(days=1),
        ).exclude(meeting__in=self._own_meetings)
        known = {_key(one): pk for pk, one in self.people.items()}
        meetings: dict[int, Meeting] = {}
        who: dict[int, set[int]] = defaultdict(set)
        for party in parties.select_related("meeting").order_by("pk"):
            if (pk := known.get(_key(party))) is not None:
                meetings[party.meeting_id] = party.meeting
                who[party.meeting_id].add(pk)
        lasts = timedelta(minutes=self.schedule.minutes)
        return [
            Taken(one.starts_at, one.ends_at or one.starts_at + lasts, frozenset(who[pk]))
            for pk, one in meetings.items()
            if one.starts_at is not None
        ]

    @cached_property
    def visit_of(self) -> dict[int, Visit]:
        """The visits within the programme, by delegate."""
        if self.schedule.programme_id is None:
            return {}
        rows = Visit.objects.filter(programme=self.schedule.programme_id).not_cancelled()
        return {one.delegate_id: one for one in rows.order_by("pk")}

    @cached_property
    def _stays(self) -> dict[int, tuple[date | None, date | None]]:
        return {pk: (one.begins_earliest, one.ends_latest) for pk, one in self.visit_of.items()}


def not_coming(schedule: Schedule, people: Iterable[Participant]) -> set[int]:
    """Which hosts of a programme have no visit in it, which companies left the mission."""
    if schedule.leg is not None:
        gone = _off_the_mission(schedule.leg.mission_id)
        return {one.pk for one in people if one.company_id in gone}
    if schedule.programme_id is None:
        return set()
    visits = Visit.objects.filter(programme=schedule.programme_id).not_cancelled()
    here = set(visits.values_list("delegate", flat=True))
    return {
        one.pk
        for one in people
        if one.side == Participant.Side.HOST and one.delegate_id and one.delegate_id not in here
    }


def _off_the_mission(mission: int) -> set[int | None]:
    """The companies of which everybody who was to travel has withdrawn."""
    states: dict[int | None, set[str]] = defaultdict(set)
    rows = MissionMember.objects.filter(mission=mission)
    for company, state in rows.values_list("company", "state"):
        states[company].add(state)
    return {one for one, of_one in states.items() if has_withdrawn(of_one)}


def is_standing(pairing: Pairing) -> bool:
    """Whether what was published still takes place where the schedule has it."""
    meeting, slot = pairing.meeting, pairing.slot
    if meeting is None or meeting.state not in STANDING:
        return False
    return (meeting.starts_at, meeting.ends_at) == (slot.starts_at, slot.ends_at)


def _touches(slot: ScheduleSlot, busy: Iterable[tuple[datetime, datetime]]) -> bool:
    return any(starts < slot.ends_at and ends > slot.starts_at for starts, ends in busy)


def _is_outside(slot: ScheduleSlot, stay: tuple[date | None, date | None] | None) -> bool:
    if stay is None:
        return False
    first, last = stay
    return bool((first and slot.day < first) or (last and slot.day > last))


def _key(one: Any) -> tuple[str, Any] | None:
    """Who a participant, or a side of a meeting, is; agencies sit there by name only."""
    for name in ("company", "delegate", "partner"):
        if pk := getattr(one, f"{name}_id"):
            return name, pk
    return None


def _one_of(people: Iterable[Participant]) -> Q:
    found = Q(pk__in=[])
    several = list(people)
    for name in WHO[:3]:
        found |= Q(**{f"{name}__in": [pk for one in several if (pk := getattr(one, f"{name}_id"))]})
    return found

"""Whom there is something to tell, asked of the database all at once."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, F, Min, Q

from itpo.office.absences import Away
from itpo.office.models import FollowUp, Office, Role, User
from itpo.office.working_days import WorkingDays, of_every
from itpo.reminders.digest_days import ONE_DAY

# How far back days are counted for an escalation, mostly; further back costs another query.
BACK = timedelta(days=40)
# Whose follow-ups nobody is told of: no daily mail goes to who has gone, or only reads; and who has
# moved to another office is told of that one's.
IS_TOLD_NOTHING = (
    Q(owner__is_active=False)
    | Q(owner__role=Role.AUDITOR, owner__is_superuser=False)
    | ~Q(owner__office=F("office"))
)
# An office, and one of its owners: by their numbers.
Whose = tuple[int, int]


class Sort(NamedTuple):
    """What some follow-ups have in common as to who may see them."""

    is_restricted: bool
    confided_to: int | None

    def is_seen_by(self, user: User) -> bool:
        return not self.is_restricted or user.sees_restricted or self.confided_to == user.pk


class Due:
    """Since when something is due at whom, and which readers work when: three queries at most.

    An owner who no longer logs in, only reads, or works elsewhere by now is as one who is away with
    nobody standing in.
    """

    def __init__(self, now: datetime, readers: Collection[User]) -> None:
        today = now.date()
        # Due by now wherever the day is furthest on; the reader's own day decides.
        rows = FollowUp.objects.due_by(today + ONE_DAY)
        rows = rows.annotate(is_gone=ExpressionWrapper(IS_TOLD_NOTHING, BooleanField()))
        kinds = ("office", "owner", "is_gone", "is_restricted", "confided_to")
        self.since: dict[Whose, dict[Sort, date]] = defaultdict(dict)
        self.owners: dict[int, set[int]] = defaultdict(set)
        self.gone: set[Whose] = set()
        for office, owner, is_gone, *sort, first in rows.values_list(*kinds).annotate(
            Min("due_on")
        ):
            self.since[office, owner][Sort(*sort)] = first
            self.owners[office].add(owner)
            if is_gone:
                self.gone.add((office, owner))
        self.first = {whose: min(sorts.values()) for whose, sorts in self.since.items()}
        offices = {one.pk: one for reader in readers if (one := reader.office)}
        concerned = [office for key, office in offices.items() if key in self.owners]
        self.days = of_every(concerned, today - BACK, today + ONE_DAY)
        self.away = Away(concerned, today - 2 * ONE_DAY, today + ONE_DAY)

    def for_reader(self, user: User, day: date) -> bool:
        """Whether there is anything to tell somebody on a day, and they work on it."""
        office = user.office
        if office is None or office.pk not in self.owners or not self._works(user, day):
            return False
        return (
            self.first.get((office.pk, user.pk), date.max) <= day
            or any(self._left_to(user, office, day))
            or (user.role == Role.MANAGER and self._is_for_managers(user, office, day))
        )

    def _works(self, user: User, day: date) -> bool:
        is_worked = self.days[user.office_id or 0].is_working(day)
        return is_worked and not self.away.is_away(user.pk, day)

    def _left_to(self, user: User, office: Office, day: date) -> Iterator[bool]:
        """Whether something of those for whom somebody stands in is due, as far as they see it."""
        for owner, stand_in in self.away.on(day):
            if stand_in is not None and stand_in.pk == user.pk:
                yield any(
                    first <= day and sort.is_seen_by(user)
                    for sort, first in self.since.get((office.pk, owner.pk), {}).items()
                )

    def _is_for_managers(self, user: User, office: Office, day: date) -> bool:
        """Whether something of others is left to nobody, or late for too long."""
        others = {(office.pk, owner) for owner in self.owners[office.pk] - {user.pk}}
        cutoff = late_before(self.days[office.pk], office, day)
        if any(self.first[whose] < cutoff for whose in others):
            return True
        if any(self.first[whose] <= day for whose in others & self.gone):
            return True
        return any(
            first <= day and (stand_in is None or not sort.is_seen_by(stand_in))
            for owner, stand_in in self.away.on(day)
            if (office.pk, owner.pk) in others
            for sort, first in self.since[office.pk, owner.pk].items()
        )


def late_before(days: WorkingDays, office: Office, day: date) -> date:
    """What was due before this is late, on a day, for more working days than the office lets be."""
    return days.after(day + ONE_DAY, -office.escalates_after - 1)

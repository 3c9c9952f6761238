"""Who is away on which day, and who stands in for them."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from django.db import transaction

from itpo.office.history import sign
from itpo.office.models import Absence, Office, User
from itpo.office.models.people import AbsenceQuerySet


class Away:
    """The absences of some offices between two days, read in one query.

    Days are calendar days where the person is. A stand-in stands in as long as they may log in
    and write, work in the same office, and are not away themselves.
    """

    def __init__(self, offices: Iterable[Office], first: date, last: date) -> None:
        rows = Absence.objects.filter(user__office__in=list(offices), user__is_active=True)
        found = rows.touching(first, last).select_related("user", "stand_in")
        self.by_user = {
            pk: list(told) for pk, told in groupby(found.order_by("user", "pk"), _who_is_away)
        }
        self._on: dict[date, list[tuple[User, User | None]]] = {}

    def is_away(self, user_id: int, day: date) -> bool:
        return any(one.first_on <= day <= one.last_on for one in self.by_user.get(user_id, []))

    def on(self, day: date) -> list[tuple[User, User | None]]:
        """Everybody who is away that day, with who stands in for them; None for nobody."""
        if day not in self._on:
            self._on[day] = list(self._find(day))
        return self._on[day]

    def _find(self, day: date) -> Iterator[tuple[User, User | None]]:
        for rows in self.by_user.values():
            today = [one for one in rows if one.first_on <= day <= one.last_on]
            if today:
                able = (one.stand_in for one in today if self._stands_in(one, day))
                yield today[0].user, next(able, None)

    def _stands_in(self, absence: Absence, day: date) -> bool:
        stand_in = absence.stand_in
        return (
            stand_in is not None
            and stand_in.is_active
            and stand_in.may_change
            and stand_in.office_id == absence.user.office_id
            and not self.is_away(stand_in.pk, day)
        )


@transaction.atomic
def enter(*, user: User, first_on: date, last_on: date, stand_in: User | None, by: User) -> Absence:
    """Say that somebody is away from one day to another, both days included.

    Raises ValidationError, by field: nobody is away twice, who stands in has to be there.
    """
    User.objects.select_for_update().get(pk=user.pk)  # of two at once the second sees the first
    absence = Absence(user=user, first_on=first_on, last_on=last_on, stand_in=stand_in)
    absence.full_clean()
    sign(absence, by)
    absence.save()
    return absence


@transaction.atomic
def remove(*, absence: Absence, by: User) -> None:
    """Take an absence back; its history keeps it."""
    sign(absence, by)
    absence.delete()


def kept_by(user: User) -> AbsenceQuerySet:
    """The absences somebody may take back: their own, and a manager those of the office."""
    seen: AbsenceQuerySet = Absence.objects.visible_to(user)
    return seen if user.sees_restricted else seen.filter(user=user)


def with_troubles(absences: Iterable[Absence]) -> list[tuple[Absence, str]]:
    """Absences, each with why its stand-in cannot stand in after all. One query."""
    rows = list(absences)
    theirs: dict[int, list[Absence]] = {}
    stand_ins = {row.stand_in_id for row in rows if row.stand_in_id}
    away = Absence.objects.filter(user__in=stand_ins).order_by("first_on")
    for other in away:
        theirs.setdefault(other.user_id, []).append(other)
    return [(row, row.why_nobody(theirs.get(row.stand_in_id or 0, []))) for row in rows]


def _who_is_away(absence: Absence) -> int:
    return absence.user_id

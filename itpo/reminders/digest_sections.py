"""What stands in a daily mail: several lists of what is due, the most urgent first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Any, Self

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from itpo.desk.day import late_in_words
from itpo.office import lookups
from itpo.office.absences import Away
from itpo.office.models import FollowUp, Office, Promiser, Role, User
from itpo.office.working_days import WorkingDays
from itpo.reminders.digest_days import ONE_DAY
from itpo.reminders.digest_readers import BACK, IS_TOLD_NOTHING, late_before

MOST_SHOWN = 50


@dataclass(frozen=True)
class Item:
    """One follow-up with its address; `whose` where it is somebody else's."""

    follow_up: FollowUp
    when: str
    whose: str
    url: str


@dataclass(frozen=True)
class Section:
    """A list under a heading, and how many more there are."""

    title: str
    items: list[Item]
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.items) + self.more


@dataclass(frozen=True)
class Reader:
    """Who is told, at which office, on which day, and who is away on it."""

    user: User
    office: Office
    today: date
    days: WorkingDays
    stood_in_for: list[User]
    # What nobody else is told who works that day.
    left_alone: Q

    @property
    def seen(self) -> Any:
        return FollowUp.objects.visible_to(self.user).filter(office=self.office)


def sections_for(user: User, office: Office, today: date) -> list[Section]:
    """What somebody is to be told on a day; nothing while they are away.

    In six queries at most, unless there is more than is shown.
    """
    days = lookups.once(
        ("working days", office.pk, today), lambda: WorkingDays(office, today - BACK, today)
    )
    away = lookups.once(("away", office.pk, today), lambda: Away([office], today, today))
    if away.is_away(user.pk, today):
        return []
    on_leave = away.on(today)
    reader = Reader(
        user=user,
        office=office,
        today=today,
        days=days,
        stood_in_for=[one for one, stand_in in on_leave if stand_in == user],
        left_alone=_left_alone(on_leave),
    )
    sections = [*_own(reader), *_stood_in_for(reader)]
    if user.role == Role.MANAGER:
        sections += _for_managers(reader)
    return [section for section in sections if section.items]


def _own(reader: Reader) -> list[Section]:
    """What one owes oneself, and then what others owe one: one query, unless it is very much."""
    due = reader.seen.filter(owner=reader.user).due_by(reader.today)
    ours, theirs = Q(promised_by=Promiser.US), ~Q(promised_by=Promiser.US)
    parts = {
        _Own.LATE: (_("Late"), ours & Q(due_on__lt=reader.today)),
        _Own.TODAY: (_("Due today"), ours & Q(due_on=reader.today)),
        _Own.THEIRS: (_("Promised to us: ask for it"), theirs),
    }
    found = _first(due)  # whose they are is known
    if len(found) > MOST_SHOWN:
        return [_section(reader, title, due.filter(which)) for title, which in parts.values()]
    return [
        _shown(reader, title, [one for one in found if _Own.of(one, reader.today) == part])
        for part, (title, _which) in parts.items()
    ]


class _Own(Enum):
    LATE = auto()
    TODAY = auto()
    THEIRS = auto()

    @classmethod
    def of(cls, one: FollowUp, today: date) -> Self:
        if one.promised_by != Promiser.US:
            return cls.THEIRS
        return cls.LATE if one.due_on < today else cls.TODAY


def _stood_in_for(reader: Reader) -> list[Section]:
    if not reader.stood_in_for:
        return []
    due = reader.seen.filter(owner__in=reader.stood_in_for).due_by(reader.today)
    return [_section(reader, _("You stand in"), due)]


def _for_managers(reader: Reader) -> list[Section]:
    """What is left to nobody, and what is late at others for too long."""
    due = reader.seen.exclude(owner=reader.user).exclude(owner__in=reader.stood_in_for)
    cutoff = late_before(reader.days, reader.office, reader.today)
    late = due.due_by(cutoff - ONE_DAY).exclude(reader.left_alone)
    return [
        _section(
            reader,
            _("Somebody is away or gone, and nobody sees to it"),
            due.due_by(reader.today).filter(reader.left_alone),
        ),
        _section(
            reader,
            _("Late at others for more than %(count)d working days")
            % {"count": reader.office.escalates_after},
            late,
        ),
    ]


def _left_alone(on_leave: list[tuple[User, User | None]]) -> Q:
    """What belongs to who has gone, only reads, or is away with nobody standing in who sees it."""
    alone = IS_TOLD_NOTHING
    for owner, stand_in in on_leave:
        if stand_in is None:
            alone |= Q(owner=owner)
        elif not stand_in.sees_restricted:
            confided = Q(confided_to=stand_in, confided_to__isnull=False)
            alone |= Q(owner=owner, is_restricted=True) & ~confided
    return alone


def _section(reader: Reader, title: str, rows: Any) -> Section:
    """The most urgent of some rows; how many they are is asked only where not all are shown."""
    found = _first(rows.select_related("owner"))
    more = rows.count() - MOST_SHOWN if len(found) > MOST_SHOWN else 0
    return _shown(reader, title, found[:MOST_SHOWN], more)


def _first(rows: Any) -> list[FollowUp]:
    """The most urgent, and one more where they are not all."""
    return list(rows.most_urgent_first()[: MOST_SHOWN + 1])


def _shown(reader: Reader, title: str, rows: list[FollowUp], more: int = 0) -> Section:
    late = late_in_words(reader.days, reader.today)
    return Section(title, [_item(reader, one, late) for one in rows], more)


def _item(reader: Reader, one: FollowUp, late: Callable[[date], str]) -> Item:
    return Item(
        follow_up=one,
        when=_("today") if one.due_on == reader.today else late(one.due_on),
        whose="" if one.owner_id == reader.user.pk else str(one.owner),
        url=settings.BASE_URL + (one.about_url or reverse("office:follow-up", args=[one.pk])),
    )

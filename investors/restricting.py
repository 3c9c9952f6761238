"""Keeping a meeting to who looks after it and the managers, and opening it again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from investors import cascades, invites, meetings
from investors.models import Meeting
from itpo.office.history import sign
from itpo.office.models import OutgoingMail, User


@transaction.atomic
def restrict(*, meeting: Meeting, confided_to: User | None, by: User, at: datetime) -> Meeting:
    """Keep a meeting, and the mails about it, to its officer, one more person and the managers.

    The calendars that know of it are told to say less.
    """
    locked = meetings.lock(meeting)
    locked.is_restricted = True
    locked.confided_to = confided_to
    _save(locked, by)
    invites.follow(meeting=locked, at=at)
    hide_mails([locked])
    return locked


@transaction.atomic
def confide(*, meeting: Meeting, to: User | None, by: User) -> Meeting:
    """Have another person see a restricted meeting besides its officer and the managers."""
    locked = meetings.lock(meeting)
    locked.confided_to = to
    _save(locked, by)
    return locked


@transaction.atomic
def open_up(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """Let the office see a meeting again. Mails that left or were entered stay restricted."""
    locked = meetings.lock(meeting)
    locked.is_restricted = False
    locked.confided_to = None
    _save(locked, by)
    invites.follow(meeting=locked, at=at)
    return locked


def hide_mails(several: Iterable[Meeting]) -> None:
    """Keep what was written about meetings from those who may not see the meetings."""
    several = list(several)
    numbers = {one.pk for one in several}
    loud = OutgoingMail.objects.filter(is_restricted=False, kind=cascades.KIND)
    called_off = [
        pk
        for pk, about in loud.values_list("pk", "about")
        if numbers & set(about.get("meetings", []))
    ]
    OutgoingMail.objects.filter(pk__in=called_off).update(is_restricted=True)
    for one in several:
        invites.hide_mails(one)


def _save(meeting: Meeting, by: User) -> None:
    sign(meeting, by)
    meeting.save(update_fields=["is_restricted", "confided_to"])

"""Which records of the investors app can be merged, and what may stand in the way."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from delegates.models import Delegate
from investors.models import Booking, Company, Contact, Match, MissionMember, Pairing
from itpo.office.merging.rules import (
    further_one,
    mergeable,
    obstacles,
    refuse_rivals,
    same_row,
)
from itpo.office.models import User
from itpo.office.states import NotPossible

Member, Decided = MissionMember.State, Match.State


def no_two_places_at_once(winner: Any, loser: Any, by: User) -> None:
    """Nobody is booked for two things at the same time; what both are booked for is one."""
    column = "delegate" if isinstance(winner, Delegate) else "contact"
    booked = Booking.objects.filter(**{column: loser}).order_by("starts_at", "pk")
    for one in booked:
        clash = Booking.objects.filter(
            Q(starts_at__lt=one.ends_at), Q(ends_at__gt=one.starts_at), **{column: winner}
        ).exclude(meeting=one.meeting_id, agenda_item=one.agenda_item_id)
        if clash.exists():
            raise NotPossible(
                _(
                    "Both are booked at the same time, on %(day)s, for different things. Move or "
                    "cancel one of them first."
                )
                % {"day": one.starts_at.date().isoformat()}
            )


def no_two_meetings_in_a_slot(kept: Pairing, gone: Pairing) -> None:
    """What is only planned by the machinery is planned again; what is published is not."""
    if gone.meeting_id is not None:
        raise NotPossible(
            _(
                "Both have a meeting in the same slot of a meeting schedule. Cancel one of them "
                "first."
            )
        )


mergeable(Company)
mergeable(Contact, no_two_places_at_once)
obstacles[Delegate].append(no_two_places_at_once)
for column in ("delegate", "contact"):
    same_row(Booking, column, "meeting", "agenda_item")
refuse_rivals(Pairing, no_two_meetings_in_a_slot)
further_one(
    MissionMember,
    "state",
    [
        Member.WITHDRAWN,
        Member.INVITED,
        Member.INTERESTED,
        Member.CONFIRMED,
        Member.TRAVELLED,
    ],
)
further_one(Match, "state", [Decided.LEFT_OUT, Decided.INVITED])

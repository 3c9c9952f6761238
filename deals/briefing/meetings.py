"""Which meetings a briefing prepares for, and whom one meets there."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Prefetch

from delegates.models import Visit
from investors.agenda_entries import STANDING, meetings_in
from investors.models import Meeting, MeetingParty, Mission, MissionMember
from itpo.office.visibility import Viewer


def to_come(thing: Visit | Mission, viewer: Viewer) -> list[Meeting]:
    """The meetings of a visit or a mission that stand, in order, with who sits there."""
    seen: Any = Meeting.objects.visible_to(viewer).filter(meetings_in(thing), state__in=STANDING)
    ordered = seen.order_by(
        F("day").asc(nulls_last=True), F("starts_at").asc(nulls_last=True), "pk"
    )
    sides = MeetingParty.objects.select_related("delegate").order_by("pk")
    return list(ordered.prefetch_related(Prefetch("parties", sides)))


def companies_met(thing: Visit | Mission, meetings: Iterable[Meeting]) -> list[int]:
    """The numbers of the companies: who is met first comes first, then who travels along."""
    met = [side.company_id for one in meetings for side in one.parties.all() if side.company_id]
    if isinstance(thing, Mission):
        members = thing.members.exclude(state=MissionMember.State.WITHDRAWN)
        met += members.order_by("company__name", "pk").values_list("company", flat=True)
    return list(dict.fromkeys(met))

"""Who is sure to take part in a schedule, so that nobody has to name them."""

from collections.abc import Iterator
from typing import Any

from delegates.models import Visit
from investors.models import MissionHost, MissionLeg, MissionMember, Participant, Schedule

Side = Participant.Side


def usual_participants(schedule: Schedule) -> list[Participant]:
    """Of a programme its delegates, of a leg the companies and who receives them; each once."""
    if schedule.programme_id is not None:
        found = _delegates(schedule.programme_id)
    elif schedule.leg is not None:
        found = _on_the_mission(schedule.leg)
    else:
        found = iter(())
    unique: dict[Any, tuple[Side, dict[str, Any]]] = {}
    for side, who in found:
        unique.setdefault(tuple(who.items()), (side, who))
    return [Participant(schedule=schedule, side=side, **who) for side, who in unique.values()]


def _delegates(programme: int) -> Iterator[tuple[Side, dict[str, Any]]]:
    visits = Visit.objects.filter(programme=programme).not_cancelled()
    by_name = visits.order_by("delegate__family_name", "delegate_id")
    for pk in by_name.values_list("delegate", flat=True):
        yield Side.HOST, {"delegate_id": pk}


def _on_the_mission(leg: MissionLeg) -> Iterator[tuple[Side, dict[str, Any]]]:
    members = MissionMember.objects.filter(mission=leg.mission_id)
    travelling = members.exclude(state=MissionMember.State.WITHDRAWN).order_by("pk")
    for pk in travelling.values_list("company", flat=True):
        yield Side.HOST, {"company_id": pk}
    for one in MissionHost.objects.filter(leg=leg).order_by("pk"):
        column = "agency_id" if one.agency_id else "delegate_id"
        yield Side.COUNTERPART, {column: getattr(one, column)}

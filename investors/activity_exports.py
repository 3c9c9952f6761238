"""What is taken out of the lists of missions and events: lines, as the import takes them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from investors.models import Event, Mission, MissionLeg
from itpo.office.exporting.activities import Told, columns
from itpo.office.exporting.columns import Export, linked
from itpo.office.models import User

KINDS = {
    Event.Kind.SEMINAR: "seminar",
    Event.Kind.WEBINAR: "webinar",
    Event.Kind.FAIR: "fair",
    Event.Kind.TOUR: "technology_tour",
}


def _with_legs(rows: Any, viewer: User) -> Any:
    legs = MissionLeg.objects.select_related("country").order_by("pk")
    return rows.select_related("owner").prefetch_related(Prefetch("legs", legs, to_attr="stays"))


def _legs(mission: Any) -> Iterator[Told]:
    """A line for each leg; one for a mission that has none."""
    for leg in mission.stays:
        yield Told(
            mission,
            leg.country,
            leg.region_typed,
            leg.begins,
            leg.ends,
            leg.sectors_typed,
            leg.counterparts_typed,
            leg.source_url,
            leg.notes,
        )
    if not mission.stays:
        yield Told(mission, begins=mission.begins, ends=mission.ends)


MISSIONS = Export(
    columns(Mission, lambda mission: "business_mission", linked("owner", _("who looks after it"))),
    fetched=_with_legs,
    lines=_legs,
)


def _countries(event: Any) -> Iterator[Told]:
    """A line for each country an event was imported with, else one."""
    for region in event.region_typed.split("; "):
        yield Told(
            event,
            event.country,
            region,
            event.begins,
            event.ends,
            event.sectors_typed,
            event.counterparts_typed,
            event.source_url,
            event.notes,
        )


EVENTS = Export(
    columns(Event, lambda event: KINDS[event.kind]),
    lines=_countries,
)

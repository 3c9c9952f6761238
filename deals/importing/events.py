"""Events from rows of a list: seminars, webinars, technology tours."""

import re
from collections.abc import Sequence
from typing import Any

from deals.importing import naming
from deals.importing.activity_groups import (
    Group,
    Run,
    conclude,
    let_take_part,
    partners,
    regions,
    tag,
)
from deals.importing.activity_rows import figures
from deals.importing.claims import Figures
from deals.importing.recognising import Key, recognise, row_key
from deals.importing.spans import When
from investors.models import Event, EventPartner
from itpo.office.folding import fold
from itpo.office.importing.keeping import Draft, write

TOUR = re.compile(r"\b(?:technology|embassy|company|factory|study) tour\b", re.IGNORECASE)
ONLINE = {"online", "virtual", "web", "webinar"}
TYPED = {
    "webinar": Event.Kind.WEBINAR,
    "fair": Event.Kind.FAIR,
    "tour": Event.Kind.TOUR,
    "technology tour": Event.Kind.TOUR,
}
CALLED = {
    Event.Kind.SEMINAR: "Seminar",
    Event.Kind.WEBINAR: "Webinar",
    Event.Kind.FAIR: "Fair",
    Event.Kind.TOUR: "Technology tour",
}


def take(groups: Sequence[Group], run: Run) -> None:
    """Make or update the events that the groups describe."""
    ours = Event.objects.filter(office=run.office).prefetch_related("country")
    known = recognise(ours, [group.key for group in groups], _keys)
    drafts = [_draft(group, known.get(group.key), run) for group in groups]
    write(drafts, by=run.by, list_wins=run.list_wins)
    published = Figures("event", [draft.record for draft in drafts])
    for group, draft in zip(groups, drafts, strict=True):
        added = published.add(draft.record, figures(group.rows))
        tag(draft, group, run)
        let_take_part(EventPartner, "event", draft.record, partners(draft, group, run), run)
        conclude(draft, group, run, added=added)
    published.save(run.by)


def _draft(group: Group, known: Event | None, run: Run) -> Draft[Event]:
    kind = kind_of(group)
    state = Event.State.HELD if group.when(run.today) is When.PAST else Event.State.PLANNED
    country, region = _where(group, run)
    said: dict[str, Any] = {
        "ref": group.ref,
        "name": naming.event(
            CALLED[kind],
            run.countries[country].name if country else region,
            sectors=group.together("sectors"),
            start=group.start,
        ),
        "kind": kind,
        "begins": group.start,
        "ends": group.end,
        "is_ours": group.is_ours,
        "country_id": run.countries[country].pk if country else None,
        "region_typed": regions(region, known),
        "place": group.direction,
        "organisers_typed": group.together("organisers"),
        "counterparts_typed": group.together("counterparts"),
        "sectors_typed": group.together("sectors"),
        "source_url": group.source_url,
        "notes": group.together("notes"),
    }
    event = known or Event(office=run.office, state=state)
    return Draft(event, said, group.key.reason, derived=frozenset({"name"}))


def kind_of(group: Group) -> Event.Kind:
    """What the rows call it; else a webinar where it is online, a tour where the notes say so."""
    for row in group.rows:
        if fold(row.kind_typed) in TYPED:
            return TYPED[fold(row.kind_typed)]
    if any(TOUR.search(row.notes) for row in group.rows):
        return Event.Kind.TOUR
    is_online = any(fold(row.direction) in ONLINE for row in group.rows)
    return Event.Kind.WEBINAR if is_online else Event.Kind.SEMINAR


def _where(group: Group, run: Run) -> tuple[str | None, str]:
    """The one country an event is about; of several, or of a region, the words."""
    if len(group.codes) == 1 and all(row.place.code for row in group.rows):
        return next(iter(group.codes)), group.regions
    names = sorted(run.countries[code].name for code in group.codes)
    return None, "; ".join(filter(None, [*names, group.regions]))[:200]


def _keys(event: Event) -> list[Key]:
    place = event.country.code if event.country else fold(event.region_typed)
    return [row_key("event", event.ref, place, event.begins_edtf, event.source_url)]

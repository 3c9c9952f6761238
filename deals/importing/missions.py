"""Missions from rows of a list: each row one leg, the head counts those of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from deals.importing import naming, spans
from deals.importing.activity_groups import Group, Run, let_take_part, partners, tag
from deals.importing.activity_rows import figures
from deals.importing.claims import Figures
from deals.importing.legs import NOT_GIVEN, leg_draft, legs_of, matched, place_key, tells
from deals.importing.recognising import Key, recognise, row_key
from deals.importing.spans import When
from investors.models import Mission, MissionLeg, MissionPartner
from itpo.office import partial_dates
from itpo.office.importing.keeping import Draft, write
from itpo.office.importing.remembering import remembered_ids
from itpo.office.importing.report import Outcome

# What the rows say only of its legs.
OF_THE_LEGS = frozenset({"name", "begins", "ends", "sectors_typed", "source_url"})
STATES = {When.PAST: Mission.State.COMPLETED, When.NOW: Mission.State.TRAVELLING}


@dataclass(frozen=True)
class Stay:
    """One leg as far as the whole mission needs it."""

    start: str
    end: str
    place: str


class Plan:
    """One mission of the file: its rows by leg, and what stands for them already."""

    def __init__(self, group: Group, known: Mission | None, remembered: dict[str, int]) -> None:
        self.group = group
        self.known = known
        existing = sorted(known.legs.all(), key=lambda leg: leg.pk) if known else []
        self.told = legs_of(group, existing)
        # Of a mission without legs a row may tell only as a whole.
        self.legs = [leg for leg in self.told if not known or existing or tells(leg)]
        self.known_legs = matched(self.legs, existing, remembered)
        told = {leg.pk for leg in self.known_legs.values()}
        self.untold = [leg for leg in existing if leg.pk not in told]

    def changes_legs(self, run: Run) -> bool:
        """Whether it is new, or what its legs say is not what stands here."""
        return self.known is None or any(
            leg.key not in self.known_legs
            or leg_draft(leg, self.known, self.known_legs[leg.key], run).differing()
            for leg in self.legs
        )

    def stays(self, run: Run) -> list[Stay]:
        """All legs in the order of travel, those too of which the file no longer tells."""
        stays = [Stay(leg.begins, leg.ends, _place(leg)) for leg in self.untold]
        for leg in self.told:
            code = leg.rows[0].place.code
            place = run.countries[code].name if code else leg.regions
            stays.append(Stay(leg.start, leg.end, place))
        return sorted(stays, key=_travel_order)


def take(groups: Sequence[Group], run: Run) -> None:
    """Make or update the missions that the groups describe, with their legs."""
    ours = Mission.objects.filter(office=run.office).prefetch_related("legs__country")
    known = recognise(ours, [group.key for group in groups], _keys)
    reasons = [leg.key.reason for group in groups for leg in legs_of(group)]
    remembered = remembered_ids(MissionLeg, reasons)
    plans = [Plan(group, known.get(group.key), remembered) for group in groups]
    drafts = [_draft(plan, run) for plan in plans]
    write(drafts, by=run.by, list_wins=run.list_wins)
    legs = [
        [leg_draft(leg, draft.record, plan.known_legs.get(leg.key), run) for leg in plan.legs]
        for plan, draft in zip(plans, drafts, strict=True)
    ]
    every = [leg for several in legs for leg in several]
    write(every, by=run.by, list_wins=run.list_wins)
    published = Figures("mission", [draft.record for draft in drafts])
    for plan, draft, several in zip(plans, drafts, legs, strict=True):
        added = published.add(draft.record, figures(plan.group.rows))
        tag(draft, plan.group, run)
        _let_take_part(plan, draft, several, run)
        _count(plan, draft, several, run, added=added)
    published.save(run.by)


def _draft(plan: Plan, run: Run) -> Draft[Mission]:
    group, stays = plan.group, plan.stays(run)
    start, end = spans.first(one.start for one in stays), spans.last(one.end for one in stays)
    organisers = group.together("organisers")
    said: dict[str, Any] = {
        "ref": group.ref,
        "name": naming.mission(
            list(dict.fromkeys(one.place for one in stays if one.place)),
            organisers=organisers,
            direction=group.direction,
            start=start or next((one.start for one in stays if one.start), ""),
        ),
        "begins": start,
        "ends": end,
        "is_ours": group.is_ours,
        "direction": group.direction,
        "organisers_typed": organisers,
        "sectors_typed": group.together("sectors"),
        "source_url": group.source_url,
    }
    state = STATES.get(spans.when(start, end, run.today), Mission.State.PROPOSED)
    if not plan.changes_legs(run):
        said = {name: value for name, value in said.items() if name not in OF_THE_LEGS}
    mission = plan.known or Mission(office=run.office, state=state)
    return Draft(mission, said, group.key.reason, derived=OF_THE_LEGS)


def _let_take_part(
    plan: Plan, draft: Draft[Mission], legs: Sequence[Draft[MissionLeg]], run: Run
) -> None:
    """Organisers stand on the mission, counterparts on its legs; all take part in the whole."""
    found = partners(draft, plan.group, run)
    for leg, told in zip(legs, plan.legs, strict=True):
        found |= partners(leg, told, run)
    let_take_part(MissionPartner, "mission", draft.record, found, run)


def _count(
    plan: Plan,
    draft: Draft[Mission],
    legs: Sequence[Draft[MissionLeg]],
    run: Run,
    *,
    added: bool,
) -> None:
    """A row is its leg; where the mission itself changed, all its rows are updated at least."""
    whole_changed = added or draft.outcome is not Outcome.UNCHANGED
    for leg, told in zip(legs, plan.legs, strict=True):
        if whole_changed and leg.outcome is Outcome.UNCHANGED:
            leg.outcome = Outcome.UPDATED
        run.report.tell(leg.outcome, [row.number for row in told.rows], draft, leg)
    if added and draft.outcome is Outcome.UNCHANGED:
        draft.outcome = Outcome.UPDATED
    of_whole = [row.number for told in plan.told if told not in plan.legs for row in told.rows]
    run.report.tell(draft.outcome, of_whole, draft)


def _keys(mission: Mission) -> list[Key]:
    if mission.ref:
        return [Key("mission", mission.ref)]
    return [
        row_key("mission", "", place_key(leg), leg.begins_edtf, leg.source_url)
        for leg in mission.legs.all()
    ]


def _place(leg: MissionLeg) -> str:
    if leg.country:
        return str(leg.country.name)
    return "" if leg.region_typed == NOT_GIVEN else str(leg.region_typed)


def _travel_order(stay: Stay) -> tuple[date, date, str]:
    """By the first day there, then the last; what has no date comes at the end."""
    read = partial_dates.read
    begins = read(stay.start).earliest if stay.start else date.max
    ends = read(stay.end).latest if stay.end else date.max
    return begins, ends, stay.place

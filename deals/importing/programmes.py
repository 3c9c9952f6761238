"""Programmes from rows of a list: each row one country of it, never a delegate or a visit."""

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
from delegates.models import Programme, ProgrammePartner
from itpo.office.folding import fold
from itpo.office.history import sign
from itpo.office.importing.keeping import Draft, write
from itpo.office.importing.report import Outcome

STATES = {When.PAST: Programme.State.COMPLETED, When.NOW: Programme.State.RUNNING}


def take(groups: Sequence[Group], run: Run) -> None:
    """Make or update the programmes that the groups describe."""
    ours = Programme.objects.filter(office=run.office).prefetch_related("countries")
    known = recognise(ours, [group.key for group in groups], _keys)
    drafts = [_draft(group, known.get(group.key), run) for group in groups]
    write(drafts, by=run.by, list_wins=run.list_wins)
    published = Figures("programme", [draft.record for draft in drafts])
    for group, draft in zip(groups, drafts, strict=True):
        added = published.add(draft.record, figures(group.rows))
        added |= _add_countries(group, draft, run)
        tag(draft, group, run)
        let_take_part(ProgrammePartner, "programme", draft.record, partners(draft, group, run), run)
        conclude(draft, group, run, added=added)
    published.save(run.by)


def _draft(group: Group, known: Programme | None, run: Run) -> Draft[Programme]:
    state = STATES.get(group.when(run.today), Programme.State.DRAFT)
    said: dict[str, Any] = {
        "ref": group.ref,
        "name": _name(group, known, run),
        "begins": group.start,
        "ends": group.end,
        "is_ours": group.is_ours,
        "region_typed": regions(group.regions, known),
        "direction": group.direction,
        "organisers_typed": group.together("organisers"),
        "counterparts_typed": group.together("counterparts"),
        "sectors_typed": group.together("sectors"),
        "source_url": group.source_url,
        "notes": group.together("notes"),
    }
    programme = known or Programme(office=run.office, state=state)
    return Draft(programme, said, group.key.reason, derived=frozenset({"name"}))


def _name(group: Group, known: Programme | None, run: Run) -> str:
    countries = {run.countries[code] for code in group.codes}
    if known:
        countries.update(known.countries.all())
    names = sorted(country.name for country in countries) or [group.regions]
    return naming.programme(
        [name for name in names if name],
        organisers=group.together("organisers"),
        is_ours=group.is_ours is not False,
        start=group.start,
    )


def _keys(programme: Programme) -> list[Key]:
    kind, start, source = "programme", programme.begins_edtf, programme.source_url
    places = [country.code for country in programme.countries.all()]
    return [
        row_key(kind, programme.ref, place, start, source)
        for place in places or [fold(programme.region_typed)]
    ]


def _add_countries(group: Group, draft: Draft[Programme], run: Run) -> bool:
    """Countries are added, never taken away; those somebody has taken away stay away."""
    programme: Any = draft.record
    wanted = {run.countries[code].pk for code in group.codes}
    if draft.outcome is not Outcome.CREATED:
        wanted -= {country.pk for country in programme.countries.all()}
        if wanted:
            once = programme.history.values_list("historicalprogramme_countries__hostcountry")
            wanted -= {pk for (pk,) in once}
    programme._change_reason = draft.reason
    sign(programme, run.by)
    programme.countries.add(*sorted(wanted))
    return bool(wanted)

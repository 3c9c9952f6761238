"""`import_deals`: deals with their companies, stages and figures from the office's list."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from deals.importing import parents, stages
from deals.importing.claims import Figures
from deals.importing.companies import Companies, Investors
from deals.importing.deal_groups import grouped, single, together
from deals.importing.deal_rows import COLUMNS, DealRow, deal_key, understand
from deals.importing.identifying import identified
from deals.importing.opening import import_file, understood
from deals.importing.recognising import Key, recognise
from deals.importing.seeing import refuse_taken, seen
from deals.importing.tags import Tags
from deals.importing.wording import kind_of
from deals.models import Deal
from delegates.importing.countries import host_countries
from delegates.models import HostCountry
from itpo.office.folding import fold
from itpo.office.importing.keeping import Draft, write
from itpo.office.importing.reading import Line
from itpo.office.importing.report import Outcome, Report
from itpo.office.models import Office, User


@dataclass(frozen=True)
class Run:
    """One import: for which office, when, with what is looked up once."""

    office: Office
    at: datetime
    countries: dict[str, HostCountry]
    tags: Tags
    companies: Companies
    known: dict[Key, Deal]
    by_ref: dict[str, int]
    report: Report
    by: User | None = None
    list_wins: bool = False


def import_deals(path: Path, *, office: Office, at: datetime, dry_run: bool = False) -> Report:
    """Take a list of deals into the office. Raises FileNotReadable, having written nothing."""
    return import_file(path, take, COLUMNS, office=office, at=at, dry_run=dry_run)


def take(
    lines: Iterable[Line],
    report: Report,
    *,
    office: Office,
    at: datetime,
    by: User | None = None,
    list_wins: bool = False,
) -> None:
    """Take what the lines say into the office, in a transaction, and report of each.

    Deals that whoever takes the list in may not see are neither changed nor told of.
    """
    rows = understood(lines, understand, report, office)
    rows = identified(rows, Deal.objects.filter(office=office), seen(office, by), report)
    by_ref = parents.known_refs(office, {row.part_of for row in rows if row.part_of}, by)
    by_key = grouped(rows, report)
    refuse_taken(by_key, office, by, report)
    ours = seen(office, by).prefetch_related("country", "stage_changes")
    known = recognise(ours, by_key, _keys)
    groups = _sound(by_key.values(), by_ref, office, report)
    every = [row for told in groups for row in told]
    countries = host_countries((row.place.code for row in every if row.place.code), by)
    companies = Companies((name for row in every for name in row.companies), by)
    run = Run(office, at, countries, Tags(), companies, known, by_ref, report, by, list_wins)
    for level in parents.by_level(groups):
        _take(level, run)


def _sound(
    groups: Collection[list[DealRow]], by_ref: dict[str, int], office: Office, report: Report
) -> list[list[DealRow]]:
    """The rows of each deal, without those that name no larger deal there is."""
    rows = [row for told in groups for row in told]
    kept = {row.number for row in parents.sound(rows, set(by_ref), office, report)}
    sound = ([row for row in told if row.number in kept] for told in groups)
    return [told for told in sound if told]


def _take(groups: Sequence[Sequence[DealRow]], run: Run) -> None:
    """Make or update the deals of one level; those above them are there already."""
    drafts = [_draft(rows, run) for rows in groups]
    write(drafts, by=run.by, list_wins=run.list_wins)
    deals = [draft.record for draft in drafts]
    run.by_ref.update((deal.ref, deal.pk) for deal in deals if deal.ref)
    changed = _stages(groups, drafts, run)
    figures, investors = Figures("deal", deals), Investors(deals)
    for rows, draft in zip(groups, drafts, strict=True):
        deal = draft.record
        if draft.wrote("sectors_typed"):
            deal.sectors.add(*sorted(run.tags.sectors(deal.sectors_typed)))
        names = [name for row in rows for name in row.companies]
        added = investors.add(deal, names, run.companies)
        added |= figures.add(deal, [figure for row in rows for figure in row.figures])
        if (added or deal.pk in changed) and draft.outcome is Outcome.UNCHANGED:
            draft.outcome = Outcome.UPDATED
        run.report.tell(draft.outcome, [row.number for row in rows], draft)
    investors.save(run.by)
    figures.save(run.by)


def _stages(
    groups: Sequence[Sequence[DealRow]], drafts: Sequence[Draft[Deal]], run: Run
) -> set[int]:
    """Begin the log of new deals; of the others, return those that moved or gained a date."""
    new: dict[Deal, str] = {}
    old: dict[Deal, str] = {}
    for rows, draft in zip(groups, drafts, strict=True):
        years = new if draft.outcome is Outcome.CREATED else old
        years[draft.record] = single(rows, "year")
    stages.begin(new, run.at)
    moved = stages.follow([draft for draft in drafts if draft.record in old], run.at, run.by)
    return moved | stages.fill_years(old)


def _draft(rows: Sequence[DealRow], run: Run) -> Draft[Deal]:
    key = rows[0].key
    place = next((row.place for row in rows if row.place.key), rows[0].place)
    kind_typed, status_typed = single(rows, "kind_typed"), single(rows, "status_typed")
    parent = run.by_ref.get(single(rows, "part_of"))
    said: dict[str, Any] = {
        "ref": single(rows, "ref"),
        "title": single(rows, "title"),
        "country_id": run.countries[place.code].pk if place.code else None,
        "region_typed": place.words,
        "kind": kind_of(kind_typed) if kind_typed else "",
        "kind_typed": kind_typed,
        "status_typed": status_typed,
        "parent_id": parent,
        "parent_relation": Deal.ParentRelation.PART if parent else "",
        "sectors_typed": together(rows, "sectors"),
        "our_part_typed": together(rows, "our_part"),
        "source_url": min((row.source_url for row in rows if row.source_url), default=""),
        "notes": together(rows, "notes"),
    }
    deal = run.known.get(key)
    if deal is None:
        deal = Deal(office=run.office, **stages.standing(status_typed))
    return Draft(deal, said, key.reason, derived=frozenset({"kind"}))


def _keys(deal: Deal) -> list[Key]:
    place = deal.country.code if deal.country else fold(deal.region_typed)
    first = next((one for one in deal.stage_changes.all() if not one.from_stage), None)
    start = first.happened_edtf if first else ""
    return [deal_key(deal.kind_typed, deal.ref, place, start, deal.source_url)]

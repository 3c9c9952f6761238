"""`import_activities`: programmes, missions and events from the office's list."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import models

from deals.importing import events, missions, programmes
from deals.importing.activity_groups import Run, grouped
from deals.importing.activity_rows import COLUMNS, ActivityRow, Kind, understand
from deals.importing.identifying import identified
from deals.importing.opening import import_file, understood
from deals.importing.tags import Tags
from delegates.importing.countries import host_countries
from delegates.models import Programme
from investors.models import Event, Mission
from itpo.office.importing.reading import Line
from itpo.office.importing.remembering import in_portions
from itpo.office.importing.report import Report
from itpo.office.models import Office, User

TABLES: dict[Kind, type[models.Model]] = {
    Kind.PROGRAMME: Programme,
    Kind.MISSION: Mission,
    Kind.EVENT: Event,
}


def import_activities(path: Path, *, office: Office, at: datetime, dry_run: bool = False) -> Report:
    """Take a list of activities into the office. Raises FileNotReadable, having written nothing."""
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
    """Take what the lines say into the office, in a transaction, and report of each."""
    rows = _identified(understood(lines, understand, report, office), office, by, report)
    groups = grouped(rows, _kinds(office, rows), report)
    countries = host_countries((code for group in groups for code in group.codes), by)
    run = Run(office, office.today(at), countries, Tags(), report, by, list_wins)
    for kind, take_kind in (
        (Kind.PROGRAMME, programmes.take),
        (Kind.MISSION, missions.take),
        (Kind.EVENT, events.take),
    ):
        take_kind([group for group in groups if group.rows[0].kind is kind], run)


def _identified(
    rows: list[ActivityRow], office: Office, by: User | None, report: Report
) -> list[ActivityRow]:
    """The rows in their order, each kind among the records of its table."""
    kept: list[ActivityRow] = []
    for kind, table in TABLES.items():
        ours: Any = table._default_manager.filter(office=office)
        seen = ours if by is None else ours.visible_to(by)
        kept += identified([row for row in rows if row.kind is kind], ours, seen, report)
    return sorted(kept, key=lambda row: row.number)


def _kinds(office: Office, rows: list[ActivityRow]) -> dict[str, Kind]:
    """Of which kind the references are that the office knows already."""
    refs = {row.ref for row in rows if row.ref}
    return {
        ref: kind
        for kind, table in TABLES.items()
        for some in in_portions(refs)
        for ref in table._default_manager.filter(office=office, ref__in=some).values_list(
            "ref", flat=True
        )
    }

"""`import_activities`: programmes, missions and events from the office's list."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import models, transaction

from deals.importing import events, missions, programmes
from deals.importing.activity_groups import Run, grouped
from deals.importing.activity_rows import COLUMNS, ActivityRow, Kind, understand
from deals.importing.tags import Tags
from delegates.importing.countries import host_countries
from delegates.models import Programme
from investors.models import Event, Mission
from itpo.office.importing.reading import Line, read
from itpo.office.importing.remembering import in_portions
from itpo.office.importing.report import Report, RowRefused
from itpo.office.models import Office, User

TABLES: dict[Kind, type[models.Model]] = {
    Kind.PROGRAMME: Programme,
    Kind.MISSION: Mission,
    Kind.EVENT: Event,
}


@transaction.atomic
def import_activities(path: Path, *, office: Office, at: datetime, dry_run: bool = False) -> Report:
    """Take a list of activities into the office. Raises FileNotReadable, having written nothing.

    A dry run says what would be done and takes it back.
    """
    report = Report()
    take(read(path, COLUMNS, report), report, office=office, at=at)
    if dry_run:
        transaction.set_rollback(True)
    return report


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
    rows = _rows(lines, report)
    # Two imports at once would make everything twice.
    Office.objects.select_for_update().get(pk=office.pk)
    groups = grouped(rows, _kinds(office, rows), report)
    countries = host_countries((code for group in groups for code in group.codes), by)
    run = Run(office, office.today(at), countries, Tags(), report, by, list_wins)
    for kind, take_kind in (
        (Kind.PROGRAMME, programmes.take),
        (Kind.MISSION, missions.take),
        (Kind.EVENT, events.take),
    ):
        take_kind([group for group in groups if group.rows[0].kind is kind], run)


def _rows(lines: Iterable[Line], report: Report) -> list[ActivityRow]:
    rows = []
    for line in lines:
        try:
            rows.append(understand(line))
        except RowRefused as refusal:
            report.refuse(line.number, refusal)
    return rows


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

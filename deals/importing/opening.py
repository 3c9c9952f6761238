"""How the importers of deals and of activities begin: the file, its rows, and one at a time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from django.db import transaction

from deals.importing.activity_rows import ActivityRow
from deals.importing.deal_rows import DealRow
from delegates.importing.countries import with_own_names
from itpo.office.importing.reading import Line, read
from itpo.office.importing.report import Report, RowRefused
from itpo.office.models import Office, User

R = TypeVar("R", DealRow, ActivityRow)


class Take(Protocol):
    """What the importer of a kind does with the lines of a list."""

    def __call__(
        self,
        lines: Iterable[Line],
        report: Report,
        *,
        office: Office,
        at: datetime,
        by: User | None = None,
        list_wins: bool = False,
    ) -> None: ...


@transaction.atomic
def import_file(
    path: Path, take: Take, columns: Sequence[str], *, office: Office, at: datetime, dry_run: bool
) -> Report:
    """Take a file into the office. Raises FileNotReadable, having written nothing.

    A dry run says what would be done and takes it back.
    """
    report = Report()
    take(read(path, columns, report), report, office=office, at=at)
    if dry_run:
        transaction.set_rollback(True)
    return report


def understood(
    lines: Iterable[Line], understand: Callable[[Line], R], report: Report, office: Office
) -> list[R]:
    """What each line says, as far as it can be understood. Keeps other imports waiting."""
    rows = []
    for line in lines:
        try:
            rows.append(understand(line))
        except RowRefused as refusal:
            report.refuse(line.number, refusal)
    # Two imports at once would make everything twice.
    Office.objects.select_for_update().get(pk=office.pk)
    places = with_own_names(row.place for row in rows)
    return [replace(row, place=places[row.place]) for row in rows]

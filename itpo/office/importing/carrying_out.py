"""Carrying an import out: claimed with a lease, written in one transaction, never twice.

Whoever claims a run plans it anew, under a lock that lets one import at a time, writes it and
closes it in the same transaction. Who dies leaves nothing written and a lease that runs out, and
the run is claimed again. How far it is, is told over a connection of its own where the database
lets two write at once.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, Model
from django.utils import translation
from django.utils.translation import gettext as _

from itpo.office.clock import Clock
from itpo.office.importing import runs
from itpo.office.importing.kinds import Fate, Plan, Written, kinds
from itpo.office.importing.memory import without_collecting
from itpo.office.importing.versions import latest_versions
from itpo.office.models import ImportedRecord, ImportRun, Office
from itpo.office.troubles import database_is_away

logger = logging.getLogger(__name__)

State = ImportRun.State

# Longer than the largest list takes between two tellings of how far it is; where it cannot be
# told (SQLite), longer than all of it.
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3


class TakenOver(Exception):
    """Somebody else carries the run out by now: nothing of ours may stay."""


def carry_out_waiting(*, now: datetime) -> int:
    """Carry out every import nobody works on. Returns how many came to their end here."""
    waiting = ImportRun.objects.ready(now).order_by("uploaded_at", "pk")
    clock = Clock(now)
    return sum(carry_out(pk, clock) for pk in list(waiting.values_list("pk", flat=True)))


def carry_out(pk: int, clock: Clock) -> bool:
    """Write what a list says, unless somebody else does."""
    run = _claim(pk, clock.now())
    if run is None:
        return False
    with translation.override(run.by.language), without_collecting():
        try:
            _take_in(run, clock)
        except TakenOver:
            logger.warning("Import %s was taken over by somebody else", pk)
            return False
        except Exception as error:
            if database_is_away(error):
                raise  # its lease will run out
            logger.exception("Import %s cannot be carried out", pk)
            return bool(_close(run, State.FAILED, clock.now(), error=_why(error)))
    return True


def _claim(pk: int, at: datetime) -> ImportRun | None:
    """Take a run, unless somebody else has taken it meanwhile, or it was taken too often."""
    ready = ImportRun.objects.ready(at).filter(pk=pk)
    ready.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED, ended_at=at, leased_until=None, error=_worn_out()
    )
    claimed = ready.update(
        state=State.RUNNING, leased_until=at + LEASE, done_rows=0, attempts=F("attempts") + 1
    )
    return ImportRun.objects.select_related("office", "by").get(pk=pk) if claimed else None


def _worn_out() -> str:
    return _("It broke off three times; nothing of it was written.")


def _why(error: Exception) -> str:
    if isinstance(error, IntegrityError):
        said = _("The database refused a row; nothing was written.")
    elif isinstance(error, DatabaseError):
        said = _("The database was busy too long; nothing was written. Try again.")
    else:
        said = _("Something unforeseen happened; nothing was written.")
    return f"{said} ({type(error).__name__})"


def _ours(run: ImportRun) -> Any:
    return ImportRun.objects.filter(pk=run.pk, state=State.RUNNING, attempts=run.attempts)


def _close(run: ImportRun, state: str, at: datetime, **fields: Any) -> int:
    closed: int = _ours(run).update(state=state, ended_at=at, leased_until=None, **fields)
    return closed


@transaction.atomic
def _take_in(run: ImportRun, clock: Clock) -> None:
    # Two imports at once would make everything twice.
    list(Office.objects.select_for_update().order_by("pk")[:1])
    with closing(Progress(run, clock)) as progress:
        asked = replace(runs.asked(run, clock.now()), locks=True, progress=progress.tell)
        plans = runs.plan(run, asked)
        before = _versions_of(plans)
        written = kinds()[run.kind].write(plans, asked)
    ImportedRecord.objects.bulk_create(_records(run, written, before), batch_size=1000)
    runs.keep_plans(run, plans)
    kept = {"plans": run.plans, "counts": run.counts, "done_rows": run.rows}
    if not _close(run, State.DONE, clock.now(), **kept):
        raise TakenOver


def _versions_of(plans: Iterable[Plan]) -> dict[tuple[type[Model], Any], int]:
    """The versions of the records that are about to change."""
    changing: dict[type[Model], list[Any]] = defaultdict(list)
    for plan in plans:
        if plan.fate is Fate.UPDATED and plan.record is not None:
            changing[type(plan.record)].append(plan.record.pk)
    return {
        (model, pk): version
        for model, numbers in changing.items()
        for pk, version in latest_versions(model, numbers).items()
    }


def _records(
    run: ImportRun, written: Iterable[Written], before: Mapping[Any, int]
) -> list[ImportedRecord]:
    """Each record once, with its versions before and after."""
    by_model: dict[type[Model], dict[Any, Written]] = defaultdict(dict)
    for one in written:
        by_model[type(one.record)].setdefault(one.record.pk, one)
    return [
        ImportedRecord(
            run=run,
            row=one.row,
            model=model._meta.label_lower,
            record=pk,
            version=versions[pk],
            before=before.get((model, pk)),
            is_new=one.is_new,
        )
        for model, records in by_model.items()
        for versions in [latest_versions(model, records)]
        for pk, one in records.items()
    ]


class Progress:
    """Tells how far an import is while its own transaction hides what it writes.

    It takes a second connection; SQLite lets one write at a time, and there nothing is told.
    """

    def __init__(self, run: ImportRun, clock: Clock) -> None:
        self.run, self.clock = run, clock
        can_tell = connection.vendor == "postgresql"
        self.beside: Any = connection.copy() if can_tell else None

    def tell(self, done: int) -> None:
        """So many rows are done; and the run is held on to."""
        if self.beside is None:
            return
        with self.beside.cursor() as cursor:
            cursor.execute(
                "UPDATE office_importrun SET done_rows = %s, leased_until = %s"
                " WHERE id = %s AND state = 'running' AND attempts = %s",
                [done, self.clock.now() + LEASE, self.run.pk, self.run.attempts],
            )

    def close(self) -> None:
        if self.beside is not None:
            self.beside.close()

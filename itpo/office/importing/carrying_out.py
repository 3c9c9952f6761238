"""Doing what was asked for of an import: claimed with a lease, in one transaction, never twice.

Whoever claims a run does it and closes the run in the same transaction; what writes does so under
a lock that lets one at a time. Who dies leaves nothing written and a lease that runs out, and the
run is claimed again. How far it is, is told over a connection of its own where the database
lets two write at once.
"""

import logging
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from itpo.office.clock import Clock
from itpo.office.importing.looking import look
from itpo.office.importing.taking_in import take_in
from itpo.office.importing.undoing import NotUndone, undo
from itpo.office.memory import without_collecting
from itpo.office.models import ImportRun, Office, User
from itpo.office.troubles import database_is_away

logger = logging.getLogger(__name__)

State = ImportRun.State

# What is done on the way to a state, and answers with what the run keeps of it.
ACTS: dict[str, Callable[[ImportRun, datetime, Callable[[int], None]], dict[str, Any]]] = {
    State.READY: look,
    State.DONE: take_in,
    State.UNDONE: undo,
}
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
    """Do what was asked for of a list, unless somebody else does."""
    run = _claim(pk, clock.now())
    if run is None:
        return False
    reader = _asked_by(run)
    zone = timezone.override(ZoneInfo(reader.time_zone))
    with translation.override(reader.language), zone, without_collecting():
        try:
            _act(run, clock)
        except TakenOver:
            logger.warning("Import %s was taken over by somebody else", pk)
            return False
        except NotUndone as refusal:
            said = {"error": str(refusal), "in_the_way": refusal.in_the_way}
            return bool(_close(run, **_broken_off(run, clock.now()), **said))
        except Exception as error:
            if database_is_away(error):
                raise  # its lease will run out
            logger.exception("Import %s cannot be carried out", pk)
            return bool(_close(run, **_broken_off(run, clock.now()), error=_why(error)))
    return True


def _claim(pk: int, at: datetime) -> ImportRun | None:
    """Take a run, unless somebody else has taken it meanwhile, or it was taken too often."""
    ready = ImportRun.objects.ready(at).filter(pk=pk)
    claimed = ready.filter(attempts__lt=MOST_ATTEMPTS).update(
        state=State.RUNNING, leased_until=at + LEASE, done_rows=0, attempts=F("attempts") + 1
    )
    if not claimed:
        for worn_out in ready.without_content().select_related("by", "undone_by"):
            with translation.override(_asked_by(worn_out).language):
                error = _("It broke off three times; nothing was written.")
            ready.update(leased_until=None, error=error, **_broken_off(worn_out, at))
        return None
    run: ImportRun = ImportRun.objects.select_related("office", "by", "undone_by").get(pk=pk)
    return run


def _asked_by(run: ImportRun) -> User:
    """Who is told what comes of it."""
    return (run.undone_by or run.by) if run.aim == State.UNDONE else run.by


def _broken_off(run: ImportRun, at: datetime) -> dict[str, Any]:
    """Where a list stands of which did not come what was asked for: not taken back, it is in."""
    if run.aim == State.UNDONE:
        return {"state": State.DONE}
    return {"state": State.FAILED, "ended_at": at}


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


def _close(run: ImportRun, **fields: Any) -> int:
    closed: int = _ours(run).update(leased_until=None, **fields)
    return closed


@transaction.atomic
def _act(run: ImportRun, clock: Clock) -> None:
    if run.aim != State.READY:
        # Two imports at once would make everything twice.
        list(Office.objects.select_for_update().order_by("pk")[:1])
    with closing(Progress(run, clock)) as progress:
        kept = ACTS[run.aim](run, clock.now(), progress.tell)
    if not _close(run, state=run.aim, **kept):
        raise TakenOver


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

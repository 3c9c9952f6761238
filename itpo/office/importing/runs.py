"""What is asked for of an import: a preview of its rows, taking in, taking back.

    uploaded → ready → done → undone

Each of these steps takes long for a long list. So it is asked for here and done elsewhere
(`carrying_out.py`): meanwhile the run is waiting, then running, with what was asked for as its
aim. A run holds the table of its file.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from itpo.office import post
from itpo.office.importing import columns, stored
from itpo.office.importing.kinds import Fate, Kind, kinds
from itpo.office.importing.tables import table_of
from itpo.office.models import ImportRun, User
from itpo.office.states import Moves, NotPossible, take

State = ImportRun.State

TASK = "itpo.tasks.take_in_lists"
KEPT_FOR = timedelta(days=30)  # the cells of a file, after it was sent or taken in

AT_ONCE = 500  # rows that are looked through, or taken back, while somebody waits for the page

# What can be asked for. It comes to that, or fails, by way of waiting and running.
MOVES: Moves = {
    State.UPLOADED: {State.READY},
    State.READY: {State.READY, State.DONE},
    State.WAITING: set(),
    State.RUNNING: set(),
    State.DONE: {State.UNDONE},
    State.FAILED: {State.READY},
    State.UNDONE: set(),
}


@transaction.atomic
def begin(*, raw: bytes, name: str, kind: Kind, by: User, at: datetime) -> ImportRun:
    """Keep the table of a file, with its columns chosen as far as their heads say what they are.

    Raises FileNotReadable.
    """
    if by.office is None:
        raise NotPossible(_("Only somebody of an office takes lists in."))
    table = table_of(raw, name)
    return ImportRun.objects.create(
        office=by.office,
        by=by,
        kind=kind.name,
        is_restricted=kind.is_restricted,
        file_name=name[:200],
        uploaded_at=at,
        heads=table.heads,
        cells=stored.cells_to_json(table.rows),
        unreadable=stored.places_to_json(table.unreadable),
        rows=len(table.rows),
        columns=columns.recognise(table.heads, kind),
    )


@transaction.atomic
def choose(*, run: ImportRun, chosen: Sequence[str], list_wins: bool, by: User) -> ImportRun:
    """Say which column is which field, and ask what would become of each row.

    `list_wins`: also over what somebody wrote in the CRM. Raises NotPossible.
    """
    _check(chosen, kinds()[run.kind])
    asked = _ask(run, State.READY, by)
    asked.columns, asked.list_wins, asked.decisions = list(chosen), list_wins, {}
    asked.save(update_fields=["columns", "list_wins", "decisions"])
    return asked


def _check(chosen: Iterable[str], kind: Kind) -> None:
    """Refuse a field that two columns stand for, and one without a column that every row needs."""
    named = [name for name in chosen if name in kind.by_name]
    for name, times in Counter(named).items():
        if times > 1:
            sentence = _("Two columns are chosen for “%(field)s”. Leave one out.")
            raise NotPossible(sentence % {"field": kind.by_name[name].label})
    if missing := columns.missing(named, kind):
        names = ", ".join(f"“{one.label}”" for one in missing)
        raise NotPossible(_("Choose a column for %(fields)s.") % {"fields": names})
    if not named:
        raise NotPossible(_("Choose what at least one column is."))


@transaction.atomic
def decide(*, run: ImportRun, decisions: Mapping[int, str], by: User) -> ImportRun:
    """Say of rows which record each is: its number, “new”, or “out” to leave the row out."""
    asked = _ask(run, State.READY, by)
    asked.decisions |= {str(row): said for row, said in decisions.items()}
    asked.save(update_fields=["decisions"])
    return asked


def decide_rest(*, run: ImportRun, said: str, by: User) -> ImportRun:
    """Say the same of all rows still to decide on; “first”: it is the first that it may be."""
    undecided = [plan for plan in run.plans if plan["fate"] == Fate.UNDECIDED.value]
    decisions = {
        plan["row"]: str(plan["candidates"][0][0]) if said == "first" else said
        for plan in undecided
    }
    return decide(run=run, decisions=decisions, by=by)


@transaction.atomic
def take_in(*, run: ImportRun, by: User) -> ImportRun:
    """Ask for the list to be taken in. Raises NotPossible."""
    asked = _ask(run, State.DONE, by)
    if asked.undecided:
        raise NotPossible(_("Decide first which records the rows are that may be known already."))
    if not {"created", "updated"} & asked.counts.keys():
        raise NotPossible(_("There is nothing to take in: no row is new or changes anything."))
    return asked


@transaction.atomic
def take_back(*, run: ImportRun, by: User) -> ImportRun:
    """Ask for all that was taken in to be taken back. Raises NotPossible."""
    asked = _ask(run, State.UNDONE, by)
    asked.undone_by = by
    asked.save(update_fields=["undone_by"])
    return asked


def _ask(run: ImportRun, aim: str, by: User) -> ImportRun:
    asked: ImportRun = take(thing=run, to=aim, moves=MOVES, by=by)
    asked.state, asked.aim = State.WAITING, aim
    asked.attempts, asked.done_rows, asked.error, asked.in_the_way = 0, 0, "", []
    asked.save(update_fields=["state", "aim", "attempts", "done_rows", "error", "in_the_way"])
    if not is_done_at_once(asked):
        transaction.on_commit(lambda: post.nudge(TASK))
    return asked


def is_done_at_once(run: ImportRun) -> bool:
    """Whether who asked carries it out as well: it is short, and nobody else waits meanwhile."""
    return run.aim != State.DONE and run.rows <= AT_ONCE


@transaction.atomic
def remove(*, run: ImportRun) -> None:
    """Throw away a list that was not taken in. Raises NotPossible."""
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if not locked.is_to_be_prepared and locked.state != State.FAILED:
        raise NotPossible(_("What was taken in is not thrown away; it can be taken back."))
    locked.delete()


def forget(*, now: datetime) -> None:
    """Delete what lists say once it is no longer needed, and lists nobody went on with."""
    over = now - KEPT_FOR
    ImportRun.objects.filter(
        state__in=["uploaded", "ready", "failed"], uploaded_at__lt=over
    ).delete()
    done = ImportRun.objects.filter(state__in=["done", "undone"], ended_at__lt=over)
    done.exclude(cells=[], plans=[], in_the_way=[]).update(
        cells=[], plans=[], unreadable=[], decisions={}, in_the_way=[]
    )

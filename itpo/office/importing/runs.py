"""An import from the file to the moment it is asked for: columns, preview, decisions.

    uploaded → ready → waiting → running → done → undone

A run holds the table of its file. Planning reads the database and writes only into the run;
carrying out (`carrying_out.py`) plans anew, in the transaction in which it writes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from itpo.office import post
from itpo.office.importing import columns, numbers, stored
from itpo.office.importing.kinds import Asked, Fate, Kind, Plan, kinds
from itpo.office.importing.tables import table_of
from itpo.office.models import ImportRun, User
from itpo.office.states import Moves, NotPossible, take

State = ImportRun.State

TASK = "itpo.tasks.take_in_lists"
KEPT_FOR = timedelta(days=30)  # the cells of a file, after it was sent or taken in

MOVES: Moves = {
    State.UPLOADED: {State.READY},
    State.READY: {State.READY, State.WAITING},
    State.WAITING: {State.RUNNING},
    State.RUNNING: {State.DONE, State.FAILED},
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
def choose(
    *, run: ImportRun, chosen: Sequence[str], list_wins: bool, by: User, at: datetime
) -> ImportRun:
    """Say which column is which field, and look what would become of each row.

    `list_wins`: also over what somebody wrote in the CRM. Raises NotPossible.
    """
    kind = kinds()[run.kind]
    _check(chosen, kind)
    ready: ImportRun = take(thing=run, to=State.READY, moves=MOVES, by=by)
    ready.columns, ready.list_wins, ready.decisions = list(chosen), list_wins, {}
    ready.error = ""
    return _look(ready, at)


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
def decide(*, run: ImportRun, decisions: Mapping[int, str], by: User, at: datetime) -> ImportRun:
    """Say of rows which record each is: its number, “new”, or “out” to leave the row out."""
    ready: ImportRun = take(thing=run, to=State.READY, moves=MOVES, by=by)
    ready.decisions |= {str(row): said for row, said in decisions.items()}
    return _look(ready, at)


def decide_rest(*, run: ImportRun, said: str, by: User, at: datetime) -> ImportRun:
    """Say the same of all rows still to decide on; “first”: it is the first that it may be."""
    undecided = [plan for plan in run.plans if plan["fate"] == Fate.UNDECIDED.value]
    decisions = {
        plan["row"]: str(plan["candidates"][0][0]) if said == "first" else said
        for plan in undecided
    }
    return decide(run=run, decisions=decisions, by=by, at=at)


def _look(run: ImportRun, at: datetime) -> ImportRun:
    """Write down what would become of each row."""
    keep_plans(run, plan(run, asked(run, at)))
    run.save(update_fields=["columns", "list_wins", "decisions", "plans", "counts", "error"])
    return run


def asked(run: ImportRun, at: datetime) -> Asked:
    """What a run asks its kind, for a preview."""
    decisions = stored.decisions_from_json(run.decisions)
    return Asked(run.office, run.by, at, decisions, run.list_wins)


def plan(run: ImportRun, of: Asked) -> list[Plan]:
    """What becomes of each row, as things stand now."""
    kind = kinds()[run.kind]
    rows = columns.understood(
        stored.cells_from_json(run.cells),
        run.columns,
        kind,
        stored.places_from_json(run.unreadable),
    )
    numbers.look_up(rows, kind)
    return list(kind.plan(rows, of))


def keep_plans(run: ImportRun, plans: Sequence[Plan]) -> None:
    run.plans = stored.plans_to_json(plans, kinds()[run.kind])
    run.counts = dict(Counter(one.fate.value for one in plans))


@transaction.atomic
def ask(*, run: ImportRun, by: User) -> ImportRun:
    """Have the import carried out. Raises NotPossible."""
    waiting: ImportRun = take(thing=run, to=State.WAITING, moves=MOVES, by=by)
    if waiting.undecided:
        raise NotPossible(_("Decide first which records the rows are that may be known already."))
    if not {"created", "updated"} & waiting.counts.keys():
        raise NotPossible(_("There is nothing to take in: no row is new or changes anything."))
    waiting.attempts, waiting.done_rows = 0, 0
    waiting.save(update_fields=["attempts", "done_rows"])
    transaction.on_commit(lambda: post.nudge(TASK))
    return waiting


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
    done.exclude(cells=[], plans=[]).update(cells=[], plans=[], unreadable=[], decisions={})

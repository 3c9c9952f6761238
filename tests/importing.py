"""Lists for tests of imports."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import Model

from itpo.office.clock import Clock
from itpo.office.importing import carrying_out, runs
from itpo.office.importing.kinds import kinds
from itpo.office.models import ImportRun, User
from itpo.office.numbers import Number, Numbers, table_of

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def number_of(record: Model) -> str:
    """As an export writes it."""
    return Numbers().told(Number(table_of(type(record)), record.pk))


def csv_of(*rows: Sequence[str]) -> bytes:
    """A CSV file as Excel writes it, its heads in the first row."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")


def begun(by: User, kind: str, raw: bytes, name: str = "list.csv") -> ImportRun:
    return runs.begin(raw=raw, name=name, kind=kinds()[kind], by=by, at=NOW)


def looked_at(by: User, kind: str, raw: bytes, *, list_wins: bool = False) -> ImportRun:
    """With its columns as they were recognised, and what would become of its rows."""
    run = begun(by, kind, raw)
    return done(runs.choose(run=run, chosen=run.columns, list_wins=list_wins, by=by))


def taken_in(by: User, kind: str, raw: bytes, *, list_wins: bool = False) -> ImportRun:
    """Carried out to its end, as a worker does."""
    return done(runs.take_in(run=looked_at(by, kind, raw, list_wins=list_wins), by=by))


def taken_back(by: User, run: ImportRun) -> ImportRun:
    return done(runs.take_back(run=run, by=by))


def done(run: ImportRun) -> ImportRun:
    """With what was asked for done, as a worker does it."""
    carrying_out.carry_out(run.pk, Clock(NOW))
    run.refresh_from_db()
    return run


def as_csv(*rows: dict[str, Any]) -> bytes:
    """Rows as a file, under the names that any of them has."""
    heads = list(dict.fromkeys(name for row in rows for name in row))
    return csv_of(heads, *([str(row.get(name, "")) for name in heads] for row in rows))


def fates(run: ImportRun) -> list[str]:
    return [plan["fate"] for plan in run.plans]


def problems(run: ImportRun) -> list[tuple[int, str, str]]:
    """What was refused, by row: in which column, and why."""
    return [(plan["row"], *one) for plan in run.plans for one in plan.get("problems", [])]


def differences(run: ImportRun) -> list[tuple[str, ...]]:
    return [tuple(one) for plan in run.plans for one in plan.get("differences", [])]

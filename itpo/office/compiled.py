"""Queries that are built once and asked many times.

Building the chain's query takes Django longer than the database needs to answer it. Its shape is
the same for every record of a model and every reader with the same rights: only numbers, the day
and the moment differ. So it is built once with stand-ins for these, and asked with them in place.
"""

from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from itpo.office.visibility import Viewer

FIRST_NUMBER = 8_070_605_040_302_010_000  # no row has such a number
NO_NUMBER = 0  # nor this one
FIRST_DAY = date(1, 2, 3)  # no record is of this day
FIRST_MOMENT = datetime(4, 5, 6, tzinfo=UTC)  # nor of this moment, or of a year around it
YEAR = timedelta(days=365)


class Apart(NamedTuple):
    """Some time after the moment that is asked about; before it, if negative."""

    span: timedelta


class Statement(NamedTuple):
    """A query in the database's words, and what makes Python's values of those it answers with."""

    sql: str
    parameters: tuple[Any, ...]
    converters: list[tuple[int, Any, Any]]  # of the column with a number: functions, expression


_statements: dict[Hashable, Statement | None] = {}


class StandIns:
    """Hands out stand-ins, and knows what each stands for."""

    def __init__(self) -> None:
        self.meaning: dict[Any, Any] = {}
        self.moment: datetime | None = None

    def for_number(self, number: int | None) -> int | None:
        """One for a number; none for none, so that a query without it keeps its shape."""
        if number is None:
            return None
        return self._stand_in(number)

    def for_numbers(self, numbers: Iterable[int]) -> list[int]:
        """Some for several numbers. There are a few more, so that few counts make a shape."""
        known = list(numbers)
        if not known:
            return []
        spare = (1 << (len(known) - 1).bit_length()) - len(known)
        return [self._stand_in(one) for one in [*known, *[NO_NUMBER] * spare]]

    def for_day(self, day: date) -> date:
        """One for a day."""
        self.meaning |= {FIRST_DAY: day, FIRST_DAY.isoformat(): day.isoformat()}
        return FIRST_DAY

    def for_moment(self, moment: datetime) -> datetime:
        """One for a moment, with a zone; also what is less than a year before or after it.

        A query has one at most.
        """
        self.moment = moment
        return FIRST_MOMENT

    def meant(self, parameter: Any) -> Any:
        """What is asked in a parameter's place."""
        if isinstance(parameter, Apart):
            if self.moment is None:
                raise ValueError("The query asks about a moment, and nobody said which.")
            return connection.ops.adapt_datetimefield_value(self.moment + parameter.span)
        return self.meaning.get(parameter, parameter)

    def _stand_in(self, number: int) -> int:
        stand_in = FIRST_NUMBER + len(self.meaning)
        self.meaning[stand_in] = number
        return stand_in

    def for_viewer(self, viewer: Viewer) -> Any:
        """Somebody with the same rights, of whom nobody knows who it is."""
        return SimpleNamespace(
            pk=self.for_number(viewer.pk),
            office_id=self.for_number(office_of(viewer)),
            **rights(viewer),
        )

    def for_record(self, thing: models.Model) -> models.Model:
        """A record of the same model with the same references set: nothing else is known of it."""
        values = {
            field.attname: self.for_number(getattr(thing, field.attname))
            for field in thing._meta.concrete_fields
            if field.primary_key or isinstance(field, models.ForeignKey)
        }
        return type(thing)(**values)


def office_of(viewer: Viewer) -> int | None:
    """The office somebody belongs to; nobody's for somebody who is not logged in."""
    return getattr(viewer, "office_id", None)


def rights(viewer: Viewer) -> dict[str, bool]:
    return {
        "sees_records": bool(getattr(viewer, "sees_records", False)),
        "sees_restricted": bool(getattr(viewer, "sees_restricted", False)),
        "is_superuser": bool(viewer.is_superuser),
    }


def shape_of(thing: models.Model) -> Hashable:
    """What the shape of a query about a record may depend on: its model, which references are."""
    numbers = [field for field in thing._meta.concrete_fields if field.is_relation]
    return type(thing), tuple(getattr(thing, field.attname) is None for field in numbers)


def shape_of_viewer(viewer: Viewer) -> Hashable:
    return office_of(viewer) is None, viewer.pk is None, *rights(viewer).values()


def ask(
    shape: Hashable, stand_ins: StandIns, build: Callable[[], models.QuerySet[Any]]
) -> list[tuple[Any, ...]]:
    """The rows of a query, which is built only when its shape is asked for the first time.

    `build` makes a `values_list` from stand-ins alone and depends on nothing but the shape.
    """
    key = (connection.vendor, shape)
    if key not in _statements:
        _statements[key] = _statement(build())
    statement = _statements[key]
    if statement is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, [stand_ins.meant(one) for one in statement.parameters])
        rows = cursor.fetchall()
    return _converted(rows, statement) if statement.converters else list(rows)


def _statement(rows: models.QuerySet[Any]) -> Statement | None:
    """What a query says to the database; None for one that can have no rows."""
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    converters = compiler.get_converters([column for column, *_names in compiler.select])
    return Statement(
        sql,
        tuple(_apart(one) for one in parameters),
        [(place, *both) for place, both in converters.items()],
    )


def _apart(parameter: Any) -> Any:
    """How far a stand-in for a moment is from the moment; any other parameter as it is.

    SQLite's moments are texts, in UTC and without saying so.
    """
    moment = parameter
    if isinstance(parameter, str) and parameter.startswith("000"):
        try:
            moment = datetime.fromisoformat(parameter).replace(tzinfo=UTC)
        except ValueError:
            return parameter
    if isinstance(moment, datetime) and abs(moment - FIRST_MOMENT) < YEAR:
        return Apart(moment - FIRST_MOMENT)
    return parameter


def _converted(rows: Iterable[Any], statement: Statement) -> list[tuple[Any, ...]]:
    """Rows as a queryset would give them: SQLite's days, for one, are texts."""
    known = [list(row) for row in rows]
    for row in known:
        for place, functions, expression in statement.converters:
            for convert in functions:
                row[place] = convert(row[place], expression, connection)
    return [tuple(row) for row in known]

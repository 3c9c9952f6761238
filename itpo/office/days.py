"""Counting days in the database."""

from typing import Any

from django.db.models import DateField, Func, IntegerField


class DaysBetween(Func):
    """How many days lie between two days: the later first."""

    output_field = IntegerField()
    arity = 2

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(%(expressions)s)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" - ", **context)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "CAST(%(expressions)s AS INTEGER)"
        first, second = self.get_source_expressions()
        days = [
            Func(one, function="julianday", output_field=IntegerField()) for one in (first, second)
        ]
        return self.copy_with(days).as_sql(
            compiler, connection, template=template, arg_joiner=" - ", **context
        )

    def copy_with(self, expressions: list[Any]) -> "DaysBetween":
        copy = self.copy()
        copy.set_source_expressions(expressions)
        return copy


class DaysAfter(Func):
    """The day so many days after a day: the day first."""

    output_field = DateField()
    arity = 2

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(%(expressions)s)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" + ", **context)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "date(%(expressions)s || ' days')"
        return self.as_sql(compiler, connection, template=template, arg_joiner=", ", **context)

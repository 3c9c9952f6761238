"""The columns of an exported list: a steady name, a head in the reader's language, a value."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any, TypeAlias

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from itpo.office.models import User
from itpo.office.numbers import table_of

# Blank, a text, a number, yes or no, a day or a moment. What is not known is blank, never zero.
Value: TypeAlias = str | int | Decimal | date | datetime | None
NUMBER = _("number of the record here")  # as the import calls it


@dataclass(frozen=True)
class Column:
    """One column. By its name an import knows it, in whatever language its head is."""

    name: str
    label: str | Promise
    value: Callable[[Any], Value]
    is_moment: bool = False  # told in the office's time, whose zone the head names
    # Of which table its value is the number of a record, told as `office/numbers.py` does.
    table: str = ""

    @property
    def head(self) -> str:
        return str(capfirst(str(self.label)))


def _as_found(rows: Any, viewer: User) -> Any:
    return rows


def _itself(row: Any) -> Iterable[Any]:
    yield row


@dataclass(frozen=True)
class Export:
    """What of a list is taken out. `fetched` adds what its columns need to rows as shown."""

    columns: Sequence[Column]
    fetched: Callable[[Any, User], Any] = _as_found
    lines: Callable[[Any], Iterable[Any]] = _itself  # of a row, where it is told in several


def columns_of(model: type[Model], *names: str) -> list[Column]:
    """Columns of a table as they are, called as the table calls them."""
    return [Column(name, _label(model, name), attrgetter(name)) for name in names]


def shown_of(model: type[Model], *names: str) -> list[Column]:
    """Columns of choices, each as it is shown."""
    return [Column(name, _label(model, name), _display(name)) for name in names]


def linked(name: str, label: str | Promise, path: str = "") -> Column:
    """What another record says, through a link that may be open: `company.name`."""
    steps = (path or name).split(".")

    def value(row: Any) -> Value:
        for step in steps:
            if row is None:
                return None
            row = getattr(row, step)
        return row if isinstance(row, str | int | Decimal | date) or row is None else str(row)

    return Column(name, label, value)


def flag(name: str, label: str | Promise, path: str = "") -> Column:
    """Yes or no, in the reader's language."""
    found = attrgetter(path or name)
    return Column(name, label, lambda row: gettext("yes") if found(row) else gettext("no"))


def moment(model: type[Model], name: str) -> Column:
    return Column(name, _label(model, name), attrgetter(name), is_moment=True)


def number(model: type[Model]) -> Column:
    """The number by which an import finds the record again."""
    return Column("id", NUMBER, attrgetter("pk"), table=table_of(model))


def number_of(name: str, label: str | Promise, model: type[Model]) -> Column:
    """The number of another record, through a link: `company_id`."""
    return Column(name, label, attrgetter(name), table=table_of(model))


def _display(name: str) -> Callable[[Any], Value]:
    return lambda row: str(getattr(row, f"get_{name}_display")())


def _label(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name).verbose_name  # type: ignore[union-attr]

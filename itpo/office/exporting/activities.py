"""Programmes, missions and events, told line by line as the import of activities takes them."""

from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from itpo.office.exporting.columns import Column, linked, number, shown_of


class Told(NamedTuple):
    """One line: where it took place and when, and what is told of that place."""

    record: Any
    country: Any = None
    region: str = ""  # where it is no country, or several
    begins: str = ""
    ends: str = ""
    sectors: str = ""
    counterparts: str = ""
    source_url: str = ""
    notes: str = ""


def columns(model: Any, kind: Callable[[Any], str], *more: Column) -> list[Column]:
    """What the import knows first, and then what the list shows besides.

    Kinds, and whether it was ours, are in the words of the import: it knows no others.
    """
    return [
        _of_record(number(model)),
        Column("ref", _("reference"), lambda line: line.record.ref),
        Column("kind", _("kind"), lambda line: kind(line.record)),
        Column("country", _("country"), lambda line: line.region or _name(line.country)),
        linked("iso2", _("country's code"), "country.code"),
        Column("start", _("begins"), attrgetter("begins")),
        Column("end", _("ends"), attrgetter("ends")),
        Column("host_org", _("organisers"), lambda line: line.record.organisers_typed),
        Column("counterpart_org", _("counterparts"), attrgetter("counterparts")),
        Column("sectors", _("sectors"), attrgetter("sectors")),
        Column("direction", _("direction or place"), lambda line: _direction(line.record)),
        Column("itpo_linked", _("ours"), lambda line: "yes" if line.record.is_ours else "no"),
        Column("source_url", _("source"), attrgetter("source_url")),
        Column("notes", _("notes"), attrgetter("notes")),
        Column("name", _("name"), lambda line: line.record.name),
        *map(_of_record, (*shown_of(model, "state"), *more)),
    ]


def _of_record(column: Column) -> Column:
    """The same column of what a line tells of."""
    value = column.value
    return replace(column, value=lambda line: value(line.record))


def _name(country: Any) -> str:
    return "" if country is None else str(country.name)


def _direction(record: Any) -> str:
    """Of an event its place, as the import has it."""
    return str(record.direction if hasattr(record, "direction") else record.place)

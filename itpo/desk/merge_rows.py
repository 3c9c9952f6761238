"""What the pages of duplicates show: pairs with their records, fields side by side, what moves."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model
from django.utils.text import capfirst

from itpo.desk.navigation import MANY, NumberOf
from itpo.office import merging
from itpo.office.changes import side_by_side
from itpo.office.merging.relations import pointing
from itpo.office.models import Merge, SuspectedPair, User


class Pair(NamedTuple):
    """Two records that may be one, the older one first."""

    row: SuspectedPair
    one: Any
    other: Any


class Merged(NamedTuple):
    """A merge, the record that stays, and the sign that leads to it."""

    row: Merge
    one: Any
    other: Any


Row = TypeVar("Row", Pair, Merged)


def with_records(kind: type[Row], rows: Iterable[Any], records: dict[int, Any]) -> list[Row]:
    """Rows with the two records each is about; those left out of which one is gone or hidden.

    A pair of which one was merged since is none any more: the next look forgets it.
    """
    shown = []
    for row in rows:
        pair = kind is Pair
        one, other = (row.first, row.second) if pair else (row.winner, row.loser)
        if one not in records or other not in records:
            continue
        if pair and any(records[pk].merged_into_id for pk in (one, other)):
            continue
        shown.append(kind(row, records[one], records[other]))
    return shown


class Beside(NamedTuple):
    """What both say in one field; `takes` says that what the loser says is to stay."""

    name: str
    label: str
    winner: str
    loser: str
    takes: bool

    @property
    def differs(self) -> bool:
        return self.winner != self.loser


def fields_beside(winner: Any, loser: Any, taken: Sequence[str], viewer: User) -> list[Beside]:
    """Field by field what both say, as far as the viewer may see it."""
    fields = merging.fields_of(type(winner))
    return [
        Beside(field.name, capfirst(str(field.verbose_name)), ours, theirs, field.name in taken)
        for field, ours, theirs in side_by_side(winner, loser, fields, viewer)
    ]


def moving(loser: Any, viewer: User) -> list[tuple[str, str]]:
    """What would move, and how much of it the viewer sees: 12 meetings, 3 deals. One query."""
    counted: dict[str, Any] = {}
    names: dict[str, str] = {}
    for at, (model, path) in enumerate(_whole_records(type(loser))):
        rows: Any = model._default_manager
        seen = rows.visible_to(viewer) if hasattr(rows, "visible_to") else rows.all()
        counted[f"n{at}"] = NumberOf(seen.filter(**{path: loser.pk}).distinct())
        names[f"n{at}"] = str(model._meta.verbose_name_plural)
    one: Any = type(loser)._base_manager.filter(pk=loser.pk).values(**counted).get()
    return [
        (names[name], f"{MANY}+" if number > MANY else str(number))
        for name, number in one.items()
        if number
    ]


def _whole_records(model: type[Model]) -> list[tuple[Any, str]]:
    """The tables whose rows move, each with the way from a row to the record.

    Of a table that only links two records, the other record: the meeting, not who sat there.
    """
    relations: Any = model._meta.get_fields()
    linked = [one for one in relations if one.many_to_many and one.concrete]
    linking = [one for one in relations if one.many_to_many and not one.concrete]
    links = {one.remote_field.through for one in linked} | {one.through for one in linking}
    return [
        *((one.related_model, one.field.name) for one in linking),
        *((one.related_model, one.related_query_name()) for one in linked),
        *(
            (field.model, field.name)
            for field in pointing(model)
            if field.model not in links and field.name != "merged_into"
        ),
    ]

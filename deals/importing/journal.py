"""What an import wrote, found again in the histories: one import runs at a time.

The importers of deals and activities write from many places. Each version they leave is signed
by whoever takes the list in, with an import's reason, so that none has to be handed on.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import Max, Model

from deals.models import Claim, Deal, DealCompany, StageChange
from delegates.models import HostCountry, Programme, ProgrammePartner
from investors.models import (
    Company,
    Event,
    EventPartner,
    Mission,
    MissionLeg,
    MissionPartner,
)
from itpo.office.importing.kinds import Written
from itpo.office.importing.remembering import REASON, in_portions
from itpo.office.models import User

# What is made before what refers to it.
MODELS: tuple[type[Model], ...] = (
    *(HostCountry, Company, Programme, Mission, MissionLeg, Event, Deal),
    *(ProgrammePartner, MissionPartner, EventPartner, DealCompany, Claim),
)


class Mark(NamedTuple):
    """How far a table and its history went before."""

    version: int
    line: int


def _last(rows: Any) -> int:
    return rows.aggregate(last=Max("pk"))["last"] or 0


class Journal:
    """Begun before an import writes; afterwards it knows what that wrote."""

    def __init__(self, by: User | None) -> None:
        self.by = by
        self.marks = {model: _last(_history(model)) for model in MODELS}
        self.line = _last(StageChange.objects)

    def written(self, rows: Mapping[tuple[type[Model], int], int]) -> list[Written]:
        """All that was written since, each with its row; `rows` says the rows of the wholes."""
        of: dict[tuple[type[Model], int], int] = dict(rows)
        first = min(of.values(), default=0)
        found = []
        for model in MODELS:
            for record, is_new in self._since(model):
                row = of.setdefault((model, record.pk), _row_of(record, of, first))
                found.append(Written(row, record, is_new))
        for line in StageChange.objects.filter(pk__gt=self.line, changed_by=None):
            if (Deal, line.deal_id) in of:
                found.append(Written(of[Deal, line.deal_id], line, is_new=True))
        return found

    def _since(self, model: type[Model]) -> Iterator[tuple[Any, bool]]:
        versions = _history(model).filter(
            history_id__gt=self.marks[model],
            history_user=self.by,
            history_change_reason__startswith=REASON,
        )
        new: dict[int, bool] = {}
        for pk, kind in versions.order_by("history_id").values_list("id", "history_type"):
            new[pk] = new.get(pk, False) or kind == "+"
        for some in in_portions(new):
            for record in model._default_manager.filter(pk__in=some).order_by("pk"):
                yield record, new[record.pk]


def _history(model: Any) -> Any:
    return model.history


def _row_of(record: Any, rows: Mapping[tuple[type[Model], int], int], other: int) -> int:
    """The row of what a record refers to."""
    for column in type(record)._meta.concrete_fields:
        if column.is_relation:
            key = (column.related_model, getattr(record, column.attname))
            if key in rows:
                return rows[key]
    return other

"""Published figures. Each stands once for its source; none is added up, none is replaced."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model

from deals.models import Claim
from itpo.office import partial_dates
from itpo.office.importing.keeping import create
from itpo.office.importing.remembering import in_portions
from itpo.office.models import User

COLUMNS = ("metric", "phase", "value", "currency", "as_of_edtf", "source_url")


@dataclass(frozen=True)
class Figure:
    """One published figure. `words` says in words what was counted."""

    metric: Claim.Metric
    value: Decimal
    source_url: str
    phase: Claim.Phase = Claim.Phase.ANNOUNCED
    currency: str = ""
    as_of: str = ""
    words: str = ""

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes it one figure: the same, of the same source, repeated, is not another."""
        as_of = partial_dates.edtf_of(self.as_of)
        return self.metric, self.phase, self.value, self.currency, as_of, self.source_url


class Figures:
    """The figures some deals, missions, events or programmes have or ever had."""

    def __init__(self, subject: str, records: Sequence[Model]) -> None:
        self._subject = subject
        self._known: set[tuple[Any, ...]] = set()
        self._new: list[Claim] = []
        columns = (f"{subject}_id", *COLUMNS)
        for some in in_portions([record.pk for record in records]):
            among = {f"{subject}_id__in": some}
            self._known.update(Claim.objects.filter(**among).values_list(*columns))
            # What somebody has corrected or removed does not come back.
            self._known.update(Claim.history.filter(**among).values_list(*columns))

    def add(self, record: Model, figures: Iterable[Figure]) -> bool:
        """Note down those that are new; say whether any was."""
        before = len(self._new)
        for figure in figures:
            key = (record.pk, *figure.key)
            if key not in self._known:
                self._known.add(key)
                self._new.append(self._claim(record, figure))
        return len(self._new) > before

    def save(self, by: User | None = None) -> None:
        """Write down all that were noted."""
        create(self._new, by=by)
        self._new = []

    def _claim(self, record: Model, figure: Figure) -> Claim:
        return Claim(
            metric=figure.metric,
            phase=figure.phase,
            value=figure.value,
            currency=figure.currency,
            as_of=figure.as_of,
            source_url=figure.source_url,
            words=figure.words,
            **{f"{self._subject}_id": record.pk},
        )

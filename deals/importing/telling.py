"""What an import changes of a record, in words, for whoever may see it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import ForeignKey
from django.utils.text import capfirst

from itpo.office.importing.keeping import BLANK, Draft
from itpo.office.importing.kinds import Difference
from itpo.office.importing.readers import words
from itpo.office.models import User


class Telling:
    """Tells of each draft once, though several rows stand for it; looks each record up once."""

    def __init__(self, by: User | None) -> None:
        self.by = by
        self._told: set[int] = set()
        self._records: dict[tuple[Any, int], str] = {}

    def not_told_yet(self, drafts: Iterable[Draft[Any]]) -> list[Draft[Any]]:
        new = [draft for draft in drafts if id(draft) not in self._told]
        self._told.update(map(id, new))
        return new

    def differences(self, draft: Draft[Any]) -> list[Difference]:
        return [
            Difference(
                _label(draft, name),
                self._words(draft, name, before),
                self._words(draft, name, after),
            )
            for name, before, after in draft.changed
        ]

    def kept(self, draft: Draft[Any]) -> list[str]:
        return [_label(draft, name) for name in sorted(draft.kept)]

    def _words(self, draft: Draft[Any], name: str, value: Any) -> str:
        if value in BLANK:
            return ""
        field = draft.record._meta.get_field(name)
        if isinstance(field, ForeignKey):
            return self._record(field.related_model, value)
        if isinstance(value, bool):
            return words(value)
        return str(dict(getattr(field, "flatchoices", ())).get(value, value))

    def _record(self, model: Any, pk: int) -> str:
        """What a record is called; nothing where they may not see it."""
        key = (model, pk)
        if key not in self._records:
            rows = model._default_manager
            seen = rows.visible_to(self.by) if self.by is not None else rows
            self._records[key] = str(seen.filter(pk=pk).first() or "")
        return self._records[key]


def _label(draft: Draft[Any], name: str) -> str:
    return str(capfirst(str(draft.record._meta.get_field(name).verbose_name)))

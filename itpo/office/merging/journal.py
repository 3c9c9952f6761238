"""What a merge changes, written down step by step so that it can be taken back."""

from datetime import datetime
from typing import Any

from django.db.models import JSONField, Model

from itpo.office.history import sign
from itpo.office.models import User

CHANGED, DROPPED = "changed", "dropped"


def plain(row: Model, field: Any) -> Any:
    """What a row says in a column, as JSON can hold it."""
    value = getattr(row, field.attname)
    if value is None or isinstance(field, JSONField):
        return value
    return field.value_to_string(row)


def has_history(model: Any) -> bool:
    return hasattr(model, "history")


class Journal:
    """Writes rows, signed, and keeps what they said before and after."""

    def __init__(self, by: User, at: datetime, because: str) -> None:
        self.by, self.at, self.because = by, at, because
        self.steps: list[list[Any]] = []

    def change(self, row: Any, **values: Any) -> None:
        """Write columns of a row, by their `attname`; nothing where they say so already."""
        fields = [row._meta.get_field(name) for name in values]
        before = {field.attname: plain(row, field) for field in fields}
        for field in fields:
            setattr(row, field.attname, values[field.attname])
        after = {field.attname: plain(row, field) for field in fields}
        said = {name: [old, after[name]] for name, old in before.items() if old != after[name]}
        if said:
            self.steps.append([CHANGED, row._meta.label_lower, row.pk, said])
            self._write(row, [field for field in fields if field.attname in said])

    def drop(self, row: Any) -> None:
        """Delete a row to which nothing points any more."""
        values = {field.attname: plain(row, field) for field in row._meta.concrete_fields}
        self.steps.append([DROPPED, row._meta.label_lower, row.pk, values])
        sign(row, self.by, self.because)
        row.delete()

    def note(self, row: Any) -> None:
        """Have the history of a row tell of what was done, though the row says what it said."""
        sign(row, self.by, self.because)
        row.save(update_fields=["archived_at"])

    def _write(self, row: Any, fields: list[Any]) -> None:
        if has_history(type(row)):
            sign(row, self.by, self.because)
            row.save(update_fields=[field.name for field in fields])
        else:
            # What has no history is claimed by such updates elsewhere, too.
            values = {field.attname: getattr(row, field.attname) for field in fields}
            type(row)._base_manager.filter(pk=row.pk).update(**values)

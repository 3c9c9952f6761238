"""Rows that keep the words they are found by beside what was typed."""

from itertools import chain
from typing import Any, ClassVar

from django.db import models
from django.db.models.lookups import Contains
from django.utils.translation import gettext_lazy as _

from itpo.office.entries import Folds, text_of
from itpo.office.kana import in_order
from itpo.office.trigrams import NAMED


class FoldedField(models.TextField):  # type: ignore[type-arg]
    """What a row is found by. Written with the row, one by one or in bulk.

    Not by `QuerySet.update` and `bulk_update`, which do not see the row.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        defaults = {"blank": True, "default": "", "editable": False}
        super().__init__(*args, **{**defaults, **options})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        text = model_instance.folded_text()  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, text)
        return text


@FoldedField.register_lookup
class Named(Contains):
    """As `contains`, for names between bars: on PostgreSQL by the index in which bars count."""

    lookup_name = "named"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return str(connection.operators["contains"] % rhs)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        folded, before = self.process_lhs(compiler, connection)
        text, after = self.process_rhs(compiler, connection)
        named = f"{NAMED.format(folded)} LIKE {NAMED.format(text)}"
        # To translate a row takes ten times as long as to look for the text as it is, so that is
        # done first where rows are read; by a collation of no index, or it would be taken for one.
        plain = f'{folded} COLLATE "C" LIKE {text}'
        return f"({plain} AND {named})", (*before, *after, *before, *after)


class KanaOrderField(models.CharField):  # type: ignore[type-arg]
    """A reading as it is sorted by, see kana.py. NULL, and so the last, where none is."""

    def __init__(self, *args: Any, of: str = "reading", **options: Any) -> None:
        self.of = of
        defaults = {"max_length": 200, "null": True, "editable": False}
        super().__init__(*args, **{**defaults, **options})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        key = in_order(getattr(model_instance, self.of) or "")[: self.max_length] or None
        setattr(model_instance, self.attname, key)
        return key


class Folded(models.Model):
    """A row that keeps its words folded."""

    folds: ClassVar[Folds] = {}

    folded = FoldedField(_("what it is found by"))

    class Meta:
        abstract = True

    @classmethod
    def folded_from(cls) -> set[str]:
        """The columns that are folded."""
        return set(chain.from_iterable(cls.folds))

    def folded_text(self) -> str:
        """All its words, folded, as they stand now."""
        return text_of(
            entry
            for names, entries in self.folds.items()
            if any(typed := [getattr(self, name) or "" for name in names])
            for entry in entries(*typed)
        )

    @classmethod
    def folded_into(cls) -> list[str]:
        """The columns that are written along."""
        kinds = (FoldedField, KanaOrderField)
        return [field.name for field in cls._meta.concrete_fields if isinstance(field, kinds)]

    def fold_anew(self) -> bool:
        """Fold by the rules as they are now; whether anything came out otherwise."""
        fields: list[Any] = [self._meta.get_field(name) for name in self.folded_into()]
        before = [getattr(self, field.attname) for field in fields]
        return before != [field.pre_save(self, add=False) for field in fields]

    def save(self, **options: Any) -> None:
        """Save the folded words along, also when only some fields are saved."""
        names = options.get("update_fields")
        if names is not None and self.folded_from() & set(names):
            options["update_fields"] = {*names, *self.folded_into()}
        super().save(**options)

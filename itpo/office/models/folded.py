"""Rows that keep the words they are found by beside what was typed."""

from itertools import chain
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from itpo.office.entries import Folds, text_of


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

    def save(self, **options: Any) -> None:
        """Save the folded words along, also when only some fields are saved."""
        names = options.get("update_fields")
        if names is not None and self.folded_from() & set(names):
            options["update_fields"] = {*names, "folded"}
        super().save(**options)

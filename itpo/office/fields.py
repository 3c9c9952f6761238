"""Model and form fields of our own."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from itpo.office import partial_dates


class PartialDateField(models.CharField):  # type: ignore[type-arg]
    """A date as typed, which fills three columns beside it.

    A model that has one called `begins` also declares `begins_edtf` (text), `begins_earliest`
    and `begins_latest` (days), derives from `HasPartialDates`, and holds the four together with
    `constraints.read_as_written`. They are written whenever the row is validated, saved or made
    in bulk; not by `QuerySet.update` and `bulk_update`, which do not see the row.
    """

    description = "A date that may be known only in part"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": 60, "blank": True, **options})

    def columns(self) -> list[str]:
        return [self.name, f"{self.name}_edtf", f"{self.name}_earliest", f"{self.name}_latest"]

    def fill(self, instance: models.Model) -> None:
        """Write what the text means into the columns beside it. Raises NotADate."""
        text = (getattr(instance, self.attname) or "").strip()
        understood = partial_dates.read(text) if text else None
        setattr(instance, self.attname, text)
        setattr(instance, f"{self.name}_edtf", understood.edtf if understood else "")
        setattr(instance, f"{self.name}_earliest", understood and understood.earliest)
        setattr(instance, f"{self.name}_latest", understood and understood.latest)

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        value = super().clean(value, model_instance)
        return read_or_refuse(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        self.fill(model_instance)
        return super().pre_save(model_instance, add)

    def formfield(self, *args: Any, **options: Any) -> Any:
        return super().formfield(*args, **{"help_text": PARTIAL_DATE_HINT, **options})


class HasPartialDates(models.Model):
    """Keeps the four columns of each partial date together."""

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        for field in self.partial_dates():
            try:
                field.fill(self)
            except partial_dates.NotADate:
                continue  # the field's own clean(), next, says so beside the field
        super().clean_fields(exclude=exclude)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Check the order of dates in forms too, which show the text and not what it means."""
        meant = {name for field in self.partial_dates() for name in field.columns()[1:]}
        super().validate_constraints(exclude=set(exclude or ()) - meant)

    def save(self, **options: Any) -> None:
        """Save what a date means along with it, also when only some fields are saved."""
        if (names := options.get("update_fields")) is not None:
            written = [field for field in self.partial_dates() if field.name in names]
            options["update_fields"] = {*names, *(n for field in written for n in field.columns())}
        super().save(**options)

    @classmethod
    def partial_dates(cls) -> list[PartialDateField]:
        return [field for field in cls._meta.concrete_fields if isinstance(field, PartialDateField)]


PARTIAL_DATE_HINT = _("As exact as you know it: 2016-06-27, 2016-06, 2016, 1990s, about 2000.")


class PartialDateFormField(forms.CharField):
    """The same for a form without a model."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 60, "help_text": PARTIAL_DATE_HINT, **options})

    def clean(self, value: Any) -> str:
        return read_or_refuse(super().clean(value))


def read_or_refuse(value: str) -> str:
    """Return the text if it can be read as a date. Raises ValidationError."""
    if value:
        try:
            partial_dates.read(value)
        except partial_dates.NotADate as error:
            raise ValidationError(str(error)) from error
    return value

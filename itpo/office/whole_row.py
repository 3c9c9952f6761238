"""A form that asks of a row whatever the database will ask."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


class WholeRowForm(forms.ModelForm):  # type: ignore[type-arg]
    """Checks the constraints on the whole row.

    Django's own form skips a constraint that names a column the form does not show, and the
    database then refuses with an error page.
    """

    def validate_unique(self) -> None:
        """Check the whole row, last of all: what Django checked before leaves out much of it."""
        left_out = set(self.errors) | {
            name
            for name, field in self.fields.items()
            if isinstance(field, forms.models.InlineForeignKeyField)
            and getattr(self.instance, f"{name}_id", None) is None  # an unsaved parent fills it
        }
        for check in (self.instance.validate_unique, self.instance.validate_constraints):
            try:
                check(exclude=left_out)
            except ValidationError as error:
                self._say(error)

    def _say(self, error: ValidationError) -> None:
        """Put each sentence beside its field where that is shown, once."""
        for name, sentences in error.message_dict.items():
            where = name if name in self.fields else NON_FIELD_ERRORS
            said: Any = self.errors.get(where, [])
            for sentence in sentences:
                if sentence not in said:
                    self.add_error(None if where == NON_FIELD_ERRORS else where, sentence)

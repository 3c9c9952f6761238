"""Figures as people type them: with commas, spaces, or the full-width digits of Japanese."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PLAIN = re.compile(r"-?\d+(\.\d+)?")
GROUPED = re.compile(r"-?\d{1,3}([,' ]\d{3})+(\.\d+)?")
NOT_PLAIN = _("Write it in digits, such as 1000, 1,000 or 1000.50.")
NEGATIVE = _("A figure is not below zero.")
TOO_LONG = _("This figure is too large. Is a currency or a unit mixed in?")


class AmountField(forms.DecimalField):
    """A figure, read as typed: 1000, 1,000, 1 000 and １，０００ are the same.

    What could be read in two ways (1,5 or 1.000,50) is refused rather than guessed.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        said = {"invalid": NOT_PLAIN, "min_value": NEGATIVE}
        long = dict.fromkeys(("max_digits", "max_whole_digits"), TOO_LONG)
        super().__init__(error_messages={**said, **long}, **options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = " ".join(unicodedata.normalize("NFKC", value).replace("−", "-").split())
            if value and not (PLAIN.fullmatch(value) or GROUPED.fullmatch(value)):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            value = re.sub(r"[,' ]", "", value)
        return super().to_python(value)

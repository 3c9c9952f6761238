"""The kinds of fields a form is made of. Each says in a sentence what to write instead."""

import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from itpo.office import partial_dates
from itpo.office.states import NotPossible

LINE, TEXT = 200, 4000  # characters that are room enough for a line and for some sentences
# What is too long is kept all the same, so that it can be shortened; but nobody fills the disk.
MOST_KEPT = 50_000
MOST = Decimal(10) ** 15
TOO_LONG = _("Write at most %(limit_value)d characters; these are %(show_value)d.")
ANSWER_THIS = _("Answer this, please.")
WRITE_SOMETHING = _("Write something here, please.")
CHOOSE_ONE = _("Choose one of these, please.")


class Typed(forms.CharField):
    """Text as typed. The browser cuts nothing off: whoever pasted too much is told so."""

    default_error_messages = {"required": WRITE_SOMETHING, "max_length": TOO_LONG}
    # Asked for all the same: something else of the step decides.
    is_unmarked = False

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class ReadAs(Typed):
    """Text that has to mean something: what `read` makes of it is looked at and not kept."""

    def __init__(self, *, read: Callable[[str], object], **options: Any) -> None:
        self.read = read
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text:
            self.read(text)
        return text


class Choice(forms.ChoiceField):
    default_error_messages = {"required": CHOOSE_ONE, "invalid_choice": CHOOSE_ONE}


def refuse_huge(typed: Mapping[str, str]) -> None:
    """Raise NotPossible for an answer that is longer than anybody writes."""
    for name, text in typed.items():
        if len(text) > MOST_KEPT:
            sizes = {"limit_value": MOST_KEPT, "show_value": len(text)}
            raise NotPossible(str(TOO_LONG) % sizes, name)


def line(
    label: Any, *, hint: Any = "", required: bool = False, most: int = LINE, **attrs: Any
) -> Typed:
    return Typed(
        label=label,
        help_text=hint,
        required=required,
        max_length=most,
        widget=forms.TextInput(attrs=attrs),
    )


def text(label: Any, *, hint: Any = "", required: bool = False, rows: int = 4) -> Typed:
    return Typed(
        label=label,
        help_text=hint,
        required=required,
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def read_as(
    label: Any,
    read: Callable[[str], object],
    *,
    hint: Any = "",
    required: bool = False,
    most: int = LINE,
    **attrs: Any,
) -> ReadAs:
    return ReadAs(
        label=label,
        help_text=hint,
        required=required,
        read=read,
        max_length=most,
        widget=forms.TextInput(attrs=attrs),
    )


def choice(label: Any, choices: Any, *, hint: Any = "", required: bool = False) -> Choice:
    return Choice(label=label, help_text=hint, required=required, choices=choices)


def yes_no(label: Any, *, hint: Any = "", required: bool = False) -> Choice:
    offered = [("", "–"), ("yes", _("Yes")), ("no", _("No"))]
    return choice(label, offered, hint=hint, required=required)


def tick(label: Any, *, hint: Any = "", required: bool = False, otherwise: Any = None) -> Any:
    field = forms.BooleanField(label=label, help_text=hint, required=required)
    field.error_messages["required"] = otherwise or ANSWER_THIS
    return field


def country(label: Any, *, hint: Any = "", required: bool = False) -> Choice:
    return choice(label, _by_name, hint=hint, required=required)


def email(label: Any, *, hint: Any = "", required: bool = False) -> forms.EmailField:
    field = forms.EmailField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write an e-mail address."),
            "invalid": _("Write a whole address, such as name@example.org."),
            "max_length": TOO_LONG,
        },
    )
    field.widget.attrs.pop("maxlength", None)
    return field


def _by_name() -> tuple[tuple[str, str], ...]:
    return every_country(get_language() or "en")


@lru_cache
def every_country(language: str) -> tuple[tuple[str, str], ...]:
    """Every country of ISO 3166, by its name in the language that is spoken."""
    return ("", "–"), *((one.code, str(one.name)) for one in countries)


def latin(typed: str) -> str:
    """A name in Latin letters, with or without accents. Raises ValidationError."""
    if all("LATIN" in unicodedata.name(one, "") for one in typed if one.isalpha()):
        return typed
    raise ValidationError(_("Write it in Latin letters, as in the passport."))


def some_day(typed: str) -> partial_dates.PartialDate:
    """A date as exact as it is known. Raises ValidationError."""
    try:
        return partial_dates.read(typed)
    except partial_dates.NotADate as error:
        raise ValidationError(str(error)) from error


def one_day(typed: str) -> partial_dates.PartialDate:
    """A date with year, month and day. Raises ValidationError."""
    read = some_day(typed)
    if not read.is_exact:
        raise ValidationError(_("Write the whole day: year, month and day, such as 2027-02-15."))
    return read


def amount(typed: str) -> Decimal:
    """A number from 0 up, with or without a comma at the thousands. Raises ValidationError."""
    plain = unicodedata.normalize("NFKC", typed).replace(",", "").replace("'", "")
    try:
        number = Decimal("".join(plain.split()))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 <= number < MOST:
        raise ValidationError(_("Write a number in digits only, such as 2500000."))
    return number


def any_number(typed: str) -> Decimal:
    """A number, also below 0. Raises ValidationError."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    return amount(plain.removeprefix("-"))


def years(typed: str) -> Decimal:
    """How many years somebody has worked. Raises ValidationError."""
    number = amount(typed)
    if number > 80:
        raise ValidationError(_("Write how many years it is in all, such as 12."))
    return number


def currency(typed: str) -> str:
    """Three letters. Raises ValidationError."""
    plain = unicodedata.normalize("NFKC", typed).strip().upper()
    if len(plain) != 3 or not (plain.isascii() and plain.isalpha()):
        raise ValidationError(_("Write the currency as three letters, such as USD, EUR or MAD."))
    return plain

"""The forms of a manager who keeps exchange rates."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import Filter

from deals.rates import reading
from itpo.office.forms import DayField, laid_out
from itpo.office.models import ExchangeRate
from itpo.office.whole_row import WholeRowForm


class CurrencyField(forms.CharField):
    """A currency by its three letters."""

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return reading.currency(typed) if typed else ""
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class CurrencyFilter(Filter):
    """Of one currency only."""

    field_class = CurrencyField


class ReadsRate:
    """A form of a rate: of known currencies, on a day that is not still to come."""

    cleaned_data: dict[str, Any]

    def last_day(self) -> date:
        """Today, where whoever fills it in is."""
        raise NotImplementedError

    def _read(self, read: Any, *typed: Any) -> Any:
        try:
            return read(*typed)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_from_currency(self) -> Any:
        return self._read(reading.currency, self.cleaned_data["from_currency"])

    def clean_to_currency(self) -> Any:
        return self._read(reading.currency, self.cleaned_data["to_currency"])

    def clean_on(self) -> Any:
        self._read(reading.check_day, self.cleaned_data["on"], self.last_day())
        return self.cleaned_data["on"]


class RateForm(ReadsRate, WholeRowForm):
    """One rate. Nothing is corrected silently: what it was stays in its history."""

    on = DayField(label=_("Day"))
    rate = forms.CharField(label=_("Rate"), max_length=40)

    class Meta:
        model = ExchangeRate
        fields = ("from_currency", "to_currency", "on", "rate", "source")

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        if self.instance.pk:
            self.initial["rate"] = f"{self.instance.rate.normalize():f}"

    def last_day(self) -> date:
        return self.today

    def clean_rate(self) -> Any:
        return self._read(reading.rate, self.cleaned_data["rate"])

    @property
    def helper(self) -> FormHelper:
        return laid_out(
            Div("from_currency", "to_currency", css_class="pair"),
            Div("rate", "on", css_class="pair"),
            "source",
        )


class RateFileForm(forms.Form):
    """A list of rates."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_(
            "An Excel workbook or a CSV file with the columns date, from, to, rate, source."
        ),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,text/csv"}),
    )

    @property
    def helper(self) -> FormHelper:
        return laid_out("file")

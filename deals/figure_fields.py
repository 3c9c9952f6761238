"""What the forms of a figure ask and refuse, in the workspace and in the admin alike."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deals.models import Claim, Institution
from deals.models.claims import NOT_OF_THIS_DEAL
from itpo.office.amounts import AmountField
from itpo.office.models.reference import currency_code


class CurrencyField(forms.CharField):
    """A currency's three letters, also as `jpy` or ＪＰＹ."""

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFKC", super().to_python(value) or "").upper()


class InstitutionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the institutions of the deal a figure is about."""

    def __init__(self) -> None:
        super().__init__(
            Institution.objects.none(),
            label=_("Institution"),
            required=False,
            empty_label=_("the deal as a whole"),
            help_text=_("Of a technology transfer: where. Blank: the deal as a whole."),
            error_messages={"invalid_choice": NOT_OF_THIS_DEAL},
        )

    def offer(self, institutions: Sequence[Institution]) -> None:
        self.queryset = Institution.objects.filter(pk__in=[one.pk for one in institutions])


class SaysFigure(forms.ModelForm):  # type: ignore[type-arg]
    """The figure itself: how it may be typed, and each mistake beside its field."""

    value = AmountField(
        label=_("Figure"), required=False, min_value=0, max_digits=18, decimal_places=2
    )
    currency = CurrencyField(
        label=_("Currency"),
        required=False,
        validators=[currency_code],
        help_text=_("Of money only: JPY, EUR, MAD …"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"value", "currency", "metric"} & set(self.errors) or "value" not in self.fields:
            return data
        value, is_hidden = data.get("value"), data.get("is_not_disclosed")
        is_money = data.get("metric") in Claim.MONEY
        if value is None and not is_hidden:
            self.add_error("value", _("Give the figure, or say that it is not disclosed."))
        if value is not None and is_hidden:
            self.add_error("value", _("Leave the figure out, or take back “not disclosed”."))
        if is_money and value is not None and not data.get("currency"):
            self.add_error("currency", _("Say in which currency, such as JPY, EUR or MAD."))
        if not is_money and data.get("currency"):
            self.add_error("currency", _("Only money has a currency: leave this blank."))
        return data

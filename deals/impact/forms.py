"""What an impact report is asked to be about."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from deals.impact.scope import Scope
from itpo.office.forms import YearField, laid_out
from itpo.office.picking import PickField, PickingForm


class ImpactForm(PickingForm):
    """About what, and from which year to which. Years may be Japan's or the calendar's."""

    country = PickField("countries", label=_("Country"), required=False)
    programme = PickField("programmes", label=_("Programme"), required=False)
    theme = PickField("themes", label=_("Theme"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Their names in the address; `from` is no name Python would take.
        self.fields["from"] = YearField(label=_("From the year"), required=False)
        self.fields["to"] = YearField(label=_("To the year"), required=False)

    @property
    def helper(self) -> FormHelper:
        return laid_out(
            Div("country", "programme", "theme", css_class="three"),
            Div("from", "to", css_class="pair"),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        named = [name for name in ("country", "programme", "theme") if data.get(name)]
        if len(named) > 1:
            sentence = _("A report is about one country, one programme or one theme.")
            raise forms.ValidationError(sentence)
        first, last = data.get("from"), data.get("to")
        if first and last and first.days[0] > last.days[1]:
            self.add_error("to", _("The last year comes before the first."))
        return data

    @property
    def scope(self) -> Scope:
        """What was asked for; everything where it makes no sense."""
        if not self.is_valid():
            return Scope()
        data = self.cleaned_data
        return Scope(data["country"], data["programme"], data["theme"], data["from"], data["to"])

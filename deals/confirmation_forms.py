"""The form with which an officer asks a company what our help did."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from deals import confirmations
from deals.models import Claim, Deal
from itpo.office.forms import laid_out
from itpo.office.models.people import LANGUAGES


def in_words(claim: Claim) -> str:
    """A figure to choose: what is counted, planned or real, how many, as of when."""
    parts = [claim.get_metric_display(), claim.get_phase_display().lower(), claim.value_shown]
    if claim.institution:
        parts.append(str(claim.institution))
    if claim.as_of_shown:
        parts.append(claim.as_of_shown)
    return " · ".join(parts)


class ContactField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.company}: {obj} {obj.name_ja}, {obj.email}"


class ClaimsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return in_words(obj)


class AskForm(forms.Form):
    """Whom to ask, in which language, about which figures, and how the deal is called there."""

    contact = ContactField(
        queryset=None,
        label=_("Whom to ask"),
        error_messages={
            "required": _("Choose whom to ask."),
            "invalid_choice": _("Choose somebody who works at a company of this deal."),
        },
    )
    language = forms.ChoiceField(
        label=_("Language of the mail and of the page"),
        choices=[("", _("As their name suggests")), *LANGUAGES],
        required=False,
    )
    called = forms.CharField(
        label=_("How the deal is called on their page"),
        max_length=200,
        error_messages={"required": _("Say how the deal is called on their page.")},
    )
    claims = ClaimsField(
        queryset=None,
        label=_("Figures to be confirmed"),
        help_text=_("Ticked are those we report."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("Choose figures of this deal that stand and are disclosed.")
        },
    )

    def __init__(self, *args: Any, deal: Deal, **options: Any) -> None:
        options["initial"] = {"called": deal.title, **options.get("initial", {})}
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["contact"].queryset = confirmations.contacts_of(deal)
        fields["claims"].queryset = known = confirmations.askable(deal)
        self.initial.setdefault("claims", [one.pk for one in confirmations.reported_of(known)])

    @property
    def helper(self) -> FormHelper:
        return laid_out("contact", "language", "called", "claims")

"""The forms of the delegates app."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from delegates.models import TravelDocument
from delegates.visits import NewDelegate
from itpo.office.fields import PartialDateFormField
from itpo.office.forms import DayField, folded, laid_out, without
from itpo.office.picking import PickField, PickingForm


class VisitForm(PickingForm):
    """A visit of a delegate we know, or of somebody new."""

    delegate = PickField("delegates", label=_("Delegate"), required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    given_name = forms.CharField(label=_("Given name"), max_length=80, required=False)
    country = PickField("countries", label=_("Country"), required=False)
    agency = PickField("agencies", label=_("Agency"), required=False)
    agency_name = forms.CharField(
        label=_("Agency, if it is not in the list"), max_length=200, required=False
    )
    post = forms.CharField(label=_("Post"), max_length=160, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    begins = PartialDateFormField(label=_("First day"), required=False)
    ends = PartialDateFormField(label=_("Last day"), required=False)
    is_walk_in = forms.BooleanField(label=_("Came unannounced"), required=False)
    purpose = forms.CharField(label=_("Purpose"), max_length=200, required=False)
    programme = PickField("programmes", label=_("Programme"), required=False)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    notes = forms.CharField(
        label=_("Notes"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    NEW = ("family_name", "given_name", "country", "agency", "agency_name", "post", "email")

    @property
    def helper(self) -> FormHelper:
        return laid_out(
            "delegate",
            folded(self, _("Somebody new"), *self.NEW),
            Div("begins", "ends", css_class="pair"),
            "is_walk_in",
            "purpose",
            folded(self, _("Programme, place, notes"), "programme", "place", "notes"),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_new = any(data.get(name) for name in self.NEW)
        if data.get("delegate") and is_new:
            self.add_error(
                "family_name", _("Either choose a delegate or describe somebody new, not both.")
            )
        elif is_new:
            if not data.get("family_name"):
                self.add_error("family_name", _("Write the new delegate's family name."))
            if not data.get("country") and "country" not in self.errors:
                self.add_error("country", _("Choose the country the new delegate comes from."))
        elif not data.get("delegate") and "delegate" not in self.errors:
            self.add_error("delegate", _("Choose who came, or describe somebody new below."))
        agency, country = data.get("agency"), data.get("country")
        if agency and country and agency.country_id != country.pk:
            self.add_error("agency", _("This agency belongs to another country."))
        return data

    def visit(self) -> dict[str, Any]:
        """What `visits.log` is to be told."""
        data = self.cleaned_data
        known = ("begins", "ends", "is_walk_in", "purpose", "programme", "place", "notes")
        delegate = data["delegate"] or NewDelegate(**{name: data[name] for name in self.NEW})
        return {"delegate": delegate, **{name: data[name] for name in known}}


class PassportForm(forms.Form):
    """A passport as it is written down. Its number is sealed, and never comes back to a form."""

    number = forms.CharField(
        label=_("Number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("As it stands in the passport. It is kept sealed."),
    )
    country_code = forms.ChoiceField(
        label=_("Issued by"),
        choices=lambda: [("", _("not known")), *countries],
        required=False,
    )
    expires_on = DayField(label=_("Valid until"), required=False)

    def __init__(self, *args: Any, kept: TravelDocument | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if kept is not None:
            known = {"country_code": kept.country_code, "expires_on": kept.expires_on}
            self.initial = {**self.initial, **known}
        if kept is not None and kept.sealed_number:
            self.fields["number"].help_text = _("Blank: the number kept stays as it is.")

    @property
    def helper(self) -> FormHelper:
        return laid_out("number", Div("country_code", "expires_on", css_class="pair"))

    def clean(self) -> dict[str, Any]:
        """Not written into the page again: where something is wrong it is typed once more."""
        data = super().clean() or {}
        self.data = without(self.data, "number")
        return data

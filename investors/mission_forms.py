"""The forms of a mission's roster, and of closing it."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from investors.meetings import Promised
from investors.models import Meeting
from investors.writing_forms import WriteDownForm
from itpo.office.forms import PromiseForm, laid_out
from itpo.office.picking import PickingForm, PickSeveralField

LONGEST_LINE = 500


class RosterForm(PickingForm):
    """Several to be invited to a mission at once."""

    contacts = PickSeveralField("contacts", label=_("People"), required=False)
    companies = PickSeveralField(
        "companies",
        label=_("Companies"),
        required=False,
        help_text=_("Where it is not known yet who of them travels."),
    )
    role = forms.CharField(
        label=_("Role"), max_length=80, required=False, help_text=_("The same for all of them.")
    )

    @property
    def helper(self) -> FormHelper:
        return laid_out("contacts", "companies", "role")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("contacts") or data.get("companies")) and not self.errors:
            self.add_error("contacts", _("Say who is invited: a person or a company."))
        return data


class OutcomeForm(PromiseForm):
    """What came of one meeting, in a line, and the next step. All blank: left for later."""

    state = forms.ChoiceField(
        label=_("Was it held?"),
        choices=[(state.value, state.label) for state in WriteDownForm.AFTER],
        widget=forms.RadioSelect,
        required=False,
    )
    interest = forms.ChoiceField(
        label=_("The company's interest"),
        choices=[("", _("Not known")), *Meeting.Interest.choices],
        required=False,
    )
    outcome = forms.CharField(
        label=_("What came of it, in a line"), max_length=LONGEST_LINE, required=False
    )
    field_order = ("state", "interest", "outcome", "what", "promised_by", "due_on")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("state") and "state" not in self.errors:
            self.add_error("state", _("Say whether it was held."))
        if data.get("state") == Meeting.State.HELD and not data.get("outcome"):
            self.add_error("outcome", _("Say in a line what came of it."))
        return data

    def as_typed(self) -> "OutcomeForm":
        """What was typed, to be gone on with: nothing is said to be wrong yet."""
        typed = {name: self[name].value() for name in self.fields}
        return OutcomeForm(prefix=self.prefix, initial=typed)

    def written(self) -> dict[str, Any]:
        """What `closing.write_down` is to be told."""
        data = {name: self.cleaned_data[name] for name in ("state", "interest", "outcome")}
        promise = {name: self.cleaned_data[name] for name in ("what", "promised_by", "due_on")}
        data["promises"] = [Promised(**promise)] if promise["what"] else []
        return data

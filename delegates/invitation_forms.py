"""The forms by which officers invite agencies and delegates."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from delegates import invitations
from itpo.office.forms import DayField, folded, laid_out
from itpo.office.models.people import LANGUAGES
from itpo.office.picking import PickField, PickingForm
from itpo.office.visibility import Viewer

LANGUAGE_LABEL = _("Language of the mail and of the form")


class InviteDelegateForm(PickingForm):
    """Somebody who is asked to apply."""

    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The link to the form goes there."), max_length=254
    )
    family_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    given_name = forms.CharField(label=_("Given name"), max_length=80, required=False)
    language = forms.ChoiceField(label=LANGUAGE_LABEL, choices=LANGUAGES)
    agency = PickField("agencies", label=_("Agency they work for"), required=False)
    open_until = DayField(
        label=_("May fill in until"),
        help_text=_("Only for somebody late. Blank: until the call closes."),
        required=False,
    )

    @property
    def helper(self) -> FormHelper:
        return laid_out(
            "email",
            Div("family_name", "given_name", css_class="pair"),
            "language",
            "agency",
            folded(self, _("Another day than the call's"), "open_until"),
        )


class InviteAgenciesForm(forms.Form):
    """What all agencies are told that are invited together."""

    language = forms.ChoiceField(label=LANGUAGE_LABEL, choices=LANGUAGES)
    most = forms.IntegerField(
        label=_("How many each may name"),
        help_text=_("Blank: any number."),
        min_value=1,
        max_value=999,
        required=False,
    )
    answer_by = DayField(
        label=_("Answer by"), help_text=_("Blank: when the call closes."), required=False
    )

    @property
    def helper(self) -> FormHelper:
        return laid_out("language", Div("most", "answer_by", css_class="pair"))


class AgencyLineForm(PickingForm):
    """One agency, and to whom at it the invitation goes."""

    agency = PickField("agencies", label=_("Agency"), required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    contact_name = forms.CharField(
        label=_("To whom"),
        help_text=_("As the letter addresses them."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, viewer: Viewer, **options: Any) -> None:
        super().__init__(*args, viewer=viewer, **options)
        self.viewer = viewer

    @property
    def helper(self) -> FormHelper:
        return laid_out("agency", Div("email", "contact_name", css_class="pair"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        agency, email = data.get("agency"), data.get("email")
        if agency and not email and "email" not in self.errors:
            self._offer_last_contact(agency)
        if email and not agency and "agency" not in self.errors:
            self.add_error("agency", _("Choose the agency this address belongs to."))
        return data

    def _offer_last_contact(self, agency: Any) -> None:
        """Fill in whom we wrote to last; nothing is sent before somebody has looked at it."""
        known = invitations.last_contact(agency, self.viewer)
        if known is None:
            self.add_error("email", _("We have written to nobody there yet. Write an address."))
            return
        sent: Any = self.data
        typed = sent.copy()
        typed[self.add_prefix("email")] = known.email
        if not typed.get(self.add_prefix("contact_name")):
            typed[self.add_prefix("contact_name")] = known.name
        self.data = typed
        self.add_error("email", _("This is whom we wrote to last. Look, then send."))


class AddressForm(forms.Form):
    """Another address for a link."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("Write the other address."),
            "invalid": _("Write a whole address, such as name@example.org."),
        },
    )
    language = forms.ChoiceField(choices=LANGUAGES, required=False)


AgencyLines = forms.formset_factory(AgencyLineForm, extra=3, max_num=50, absolute_max=50)

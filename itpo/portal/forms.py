"""The small forms of the portal's own pages."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    """The address somebody's link was sent to."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The one our mail was sent to."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write the address our mail was sent to."),
            "invalid": _("Write a whole address, such as name@example.org."),
        },
    )

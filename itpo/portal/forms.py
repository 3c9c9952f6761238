"""The small forms of the portal's own pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

# Each language as whoever reads it calls it.
IN_THEIR_OWN_WORDS = [("en", "English"), ("fr", "français"), ("ja", "日本語")]


class AddressForm(forms.Form):
    """The address somebody's link was sent to."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The one our mail was sent to."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write the address our mail was sent to."),
            "invalid": _("Write a whole address, such as name@example.org."),
            "max_length": _("No address is that long. Write one such as name@example.org."),
        },
    )


class NomineeForm(forms.Form):
    """Somebody an agency names."""

    family_name = forms.CharField(
        label=_("Family name"),
        help_text=_("As in the passport."),
        max_length=80,
        error_messages={"required": _("Write the family name.")},
    )
    given_name = forms.CharField(
        label=_("Given name"), help_text=_("As in the passport."), max_length=80, required=False
    )
    email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("We send them a form. Left blank, you fill it in for them."),
        required=False,
        error_messages={"invalid": _("Write a whole address, such as name@example.org.")},
    )
    language = forms.ChoiceField(
        label=_("The language they read"),
        choices=IN_THEIR_OWN_WORDS,
    )


class DeclineForm(forms.Form):
    """Why an agency names nobody this time."""

    because = forms.CharField(
        label=_("Why you name nobody"),
        help_text=_("A few words help us to ask at a better time."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WithdrawForm(forms.Form):
    """Why somebody can no longer come."""

    because = forms.CharField(
        label=_("Why"),
        help_text=_("A sentence is enough. Only the office reads it."),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Write at most %(limit_value)d characters.")},
    )

"""The form with which anybody registers for an event, and how robots are told from people.

No third party is asked: a field nobody sees has to stay blank, and the page says when it was
made. Whoever is quicker than a person presses once more, and loses nothing.
"""

import unicodedata
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from investors.models import Event
from investors.registrations import Visitor

SOONEST, LATEST = timedelta(seconds=2), timedelta(hours=12)
SALT = "itpo.event-form"


class AddressField(forms.EmailField):
    """An address, also as Japanese input methods write it."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(unicodedata.normalize("NFKC", value) if value else value)


class LineField(forms.CharField):
    """A line of text; spaces of whatever width are one space."""

    def to_python(self, value: Any) -> Any:
        return " ".join((super().to_python(value) or "").split())


class RegisterForm(forms.Form):
    """What somebody says who wants to come."""

    family_name = LineField(
        label=_("Family name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        error_messages={"required": _("Write the family name.")},
    )
    given_name = LineField(
        label=_("Given name"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    email = AddressField(
        label=_("Your e-mail address"),
        help_text=_("We send your confirmation there."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your address, or we cannot confirm."),
            "invalid": _("Write a whole address, such as name@example.org."),
            "max_length": _("No address is that long. Write one such as name@example.org."),
        },
    )
    organisation = LineField(
        label=_("Organisation or company"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    post = LineField(
        label=_("Post"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    wants_news = forms.BooleanField(
        label=_("Write to me about further events, too."), required=False
    )
    consent = forms.BooleanField(
        label=_("I have read what is kept of me, and I agree."),
        error_messages={
            "required": _("Tick this box if you agree; without it we cannot register you.")
        },
    )
    # What nobody sees. Its name is one that robots like to fill in.
    website = forms.CharField(
        label=_("Leave this blank"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    SEEN = ("family_name", "given_name", "email", "organisation", "post")

    def __init__(self, data: Any = None, *, event: Event, now: datetime) -> None:
        super().__init__(data, initial={"shown": _stamp(event, now)})
        self.event, self.now = event, now

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Leave this field blank."))
        return ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self._was_looked_at(data.get("shown", "")):
            raise ValidationError(_("Please look once more, then press the button again."))
        return data

    def visitor(self, language: str) -> Visitor:
        known = {name: self.cleaned_data[name] for name in (*self.SEEN, "wants_news")}
        return Visitor(**known, language=language)

    def stamped_anew(self) -> None:
        """Have the form, shown again, say when that was."""
        sent: Any = self.data
        sent = sent.copy()
        sent["shown"] = _stamp(self.event, self.now)
        self.data = sent

    def _was_looked_at(self, stamp: str) -> bool:
        """Whether the page was made for this event, and as long ago as a person takes."""
        try:
            event, shown_at = signing.loads(stamp, salt=SALT)
        except (signing.BadSignature, ValueError, TypeError):
            return False
        ago = self.now - datetime.fromisoformat(shown_at)
        return bool(event == self.event.pk) and SOONEST <= ago <= LATEST


def _stamp(event: Event, now: datetime) -> str:
    return signing.dumps([event.pk, now.isoformat()], salt=SALT)

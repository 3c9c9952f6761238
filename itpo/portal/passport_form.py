"""The passport in the travel step: never among the answers, never shown again, kept sealed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegates import passports
from delegates.merging import Merged, Shown, merge
from delegates.models import Application, Programme, TravelDocument
from delegates.questionnaire import fields as a
from itpo.office.partial_dates import day_shown, read
from itpo.office.states import NotPossible

NUMBER, COUNTRY, EXPIRES = "number", "passport_country", "passport_expires"


class NeverShown(forms.TextInput):
    """A field that does not say what was typed into it."""

    def format_value(self, value: Any) -> None:
        return None


class PassportForm(forms.Form):
    """Number, country and expiry. A blank number leaves the one that is kept."""

    use_required_attribute = False
    number = a.Typed(
        label=gettext_lazy("Passport number"),
        required=False,
        widget=NeverShown(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    passport_country = a.country(gettext_lazy("Issued by"))
    passport_expires = a.read_as(
        gettext_lazy("Valid until"),
        a.one_day,
        hint=gettext_lazy("Year, month and day: 2031-05-20."),
        autocomplete="off",
    )

    def __init__(self, document: TravelDocument | None, data: Mapping[str, str] | None = None):
        super().__init__(data, initial=kept_of(document))
        self.fields[NUMBER].is_unmarked = True  # type: ignore[attr-defined]
        masked = document.masked() if document else ""
        self.fields[NUMBER].help_text = (
            _("We have %(number)s. Write here only to replace it.") % {"number": masked}
            if masked
            else _("It is kept sealed, and deleted after the visit.")
        )

    def clean_number(self) -> str:
        try:
            return passports.normalised(self.cleaned_data[NUMBER])
        except NotPossible as error:
            raise ValidationError(str(error)) from error

    def keep(
        self, application: Application, document: TravelDocument | None, shown: Shown
    ) -> Merged:
        """Keep what is right of it; says what others wrote meanwhile. Raises NotPossible."""
        typed = {
            name: str(self.data.get(name, "")).strip()
            for name in (COUNTRY, EXPIRES)
            if name not in self.errors
        }
        merged = merge(typed=typed, kept=kept_of(document), shown=shown)
        passports.keep(
            application=application,
            number=self.cleaned_data.get(NUMBER, ""),
            country_code=merged.kept[COUNTRY],
            expires_on=_day(merged.kept[EXPIRES]),
        )
        return merged


def kept_of(document: TravelDocument | None) -> dict[str, str]:
    """What is kept, as it was typed; without the number."""
    expires_on = document.expires_on if document else None
    return {
        COUNTRY: document.country_code if document else "",
        EXPIRES: expires_on.isoformat() if expires_on else "",
    }


def wrong_with(document: TravelDocument | None, programme: Programme) -> dict[str, str]:
    """What is missing of a passport, or too short for the visit, by field."""
    wrong = {}
    if document is None or not document.sealed_number:
        wrong[NUMBER] = _("Write the number, or tick that you do not have a passport yet.")
    last_day = programme.ends_latest or programme.begins_latest
    expires_on = document.expires_on if document else None
    if expires_on and last_day and expires_on < last_day:
        wrong[EXPIRES] = _(
            "This passport runs out before the visit ends on %(day)s. Apply for a new one now, and "
            "write its number and its day here when you have it."
        ) % {"day": day_shown(last_day)}
    return wrong


def _day(typed: str) -> date | None:
    return read(typed).earliest if typed else None

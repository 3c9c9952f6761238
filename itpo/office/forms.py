"""What the forms of every app share, and the forms of follow-ups."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itpo.office import fiscal_years
from itpo.office.models import Promiser
from itpo.office.picking import PickField, PickingForm


class DayInput(forms.DateInput):
    """The browser's own calendar; the value travels as 2026-11-21."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A calendar day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=DayInput(), input_formats=["%Y-%m-%d"], **options)
        self.error_messages["invalid"] = _("Choose a day, or write it as 2026-11-21.")


class YearField(forms.CharField):
    """A calendar year, or a fiscal year of Japan, as somebody types it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("2026, or FY 2026 for Japan's year from April 2026"))
        super().__init__(**options)

    def clean(self, value: Any) -> fiscal_years.Year | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return fiscal_years.read(typed)
        except ValueError as error:
            raise forms.ValidationError(
                _("Write a year as 2026, or a fiscal year of Japan as FY 2026.")
            ) from error


def laid_out(*fields: Any) -> FormHelper:
    """A crispy helper that renders the fields only; the page writes the form tag."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*fields)
    return helper


def folded(form: forms.BaseForm, legend: str | Promise, *names: str) -> Fieldset:
    """What is rarely needed, folded away unless something was typed there or is wrong there."""
    is_used = any(name in form.errors or form[name].value() for name in names)
    return Fieldset(
        legend, *names, template="parts/folded.html", css_class="open" if is_used else ""
    )


def add_refusal(form: forms.BaseForm, error: Exception) -> None:
    """Put what a verb refused beside the field it is about, or above the form."""
    if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
        for name, messages in error.message_dict.items():
            known = name in form.fields and name != NON_FIELD_ERRORS
            form.add_error(name if known else None, messages)
        return
    field = getattr(error, "field", None)
    message = error.messages if isinstance(error, ValidationError) else str(error)
    form.add_error(field if field in form.fields else None, message)


class PromiseForm(forms.Form):
    """What is to be done, by whom promised, until when. All blank: nothing was promised."""

    what = forms.CharField(label=_("What was promised"), max_length=200, required=False)
    promised_by = forms.ChoiceField(
        label=_("By whom"), choices=Promiser.choices, initial=Promiser.US
    )
    due_on = DayField(label=_("Until when"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("what") and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Say until when, or it will be forgotten."))
        if data.get("due_on") and not data.get("what") and "what" not in self.errors:
            self.add_error("what", _("Say what was promised."))
        return data


class OnePromiseForm(PickingForm, PromiseForm):
    """A single promise, which has to be one: who sees to it, and what it is about.

    What it is about is one record at most; a page that knows it already does not ask.
    """

    ABOUT = ("company", "deal", "delegate", "visit", "mission")

    owner = PickField("officers", label=_("Who sees to it, if not you"), required=False)
    company = PickField("companies", label=_("A company"), required=False)
    deal = PickField("deals", label=_("A deal"), required=False)
    delegate = PickField("delegates", label=_("A delegate"), required=False)
    visit = PickField("visits", label=_("A visit"), required=False)
    mission = PickField("missions", label=_("A mission"), required=False)

    def __init__(self, *args: Any, is_about_something: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["what"].required = self.fields["due_on"].required = True
        if is_about_something:
            for name in self.ABOUT:
                del self.fields[name]

    @property
    def helper(self) -> FormHelper:
        about = [name for name in self.ABOUT if name in self.fields]
        asked = [folded(self, _("What it is about"), *about)] if about else []
        return laid_out("what", "due_on", *asked, "promised_by", "owner")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        named = [name for name in self.ABOUT if data.get(name)]
        if len(named) > 1:
            self.add_error(named[1], _("A promise is about one thing: choose one of these."))
        data["about"] = data[named[0]] if named else None
        return data


PromiseFormSet = forms.formset_factory(PromiseForm, extra=1, max_num=10, absolute_max=20)


class MoveForm(forms.Form):
    """Another day for a follow-up, and why."""

    due_on = DayField(label=_("New day"))
    reason = forms.CharField(label=_("Why"), max_length=200)


class DropForm(forms.Form):
    """Why a follow-up will not be done."""

    reason = forms.CharField(label=_("Why it is dropped"), max_length=200)


class SavedViewForm(forms.Form):
    """What a view of a list is called, and whether the office sees it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    is_shared = forms.BooleanField(label=_("The whole office sees it"), required=False)


def without(typed: Any, name: str) -> Any:
    """What was typed into a form, but for one field, which no page is to show again."""
    data = typed.copy()
    data[name] = ""
    return data

"""Asking a company, as an officer does it; and answering, as the company does it."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from deals import confirmations
from deals.confirmations import Answers, FigureAnswer, field_of
from deals.models import Claim, Confirmation, ConfirmedFigure, Deal
from itpo.office.forms import laid_out
from itpo.office.models.people import LANGUAGES

# 1600, 1,600, 1 600, 1’600; then at most two decimals. 1.600 is read as nothing: it may be either.
NUMBER = re.compile(r"(\d{1,3}(?:[,'’ ]\d{3})+|\d+)(?:[.,](\d{1,2}))?", re.ASCII)


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


class FigureField(forms.Field):
    """A figure, as people write it: with the digits and the commas of their own keyboard."""

    LONGEST = 40

    def to_python(self, value: Any) -> Any:
        typed = re.sub(r"\s", " ", unicodedata.normalize("NFKC", value or "").strip())
        if not typed:
            return None
        if len(typed) > self.LONGEST:
            raise ValidationError(TOO_LONG["max_length"], params={"limit_value": self.LONGEST})
        if re.fullmatch(r"[-−‐–]\s*[\d., ]+", typed):
            raise ValidationError(_("A figure is not below zero."), code="negative")
        match = NUMBER.fullmatch(typed)
        if match is None:
            raise ValidationError(_("Write the figure in digits only, such as 1600."), "invalid")
        return Decimal(re.sub(r"\D", "", match[1]) + (f".{match[2]}" if match[2] else ""))


CHOOSE_ONE = {
    "required": _("Choose one of the answers."),
    "invalid_choice": _("Choose one of the answers."),
}
TOO_LONG = {"max_length": _("Write at most %(limit_value)d characters.")}


class ConfirmForm(forms.Form):
    """What a company says of our part in its deal, and of the figures."""

    QUESTIONS = ("needed", "sooner", "without")

    needed = forms.ChoiceField(
        label=_("Was our help needed?"),
        choices=Confirmation.Needed,
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    sooner = forms.ChoiceField(
        label=_("Did it come sooner because of our help?"),
        choices=Confirmation.Sooner,
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    without = forms.ChoiceField(
        label=_("What would have happened without our help?"),
        choices=Confirmation.Without,
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    comment = forms.CharField(
        label=_("What you would like to add"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=TOO_LONG,
    )
    answered_by = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name."), **TOO_LONG},
    )
    answered_as = forms.CharField(
        label=_("Your post"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages=TOO_LONG,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, confirmation: Confirmation, figures: list[ConfirmedFigure]
    ) -> None:
        super().__init__(data, initial=_said(confirmation, figures))
        self.confirmation = confirmation
        self.figures = [one for one in figures if one.claim.withdrawn_at is None]
        for one in self.figures:
            self.fields[field_of("figure", one.claim_id)] = forms.ChoiceField(
                label=asked_about(one.claim),
                choices=ConfirmedFigure.Answer,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Choose one of the three answers."),
                    "invalid_choice": _("Choose one of the three answers."),
                },
            )
            self.fields[field_of("value", one.claim_id)] = FigureField(
                label=_("If it is not right: the right figure"),
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )

    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in self.QUESTIONS]

    def about_figures(self) -> list[tuple[ConfirmedFigure, forms.BoundField, forms.BoundField]]:
        """Each figure with its two fields."""
        return [
            (one, self[field_of("figure", one.claim_id)], self[field_of("value", one.claim_id)])
            for one in self.figures
        ]

    def answers(self) -> Answers:
        return Answers(**{name: self.cleaned_data[name] for name in Answers._fields})

    def of_figures(self) -> dict[int, FigureAnswer]:
        data = self.cleaned_data
        return {
            one.claim_id: FigureAnswer(
                data[field_of("figure", one.claim_id)], data[field_of("value", one.claim_id)]
            )
            for one in self.figures
        }

    def seen_now(self, stamp: str) -> None:
        """Have the form, shown again, know of the answer that stands now."""
        sent: Any = self.data
        sent = sent.copy()
        sent["seen"] = stamp
        self.data = sent


def asked_about(claim: Claim) -> str:
    """What a figure is of, as its company reads it: “Jobs (actual)”."""
    said = f"{claim.get_metric_display()} ({claim.get_phase_display().lower()})"
    return f"{said}, {claim.institution}" if claim.institution else said


def _said(confirmation: Confirmation, figures: list[ConfirmedFigure]) -> dict[str, Any]:
    """What is kept of an answer; before there is one, who is asked."""
    names = (*ConfirmForm.QUESTIONS, "comment", "answered_by", "answered_as")
    said = {name: getattr(confirmation, name) for name in names}
    contact = confirmation.contact
    if confirmation.answered_at is None:
        in_japanese = confirmation.link.language == "ja" and contact.name_ja
        said["answered_by"] = contact.name_ja if in_japanese else contact.full_name
        said["answered_as"] = contact.post
    for one in figures:
        said[field_of("figure", one.claim_id)] = one.answer
        if one.value is not None:
            said[field_of("value", one.claim_id)] = f"{one.value:.2f}".removesuffix(".00")
    return {**said, "seen": confirmation.stamp}

"""What a company is asked of our part in its deal, as a form without an account."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from deals.confirmations import Answers, FigureAnswer, field_of
from deals.models import Claim, Confirmation, ConfirmedFigure

# 1600, 1,600, 1 600, 1’600; then at most two decimals. 1.600 is read as nothing: it may be either.
NUMBER = re.compile(r"(\d{1,3}(?:[,'’ ]\d{3})+|\d+)(?:[.,](\d{1,2}))?", re.ASCII)


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

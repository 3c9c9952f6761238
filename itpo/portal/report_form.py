"""The form of the report: one field for each of the programme's questions."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from delegates.models import Question
from delegates.reports import day_in

Kind = Question.Kind
LONGEST = {Kind.LINE: 300, Kind.TEXT: 10_000}
NUMBER = re.compile(r"-?\d{1,3}(?:[ ,]\d{3})*(?:\.\d+)?|-?\d+(?:[.,]\d+)?")
YES_OR_NO = [("", ""), ("yes", _("Yes")), ("no", _("No"))]


class ReportForm(forms.Form):
    """It is checked when it is sent in; a draft is kept whatever it says."""

    def __init__(
        self, questions: Iterable[Question], answers: dict[str, str], data: Any = None
    ) -> None:
        super().__init__(data, initial=answers)
        for question in questions:
            self.fields[question.name] = _field(question, answers.get(question.name, ""))


def _field(question: Question, answer: str) -> forms.Field:
    kind = Kind(question.kind)
    makers = {Kind.YES_NO: _one_of, Kind.CHOICE: _one_of, Kind.NUMBER: _number, Kind.DAY: _day}
    field = makers.get(kind, _words)(question, answer)
    field.label = question.said
    field.required = field.widget.is_required = question.is_required
    field.error_messages["required"] = _("Answer this before you send the report.")
    return field


def _words(question: Question, answer: str) -> forms.Field:
    kind = Kind(question.kind)
    widget = forms.Textarea(attrs={"rows": 5}) if kind == Kind.TEXT else forms.TextInput()
    too_long = _("Write at most %(limit_value)d characters.")
    return forms.CharField(
        max_length=LONGEST[kind], widget=widget, error_messages={"max_length": too_long}
    )


def _one_of(question: Question, answer: str) -> forms.Field:
    """What was answered stays to choose, also when the office has changed the list since."""
    offered = [("", ""), *((one, one) for one in question.choices)]
    choices = YES_OR_NO if question.kind == Kind.YES_NO else offered
    if answer not in dict(choices):
        choices = [*choices, (answer, answer)]
    return forms.ChoiceField(
        choices=choices, error_messages={"invalid_choice": _("Choose one of the list.")}
    )


def _number(question: Question, answer: str) -> forms.Field:
    return _Number(widget=forms.TextInput(attrs={"inputmode": "decimal"}))


def _day(question: Question, answer: str) -> forms.Field:
    """What is no day is shown as typed, so that nothing disappears."""
    shows_days = not answer or day_in(answer) is not None
    return _Day(widget=forms.TextInput(attrs={"type": "date" if shows_days else "text"}))


class _Number(forms.CharField):
    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not NUMBER.fullmatch(unicodedata.normalize("NFKC", value)):
            raise forms.ValidationError(_("Write a number in digits, such as 12 or 3.5."))


class _Day(forms.CharField):
    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and day_in(value) is None:
            raise forms.ValidationError(_("Write a day as year-month-day, such as 2026-11-27."))

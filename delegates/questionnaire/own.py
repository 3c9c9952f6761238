"""A programme's own questions as fields."""

from collections.abc import Callable

from django import forms
from django.utils.translation import gettext_lazy as _

from delegates.models import Question
from delegates.questionnaire import fields as a

Kind = Question.Kind


def field_of(question: Question) -> forms.Field:
    """The field that takes the answer to a question."""
    return MAKERS[Kind(question.kind)](question)


def _choice(question: Question) -> forms.Field:
    offered = [("", "–"), *((one, one) for one in question.choices)]
    return a.choice(question.said, offered, required=question.is_required)


def _day(question: Question) -> forms.Field:
    hint = _("Year, month and day: 2027-02-15.")
    return a.read_as(question.said, a.one_day, hint=hint, required=question.is_required)


MAKERS: dict[Kind, Callable[[Question], forms.Field]] = {
    Kind.LINE: lambda one: a.line(one.said, required=one.is_required),
    Kind.TEXT: lambda one: a.text(one.said, required=one.is_required),
    Kind.YES_NO: lambda one: a.yes_no(one.said, required=one.is_required),
    Kind.CHOICE: _choice,
    Kind.NUMBER: lambda one: a.read_as(
        one.said, a.any_number, required=one.is_required, inputmode="decimal"
    ),
    Kind.DAY: _day,
}

"""One step of a form: its fields, and the answers that were typed into them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from delegates.models import Application

Values = dict[str, str]
# What a browser sends for a box that is ticked.
TICKED = "on"


class StepForm(forms.Form):
    """The fields of one step, with what was typed; looked at only if it is to be checked."""

    use_required_attribute = False

    def __init__(
        self, fields: Mapping[str, forms.Field], values: Mapping[str, str], *, checked: bool
    ) -> None:
        super().__init__(data=dict(values) if checked else None, initial=dict(values))
        self.fields.update(fields)

    def bound(self, names: Iterable[str]) -> list[BoundField]:
        return [self[name] for name in names]


@dataclass(frozen=True)
class Step:
    """A page of the form. `heading` names it, `question` stands at its head."""

    slug: str
    heading: Any
    question: Any
    hint: Any = ""
    fields: dict[str, forms.Field] = field(default_factory=dict)
    form_class: type[StepForm] = StepForm

    def form(
        self,
        values: Mapping[str, str],
        *,
        checked: bool = False,
        only: Iterable[str] | None = None,
    ) -> StepForm:
        """The form of the step; with what is wrong in it, if it is to be checked."""
        names = self.fields if only is None else only
        return self.form_class({name: self.fields[name] for name in names}, values, checked=checked)

    def errors(self, values: Mapping[str, str]) -> dict[str, list[str]]:
        """What is wrong, by field."""
        found = self.form(values, checked=True).errors
        return {name: [str(error) for error in errors] for name, errors in found.items()}

    def is_tick(self, name: str) -> bool:
        """Whether a field is a box: a browser sends nothing for one that is not ticked."""
        return isinstance(self.fields[name], forms.BooleanField)

    def in_words(self, values: Mapping[str, str]) -> list[tuple[str, str]]:
        """Label and answer of every field that has one."""
        return [
            (str(one.label), said(one, values[name]))
            for name, one in self.fields.items()
            if values.get(name, "").strip()
        ]


def answered(application: Application, step: Step) -> Values:
    """What stands in the fields of a step: as typed, or what we knew before anybody typed."""
    kept = application.answers.get(step.slug)
    values = {**_known(application, step), **(kept if isinstance(kept, Mapping) else {})}
    return {name: _text(values.get(name)) for name in step.fields}


def said(one: forms.Field, typed: str) -> str:
    """An answer as a reader wants it: the name of what was chosen, else what was typed."""
    if isinstance(one, forms.ChoiceField):
        offered: Any = one.choices
        return str(dict(offered).get(typed, typed))
    if isinstance(one, forms.BooleanField):
        return "✓" if typed else ""
    return typed


def _known(application: Application, step: Step) -> Values:
    """What an agency or an officer has said of the person already."""
    agency = application.agency
    if step.slug == "person":
        return {
            "family_name": application.family_name,
            "given_name": application.given_name,
            "email": application.email,
            "country": agency.country.code if agency else "",
        }
    if step.slug == "post" and agency:
        return {"agency": agency.name}
    return {}


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    return "" if value is None else str(value)

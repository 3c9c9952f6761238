"""The project profiles a delegate brings: up to five, each a set of fields of its own."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from delegates.questionnaire import fields as a
from delegates.questionnaire.steps import Step, StepForm

MOST = 5
NUMBERS = range(1, MOST + 1)
PARTS = ("title", "summary", "sector", "capital", "currency", "partner")


class ProjectsForm(StepForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in NUMBERS:
            name = name_of(number)
            if not begun(number, self.data):
                continue
            if not self.data.get(name("title"), "").strip():
                self._refuse(name("title"), _("Give the project a title, or clear all of it."))
            capital, money = (
                self.data.get(name(one), "").strip() for one in ("capital", "currency")
            )
            if capital and not money:
                self._refuse(name("currency"), _("Write in which currency, such as USD."))
            if money and not capital:
                self._refuse(name("capital"), _("Write how much, or clear the currency."))
        return data

    def _refuse(self, name: str, why: Any) -> None:
        if name in self.fields:
            self.add_error(name, why)


def projects() -> Step:
    return Step(
        "projects",
        _("Projects"),
        _("Which projects do you bring?"),
        _("Up to five that look for a partner in Japan. If you bring none, go on."),
        {name: one for number in NUMBERS for name, one in _fields(number)},
        ProjectsForm,
    )


def name_of(number: int) -> Any:
    """Names the fields of one project."""
    return lambda part: f"project-{number}-{part}"


def names_of(number: int) -> list[str]:
    return [name_of(number)(part) for part in PARTS]


def begun(number: int, values: Mapping[str, Any]) -> bool:
    """Whether anything stands in a project. One that was cleared is gone."""
    return any(str(values.get(name) or "").strip() for name in names_of(number))


def shown(values: Mapping[str, str], *, one_more: bool) -> list[int]:
    """The projects a page shows: what is begun; a blank one if there is none, or one is wanted."""
    numbers = [number for number in NUMBERS if begun(number, values)]
    if one_more or not numbers:
        numbers += [number for number in NUMBERS if number not in numbers][:1]
    return sorted(numbers)


def _fields(number: int) -> Iterator[tuple[str, forms.Field]]:
    name = name_of(number)
    title = a.line(_("Title of the project"))
    title.is_unmarked = True
    yield name("title"), title
    yield (
        name("summary"),
        a.text(
            _("In some sentences"), hint=_("What is to be built or made, where, and how far it is.")
        ),
    )
    yield name("sector"), a.line(_("Sector"))
    yield (
        name("capital"),
        a.read_as(
            _("Capital sought"),
            a.amount,
            hint=_("In digits. Leave it blank if it is not known yet."),
            inputmode="decimal",
        ),
    )
    yield (
        name("currency"),
        a.read_as(_("Currency"), a.currency, hint=_("Three letters, such as USD.")),
    )
    yield (
        name("partner"),
        a.line(_("Kind of partner"), hint=_("Such as investor, joint venture, technology, buyer.")),
    )

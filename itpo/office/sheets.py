"""Sheets: what is printed for a day at hand, made anew each time and kept nowhere.

Each app registers, in a module named `sheets`, which it makes of what: badges, table signs, day
sheets, a briefing. A page asks here and imports nothing downstream. What goes out in the office's
name is a paper, and is kept: see delegates/papers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias

from django.db.models import Model
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise

from itpo.office import letterhead, wording
from itpo.office.models.people import LANGUAGES
from itpo.office.typesetting import typeset
from itpo.office.visibility import Viewer

INTERNAL = {"en": "For internal use", "ja": "取扱注意・部内限り"}


class Asked(NamedTuple):
    """What somebody wants printed: about what, for whose eyes, in which language, of which day."""

    thing: Any
    viewer: Viewer
    language: str
    day: date | None = None


# What a template prints, in words. Raises NotPossible where there is nothing to print.
Words: TypeAlias = Callable[[Asked], dict[str, Any]]


@dataclass(frozen=True)
class Sheet:
    """One kind of sheet: how it is called, set and made."""

    name: str | Promise
    about: str | Promise
    titles: Mapping[str, str]  # in each language it is written in
    template: str
    words: Words
    is_of_a_day: bool = False

    @property
    def languages(self) -> list[tuple[str, str | Promise]]:
        return [(code, name) for code, name in LANGUAGES if code in self.titles]


_sheets: dict[type[Model], dict[str, Sheet]] = {}
_pages: dict[type[Model], Callable[[Any], str]] = {}


def sheet(model: type[Model], kind: str, made: Sheet) -> None:
    """Say that such a sheet is made of things of a model."""
    _sheets.setdefault(model, {})[kind] = made


def stand_on(model: type[Model], page: Callable[[Any], str]) -> None:
    """Say on which page the sheets of things of a model stand, where it has one of its own."""
    _pages[model] = page


def page_of(thing: Model) -> str:
    """The address of the page on which its sheets stand."""
    if page := _pages.get(type(thing)):
        return page(thing)
    return reverse("office:sheets", args=[thing._meta.label_lower, thing.pk])


def sheets_of(model: type[Model]) -> dict[str, Sheet]:
    return _sheets.get(model, {})


def model_of(label: str) -> type[Model] | None:
    """The model of which there are sheets, by its label."""
    return next((model for model in _sheets if model._meta.label_lower == label), None)


def make(kind: str, asked: Asked, *, at: datetime) -> bytes:
    """The PDF. Raises NotPossible, with what is missing."""
    made, office = sheets_of(type(asked.thing))[kind], asked.thing.office
    with translation.override(asked.language):
        words = made.words(asked)
    said = {
        "title": made.titles[asked.language],
        "office": letterhead.in_words(letterhead.facts_of(office), asked.language),
        "author": office.name,
        "date": wording.day(office.today(at).isoformat(), asked.language),
        "mark": "",
        **words,
    }
    return typeset(made.template, said, asked.language, at=at)

"""Which papers are issued about what, and how each is made.

Each app registers its own: what a paper is made of, what it cannot do without, in which languages
it is written. Issuing, comparing and showing them asks here.
"""

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias

from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _

from delegates.models.papers import IssuedPaper
from delegates.papers.facts import Facts
from itpo.office.models import Office
from itpo.office.states import NotPossible

ENGLISH_JAPANESE = ("en", "ja")
CANCELLED = "cancelled"
# What papers are issued about: a visit, a programme, a mission, …
About: TypeAlias = Any


class Subject(NamedTuple):
    """Something papers are issued about."""

    paper: type[IssuedPaper]  # the table that keeps them
    page: Callable[[Any], str]  # the address of the page on which they stand
    whom: Callable[[Any], object] = lambda about: about  # who names the file
    office: Callable[[Any], Office] = attrgetter("office")
    load: Callable[[Any], Any] = lambda about: about  # with all that its papers say


class Made(NamedTuple):
    """How one kind of paper is made about a thing of one model."""

    titles: Mapping[str, str]  # in each language it is written in
    gather: Callable[[Any], Facts]
    lacks: Callable[[Facts], Iterator[str]]
    words: Callable[[Facts, str], Facts]  # the facts, as its template prints them in a language

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.titles)


subjects: dict[type[Model], Subject] = {}
_made: dict[tuple[str, type[Model]], Made] = {}


def subject(model: type[Model], about: Subject) -> None:
    """Say that papers are issued about things of a model."""
    subjects[model] = about


def paper(kind: str, model: type[Model], how: Made) -> None:
    """Say that there is such a paper about things of a model."""
    _made[str(kind), model] = how


def made(kind: str, about: About) -> Made:
    """How such a paper is made. Raises NotPossible for what there is no such paper about."""
    found = _made.get((str(kind), type(about)))
    if found is None:
        raise NotPossible(_("There is no such paper about this."))
    return found


def model_named(name: str, kind: str, language: str) -> Any:
    """What a paper is about, by its name in an address; None where there is no such paper."""
    for model in subjects:
        how = _made.get((kind, model))
        if how and model._meta.model_name == name and language in how.titles:
            return model
    return None


def missing(kind: str, about: About, facts: Facts) -> list[str]:
    """What has to be filled in first, a sentence for each."""
    if getattr(about, "state", "") == CANCELLED:
        return [_("It is cancelled: no paper goes out about it.")]
    return list(made(kind, about).lacks(facts))


def gather(kind: str, about: About, language: str) -> Facts:
    """What such a paper would be made of now. The names of companies are those of its language."""
    how, subject = made(kind, about), subjects[type(about)]
    with translation.override(language):
        return how.gather(subject.load(about))


def missing_for(kind: str, about: About) -> list[str]:
    return missing(kind, about, gather(kind, about, "en"))

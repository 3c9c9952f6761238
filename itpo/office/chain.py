"""The chain: delegates → visits → meetings → missions → deal → verified result.

Each app registers, when it is ready, what it knows about an object: its neighbours on the
chain, and the panels it has to show on the object's page. Pages ask here and import nothing
downstream. Whatever is registered goes through `visible_to` itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from django.db import models
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itpo.office.compiled import StandIns, ask, shape_of, shape_of_viewer
from itpo.office.visibility import Viewer


class Step(models.TextChoices):
    """The places on the chain, in order."""

    DELEGATES = "delegates", _("Delegates")
    VISITS = "visits", _("Visits")
    MEETINGS = "meetings", _("Meetings")
    MISSIONS = "missions", _("Missions")
    DEALS = "deals", _("Deals")
    RESULTS = "results", _("Verified results")


# Given an object and a viewer: the neighbours, as a queryset of one model.
Neighbours: TypeAlias = Callable[[Any, Viewer], "QuerySet[Any]"]


@dataclass(frozen=True)
class Place:
    """How the things of one step are named and found: their model, label and page."""

    model: type[models.Model]
    label: str | Combinable  # a field path or an expression that names one of them
    url_name: str
    say: Callable[[str], str]  # what the reader sees of that name
    related: tuple[str, ...]  # what `describe` needs beside the row
    describe: Callable[[Any], str]  # one of them in a list of several
    say_several: Callable[[list[str]], str]  # what the reader sees of several names
    here: Callable[[Any], str]  # one of them on its own page


@dataclass(frozen=True)
class Link:
    """One step of the chain, as a page shows it."""

    step: str
    name: str | Promise
    words: str | Promise
    url: str
    is_here: bool
    count: int


class Subject(NamedTuple):
    """Something that promises are made about."""

    model: Any
    is_restricted: Callable[[Any], bool]
    promised: Callable[[Any, Any], object]
    look_again: Callable[[list[Any]], object]


class Moment(NamedTuple):
    """Something that happened, for a life line: the first day it may have been, and words."""

    on: date | None
    when: str
    what: str
    about: str
    url: str
    kind: str
    state: str = ""


class Panel(NamedTuple):
    """Something an app shows on the page of another app's object."""

    template: str
    rows: Callable[[Any, Viewer], dict[str, Any]]
    order: int
    moments: Callable[[dict[str, Any]], list[Moment]]


places: dict[Step, Place] = {}
subjects: dict[str, Subject] = {}
_neighbours: dict[tuple[type[models.Model], Step], list[Neighbours]] = defaultdict(list)
_panels: dict[type[models.Model], list[Panel]] = defaultdict(list)


def place(
    step: Step,
    model: type[models.Model],
    *,
    label: str | Combinable,
    url_name: str,
    say: Callable[[str], str] = str,
    related: tuple[str, ...] = (),
    describe: Callable[[Any], str] = str,
    say_several: Callable[[list[str]], str] = lambda names: str(len(names)),
    here: Callable[[Any], str] = str,
) -> None:
    """Say which model stands at a step, what names one of them, and which page shows one."""
    places[step] = Place(model, label, url_name, say, related, describe, say_several, here)


def subject(
    model: type[models.Model],
    *,
    is_restricted: Callable[[Any], bool] = lambda thing: False,
    promised: Callable[[Any, Any], object] = lambda thing, follow_up: None,
    look_again: Callable[[list[Any]], object] = lambda things: None,
) -> None:
    """Say that something can be promised about things of a model: it has `follow_ups`.

    What is promised about a restricted thing is restricted with it; `promised` is told of it then.
    `look_again` keeps others, in one query, from restricting some things until the transaction
    ends; from then on `is_restricted` goes by what they are now.
    """
    subjects[model._meta.label_lower] = Subject(model, is_restricted, promised, look_again)


def neighbours(model: type[models.Model], step: Step, find: Neighbours) -> None:
    """Say which things of a step belong to an object of a model. Several answers add up.

    Each answer names a thing once; it looks numbers up (`pk__in`) instead of joining. It may use
    the object's own number and the numbers it refers to, and nothing else of it: see compiled.py.
    """
    _neighbours[model, step].append(find)


def panel(
    model: type[models.Model],
    template: str,
    rows: Callable[[Any, Viewer], dict[str, Any]],
    *,
    order: int,
    moments: Callable[[dict[str, Any]], list[Moment]] = lambda rows: [],
) -> None:
    """Show a part of one's own on the page of an object of a model.

    `moments` says what of these rows belongs on the object's life line.
    """
    _panels[model].append(Panel(template, rows, order, moments))


def panels(thing: models.Model, viewer: Viewer) -> list[dict[str, Any]]:
    """The panels for a page: each the template's name, what it is given, and its moments."""
    shown = []
    for one in sorted(_panels.get(type(thing), []), key=lambda one: one.order):
        rows = one.rows(thing, viewer)
        shown.append({"template": one.template, "moments": one.moments(rows), **rows})
    return shown


def neighbours_at(thing: models.Model, step: Step, viewer: Viewer) -> QuerySet[Any] | None:
    """The things of one step that belong to an object; None where nobody knows of any."""
    found = [find(thing, viewer) for find in _neighbours.get((type(thing), step), [])]
    if len(found) < 2:
        return found[0] if found else None
    numbers = either(*(one.order_by().values("pk") for one in found))
    return places[step].model._default_manager.filter(pk__in=numbers)


def either(*numbers: QuerySet[Any]) -> QuerySet[Any]:
    """Numbers found in several ways, as one list to look rows up by.

    A UNION lets the database start from the few rows each way finds; an OR of the same has it
    read whole tables.
    """
    return numbers[0].union(*numbers[1:]) if len(numbers) > 1 else numbers[0]


def origins() -> dict[str, type[models.Model]]:
    """The models a chain can be followed from, by their label."""
    return {model._meta.label_lower: model for model, _step in _neighbours}


def in_words(thing: models.Model) -> str:
    """One thing as a list of several would name it, wherever it is spoken of."""
    for one in places.values():
        if isinstance(thing, one.model):
            return one.describe(thing)
    return str(thing)


def described(rows: QuerySet[Any], step: Step) -> QuerySet[Any]:
    """Rows of one step in a steady order, with all that describing them needs."""
    return rows.select_related(*places[step].related).order_by("-pk")


def links(thing: models.Model, viewer: Viewer) -> list[Link]:
    """The whole chain around an object, in one query."""
    here = next((step for step, one in places.items() if isinstance(thing, one.model)), None)
    rows = _rows(thing, viewer, [step for step in Step if step != here])
    return [_link(thing, step, here, rows[step]) for step in Step if step in places]


def _rows(
    thing: models.Model, viewer: Viewer, steps: Iterable[Step]
) -> dict[Step, list[tuple[int, str]]]:
    """Number and name of each neighbour, by step: one UNION over all steps, built once."""
    if not any((type(thing), step) in _neighbours for step in steps):
        return defaultdict(list)
    stand_ins = StandIns()
    record, somebody = stand_ins.for_record(thing), stand_ins.for_viewer(viewer)
    shape = ("chain", shape_of(thing), shape_of_viewer(viewer))
    rows: dict[Step, list[tuple[int, str]]] = defaultdict(list)
    for step, pk, called in ask(shape, stand_ins, lambda: _union(record, somebody, steps)):
        rows[Step(step)].append((pk, called or ""))
    return rows


def _union(thing: models.Model, viewer: Viewer, steps: Iterable[Step]) -> QuerySet[Any]:
    parts = []
    for step in steps:
        if (found := neighbours_at(thing, step, viewer)) is not None:
            parts.append(
                found.order_by()
                .annotate(
                    at_step=Value(step.value, output_field=CharField()),
                    called=Cast(_naming(places[step]), CharField()),
                )
                .values_list("at_step", "pk", "called")
            )
    union: QuerySet[Any] = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return union


def _naming(place: Place) -> Combinable:
    return F(place.label) if isinstance(place.label, str) else place.label


def _link(thing: models.Model, step: Step, here: Step | None, found: list[tuple[int, str]]) -> Link:
    if step == here:
        return Link(step, step.label, places[step].here(thing), "", True, 1)
    if not found:
        return Link(step, step.label, _("none yet"), "", False, 0)
    if len(found) == 1:
        pk, called = found[0]
        url = reverse(places[step].url_name, args=[pk])
        return Link(step, step.label, places[step].say(called) or str(_("one")), url, False, 1)
    url = reverse("desk:neighbours", args=[thing._meta.label_lower, thing.pk, step])
    words = places[step].say_several([called for _pk, called in found])
    return Link(step, step.label, words, url, False, len(found))

"""Find anything: each app says what of its own can be found, and one query looks everywhere."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import CharField, F, FloatField, Model, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import IsNull
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itpo.office.places import Columns, Place, place_of, standing
from itpo.office.visibility import Viewer, are_several, nearness, unlikeness
from itpo.office.words import Shape, Wanted, filled_in, long_words, stand_in, wanted

EACH = 6  # how many of a kind are shown at once
# What is asked of each, in the order it is shown in: by kind, the nearest first.
SHOWN = ("of_kind", "off", "is_gone", "found_as", "found_beside", "leads_on", "leads_to")


# From which share of common trigrams on PostgreSQL takes a word for like another; its own 0.6
# lets go of yazki for Yazaki. And how like two are takes long to tell, which PostgreSQL does not
# reckon with: it is to ask the index first.
ALIKE = ["pg_trgm.word_similarity_threshold", "0.45", "enable_seqscan", "off"]


@dataclass(frozen=True)
class Findable:
    """How the rows of a model are found, and what the reader sees of one."""

    model: type[Model]
    heading: str | Promise
    order: Callable[[Any], QuerySet[Any]]
    label: str | Combinable
    hint: str | Combinable
    gone: str
    gone_said: str | Promise
    into: str
    into_label: str | Combinable
    url_name: str
    list_name: str
    say: Callable[[str], str]
    say_hint: Callable[[str], str]

    def visible(self, viewer: Viewer) -> Any:
        every: Any = self.model._default_manager
        return every.visible_to(viewer)


class Hit(NamedTuple):
    """One record that was found; `note` says why it counts no more."""

    label: str
    hint: str
    url: str
    note: str = ""


class Group(NamedTuple):
    """What was found of one kind; `more` leads to all of them, where there may be more."""

    heading: str | Promise
    hits: list[Hit]
    more: str


findables: list[Findable] = []


def findable(
    model: type[Model],
    heading: str | Promise,
    *,
    order: Callable[[Any], QuerySet[Any]],
    label: str | Combinable,
    hint: str | Combinable = Value(""),  # noqa: B008 - an expression is never changed
    gone: str = "",
    gone_said: str | Promise = gettext_lazy("archived"),  # noqa: B008 - read when it is shown
    into: str = "",
    into_label: str | Combinable = "",
    url_name: str,
    list_name: str,
    say: Callable[[str], str] = str,
    say_hint: Callable[[str], str] = str,
) -> None:
    """Have rows of a model found by their words, as far as the viewer sees them.

    `order` is how those stand that come equally near. `label` and `hint` are columns or
    expressions: the rows themselves are not fetched. `say` and `say_hint` put them as the reader
    sees them. `gone` is the column that is filled once a row counts no more; those come last.
    `into` leads to what it was merged into, which is opened in its place.
    """
    findables.append(
        Findable(
            *(model, heading, order, label, hint, gone, gone_said, into, into_label),
            *(url_name, list_name, say, say_hint),
        )
    )


@dataclass(frozen=True)
class Seer:
    """All that decides what a viewer sees."""

    pk: Any
    office_id: int | None
    sees_records: bool
    sees_restricted: bool
    is_superuser: bool


Statement = tuple[str, tuple[Any, ...]]
Several = tuple[tuple[int, Columns], ...]  # kinds by their place, and where each word may stand
# The place of its kind among the findables, its rows, and how far each is off.
Found = tuple[int, QuerySet[Any], Combinable]


def find(viewer: Viewer, words: str) -> list[Group]:
    """What has every word, by kind, a few of each. Nothing without words.

    In one query. Of several words it is asked before where each stands at all, and afterwards, for
    kinds of which few have all of them in one place, which have each in a place of its own: those
    ways are many.
    """
    sought = wanted(words)
    if not sought.terms or not getattr(viewer, "sees_records", False):
        return []
    seer = _seer(viewer)
    if len(sought.terms) == 1:
        return _grouped(_answer(_statement(seer, sought.shape), sought.texts))
    stands = _stands(sought)
    if not all(stands):
        return []
    rows = _answer(_statement(seer, sought.shape), sought.texts)
    number = Counter(row[0] for row in rows)
    few = [place for place in range(len(findables)) if number[place] < EACH]
    if several := _in_several(seer, stands, few):
        rows += _answer(_statement(seer, sought.shape, several), sought.texts)
    return _grouped(rows)


def find_similar(viewer: Viewer, words: str) -> list[Group]:
    """What has every word but for a slip of the hand. Only PostgreSQL can tell."""
    long = long_words(words)
    if connection.vendor != "postgresql" or not long or not getattr(viewer, "sees_records", False):
        return []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true), set_config(%s, %s, true)", ALIKE)
        return _grouped(_answer(_statement_of_similar(_seer(viewer), len(long)), long))


def _seer(viewer: Viewer) -> Seer:
    return Seer(**{field.name: getattr(viewer, field.name) for field in fields(Seer)})


def _answer(statement: Statement, texts: list[str]) -> list[tuple[Any, ...]]:
    sql, parameters = statement
    with connection.cursor() as cursor:
        cursor.execute(sql, [filled_in(one, texts) for one in parameters])
        return list(cursor.fetchall())


def _in_several(seer: Seer, stands: list[set[Place]], few: list[int]) -> Several:
    """Which of a few kinds may have each word in a place of its own, and in which."""
    found = []
    for place in few:
        one = findables[place]
        columns = tuple(
            tuple(name for name in one.visible(seer).searched if place_of(one.model, name) in known)
            for known in stands
        )
        if all(columns) and are_several(one.model, set(chain.from_iterable(columns))):
            found.append((place, columns))
    return tuple(found)


def _stands(sought: Wanted) -> list[set[Place]]:
    """In which places each word stands; on SQLite, which reads everything anyway, in any."""
    known = _places()
    if connection.vendor != "postgresql":
        return [set(known)] * len(sought.terms)
    stands: list[set[Place]] = [set() for _term in sought.terms]
    for word, place in _answer(_statement_of_places(sought.shape), sought.texts):
        stands[word].add(known[place])
    return stands


# To put a statement together takes longer than to answer it: so for each shape it is done once.


@lru_cache(maxsize=500)
def _statement(seer: Seer, shape: Shape, several: Several = ()) -> Statement:
    """How everything is asked for at once; or `several` kinds, with each word where it may be."""
    sought = stand_in(shape)
    near = nearness(sought.phrases)
    found: list[Found] = []
    for place, columns in several or [(place, ()) for place in range(len(findables))]:
        one = findables[place]
        seen = one.visible(seer)
        rows = one.order(
            seen.here_and_there(sought, columns) if several else seen.in_one_place(sought)
        )
        gone = [F(one.gone).asc(nulls_first=True)] if one.gone else []
        found.append((place, rows.order_by(near, *gone, *rows.query.order_by), near))
    return _shown(found).query.sql_with_params()


@lru_cache(maxsize=1)
def _places() -> list[Place]:
    """Everywhere that words are looked for."""
    every = [
        place_of(one.model, column)
        for one in findables
        for column in one.model._default_manager.all().searched  # type: ignore[attr-defined]
    ]
    return list(dict.fromkeys(every))


@lru_cache(maxsize=100)
def _statement_of_places(shape: Shape) -> Statement:
    return standing(shape, _places()).query.sql_with_params()


@lru_cache(maxsize=100)
def _statement_of_similar(seer: Seer, number: int) -> Statement:
    long = stand_in(((), number)).phrases
    unlike = unlikeness(long)
    return _shown(
        [
            (place, one.visible(seer).resembling(long).order_by(unlike), unlike)
            for place, one in enumerate(findables)
        ]
    ).query.sql_with_params()


def _shown(found: list[Found]) -> QuerySet[Any]:
    """The first few of each kind; the expression beside the rows says how far each is off."""
    parts = [
        one.model._default_manager.filter(pk__in=rows.values("pk")[:EACH])
        .order_by()
        .annotate(
            of_kind=Value(place),
            leads_to=Coalesce(f"{one.into}_id", "pk") if one.into else F("pk"),
            found_as=_text(one.label),
            found_beside=_text(one.hint),
            is_gone=IsNull(F(one.gone), False) if one.gone else Value(False),
            leads_on=_text(one.into_label) if one.into else Value(""),
            off=Cast(off, FloatField()),
        )
        .values_list(*SHOWN)
        for place, rows, off in found
        for one in [findables[place]]
    ]
    every: QuerySet[Any] = parts[0].union(*parts[1:], all=True)
    return every


def _grouped(rows: Iterable[tuple[Any, ...]]) -> list[Group]:
    hits: dict[int, dict[str, Hit]] = {}
    for place, _off, is_gone, called, beside, leads_on, pk in sorted(rows):
        one = findables[place]
        url = reverse(one.url_name, args=[pk])
        note = _note(one, is_gone, leads_on.strip())
        hit = Hit(one.say(called), one.say_hint(beside), url, note)
        hits.setdefault(place, {}).setdefault(url, hit)
    return [
        Group(
            findables[place].heading,
            list(of_kind.values())[:EACH],
            f"{reverse(findables[place].list_name)}?q=" if len(of_kind) >= EACH else "",
        )
        for place, of_kind in hits.items()
    ]


def _note(one: Findable, is_gone: bool, leads_on: str) -> str:
    if leads_on:
        return _("merged into %(name)s") % {"name": leads_on}
    return str(one.gone_said) if is_gone else ""


def _text(what: str | Combinable) -> Combinable:
    expression = F(what) if isinstance(what, str) else what
    return Coalesce(Cast(expression, CharField()), Value(""))

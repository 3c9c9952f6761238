"""A list of the workspace: searched, filtered, sorted, cut into pages.

A filter form costs nothing until somebody asks for it (`?filter=open`) or filters by it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import EMPTY_VALUES
from django.db.models import Case, F, IntegerField, Model, QuerySet, TextChoices, Value, When
from django.db.models.functions import NullIf
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django_filters import ChoiceFilter, Filter, FilterSet

from itpo.office.exporting.answering import answer
from itpo.office.exporting.columns import Export
from itpo.office.fiscal_years import Year
from itpo.office.forms import DayField, YearField, laid_out
from itpo.office.known_lists import LOOKING, normalised, pages
from itpo.office.models import ExportLog, SavedView
from itpo.office.paging import Page, page_of, query_of, words_of
from itpo.office.partial_dates import day_shown
from itpo.office.picking import PickField, PickingForm
from itpo.office.requests import OfficerRequest
from itpo.office.several import Action
from itpo.office.several_pages import begin

Words = str | Promise


@dataclass(frozen=True)
class Column:
    """One column: its head, and what sorting by it orders by. Without `order` it cannot be."""

    name: str
    label: Words
    order: tuple[Any, ...] = ()
    descends: bool = False  # whether the first press shows the greatest first
    css_class: str = ""


def written(name: str) -> NullIf:
    """A column of text to sort by: what is blank is not known, and comes last."""
    return NullIf(F(name), Value(""))


def in_order(choices: type[TextChoices], name: str) -> Case:
    """Order by a column in the order in which its choices are named, not by their letters."""
    places = (When(**{name: value}, then=Value(place)) for place, value in enumerate(choices))
    return Case(*places, output_field=IntegerField())


class PickFilter(Filter):
    """One record, found by typing. `through` names rows that lead from it to those of the list."""

    field_class = PickField

    def __init__(
        self,
        pick_name: str,
        field_name: str | None = None,
        *,
        through: Callable[[Any], QuerySet[Any]] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(field_name, **options, name=pick_name)
        self.through = through

    def filter(self, qs: Any, value: Any) -> Any:
        if value is None or self.through is None:
            return super().filter(qs, value)
        return qs.filter(pk__in=self.through(value))


class DayFilter(Filter):
    """A calendar day, compared with a column or told to the queryset's method `narrow`."""

    field_class = DayField

    def __init__(
        self, field_name: str | None = None, lookup: str = "", *, narrow: str = "", **options: Any
    ) -> None:
        super().__init__(field_name, lookup or None, **options)
        self.narrow = narrow

    def filter(self, qs: Any, value: Any) -> Any:
        if value is None or not self.narrow:
            return super().filter(qs, value)
        return getattr(qs, self.narrow)(value)


class YearFilter(Filter):
    """A year, the calendar's or Japan's, in which a day certainly lies.

    `last` names the column of the last day it may be, where the day is known in part.
    """

    field_class = YearField

    def __init__(self, first: str, last: str = "", **options: Any) -> None:
        super().__init__(first, **options)
        self.last = last or first

    def filter(self, qs: Any, value: Year | None) -> Any:
        if value is None:
            return qs
        first, last = value.days
        return qs.filter(**{f"{self.field_name}__gte": first, f"{self.last}__lte": last})


class YesFilter(ChoiceFilter):
    """A narrower list, or all: `narrow` names the queryset's method that makes it narrower."""

    def __init__(self, narrow: str, *, says: Words, **options: Any) -> None:
        super().__init__(choices=[("yes", says)], **options)
        self.narrow = narrow

    def filter(self, qs: Any, value: Any) -> Any:
        return getattr(qs, self.narrow)() if value == "yes" else qs


class MineFilter(ChoiceFilter):
    """Only what the reader looks after."""

    def __init__(self, field_name: str, *, says: Words, **options: Any) -> None:
        super().__init__(field_name, choices=[("yes", says)], **options)

    def filter(self, qs: Any, value: Any) -> Any:
        return super().filter(qs, self.parent.request.user.pk if value == "yes" else None)


class ListFilters(FilterSet):
    """The filters of a list. Pickers among them offer what the reader may see."""

    class Meta:
        form = PickingForm

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        """A list's own filters first, then those it shares with others."""
        found = super().get_filters()
        shared = {name for base in cls.__bases__ for name in getattr(base, "declared_filters", ())}
        return {name: found[name] for name in sorted(found, key=shared.__contains__)}

    @property
    def form(self) -> Any:
        if not hasattr(self, "_form"):
            form_class = self.get_form_class()
            self._form = form_class(self.data, viewer=self.request.user)
        return self._form


@dataclass(frozen=True)
class Head:
    """A column's head as the page shows it."""

    name: str
    label: str
    query: str  # what sorts by it, or the other way round; empty where it cannot be sorted
    sorted: str  # “ascending”, “descending” or nothing, as ARIA says it
    css_class: str


@dataclass(frozen=True)
class Chosen:
    """One filter that is in use, in words, and the query of the list without it."""

    label: str
    words: str
    without: str


@dataclass(frozen=True)
class Listing:
    """What can be asked of one list."""

    title: Words
    search_label: Words
    columns: Sequence[Column]
    sorted_by: str  # a column's name, with a minus before it for the greatest first
    nothing: Words  # what to do where there is no row at all
    no_match: Words  # what to try where none matches
    filters: type[ListFilters] | None = None
    page: str = ""  # the name of its address, under which views of it are kept
    export: Export | None = None  # what of it is taken out as a file
    model: Any = None  # of what, where something can be done with several of its rows
    several: list[Action] = field(default_factory=list)
    sorted_by_ja: str = ""  # for who reads Japanese, where names are sorted as they are read

    def __post_init__(self) -> None:
        if self.page:
            pages[self.page] = self

    def offer(self, *actions: Action) -> None:
        """Have an app downstream say what it can do with several of the rows."""
        self.several.extend(actions)

    def order(self, asked: str) -> tuple[Column, bool]:
        """The column somebody sorts by and whether it descends; the list's own where none."""
        in_japanese = (get_language() or "").startswith("ja")
        for wanted in (asked, self.sorted_by_ja if in_japanese else "", self.sorted_by):
            name = wanted.removeprefix("-")
            for column in self.columns:
                if column.order and column.name == name:
                    return column, wanted.startswith("-")
        raise ValueError(f"No column of “{self.title}” sorts it by {self.sorted_by}.")


@dataclass(frozen=True)
class View:
    """A view of a list that somebody kept: its name, what it asks for, and whose it is."""

    name: str
    query: str
    owner: str  # of one that others shared; otherwise blank
    is_here: bool
    url: str  # where it is renamed or removed, by whoever may


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a list was asked for: what its search form, its chips and its filters are given."""

    listing: Listing
    words: str
    query: str  # the address's own, without what only says how it is looked at; may be empty
    chosen: list[Chosen]
    filters: forms.Form | None = None  # there when somebody asked for it or made a mistake in it
    helper: Any = None
    filter_query: str = ""
    kept: list[tuple[str, str]] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    keep_url: str = ""  # where it is kept under a name, if there is anything to keep
    is_mistaken: bool = False  # whether a filter was given what it cannot take
    exports: list[tuple[str, Words]] = field(default_factory=list)  # as what it can be taken out
    actions: Sequence[Action] = ()  # what the reader may do with several rows
    carried: list[tuple[str, str]] = field(default_factory=list)  # all that is asked, as pairs

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.chosen)


@dataclass(frozen=True, kw_only=True)
class Shown(Asked):
    """What a list's template is given beside its rows."""

    page: Page
    heads: list[Head]
    labels: dict[str, str]

    @property
    def rows(self) -> list[Any]:
        return self.page.rows


def show_list(
    request: OfficerRequest,
    listing: Listing,
    rows: Any,
    template: str,
    beside: Callable[[list[Any]], dict[str, Any]] | None = None,
    **context: Any,
) -> HttpResponseBase:
    """Answer with one page of a list, or all of it as a file.

    `rows` has gone through `visible_to`; `beside` adds what stands beside the rows of the page.
    """
    asked, rows = narrowed(request, listing, rows)
    column, descends = listing.order(request.GET.get("sort", ""))
    rows = rows.order_by(*_ordered(column, descends))
    if listing.export and _wants_a_file(request) and not asked.is_mistaken:
        return answer(
            request,
            listing.export,
            rows,
            page=listing.page,
            title=str(listing.title),
            query=asked.query,
        )
    if asked.actions and "do" in request.GET and not asked.is_mistaken:
        return begin(request, listing, rows)
    shown = _shown(request, asked, rows, column, descends)
    if beside is not None:
        context |= beside(shown.rows)
    today = request.user.today(timezone.now())
    return render(request, template, {"list": shown, "today": today, **context})


def _wants_a_file(request: OfficerRequest) -> bool:
    return request.method == "GET" and "export" in request.GET


def _shown(
    request: OfficerRequest, asked: Asked, rows: Any, column: Column, descends: bool
) -> Shown:
    """The page of a list that the address asks for."""
    listing = asked.listing
    page = page_of(rows, request)
    heads = [_head(request, one, column, descends) for one in listing.columns]
    labels = {head.name: head.label for head in heads}
    return Shown(**vars(asked), page=page, heads=heads, labels=labels)


def narrowed(request: OfficerRequest, listing: Listing, rows: Any) -> tuple[Asked, Any]:
    """Search and filter rows as the address asks."""
    words = words_of(request)
    if words:
        rows = rows.matching(words)
    found = _filters(request, listing, rows)
    if found is not None and found.is_valid():
        rows = found.qs
    is_open = found is not None and (request.GET.get("filter") == "open" or bool(found.errors))
    names = list(found.filters) if is_open and found is not None else []
    asked = Asked(
        listing=listing,
        words=words,
        query=query_of(request, without=LOOKING).removesuffix("?"),
        chosen=list(_chosen(request, found)) if found is not None else [],
        filters=found.form if is_open and found is not None else None,
        helper=laid_out(*names),
        filter_query=query_of(request, without=["page"], filter="open") if listing.filters else "",
        kept=list(_kept(request, [*names, "q", *LOOKING])),
        is_mistaken=found is not None and bool(found.errors),
        exports=_exports(request, listing),
        actions=listing.several if request.user.may_change else (),
        carried=list(_kept(request, [*LOOKING])) if listing.several else [],
        **_views(request, listing),
    )
    return asked, rows


def _exports(request: OfficerRequest, listing: Listing) -> list[tuple[str, Words]]:
    """As what kinds of file a list can be taken out, each with its query."""
    if listing.export is None or not request.user.may_export:
        return []
    return [
        (query_of(request, without=LOOKING, export=value), label)
        for value, label in ExportLog.Format.choices
    ]


def _views(request: OfficerRequest, listing: Listing) -> dict[str, Any]:
    """The views of a list that somebody sees, and where the one they look at can be kept."""
    if not listing.page:
        return {}
    viewer, here = request.user, normalised(request.META.get("QUERY_STRING", ""))
    found = SavedView.objects.visible_to(viewer).of(listing.page)
    views = [
        View(
            name=one.name,
            query=f"?{one.query}",
            owner=str(one.user) if one.user_id != viewer.pk else "",
            is_here=one.query == here,
            url=reverse("office:saved-view", args=[one.pk])
            if one.may_be_changed_by(viewer)
            else "",
        )
        for one in found
    ]
    may_keep = here and viewer.may_change and not any(view.is_here for view in views)
    asked = urlencode({"list": listing.page, "asked": here})
    return {
        "views": views,
        "keep_url": f"{reverse('office:keep-view')}?{asked}" if may_keep else "",
    }


def _filters(request: OfficerRequest, listing: Listing, rows: Any) -> ListFilters | None:
    """The list's filters, where somebody uses them or wants to see them."""
    if listing.filters is None:
        return None
    wanted = {*listing.filters.base_filters, "filter"} & set(request.GET)
    return listing.filters(request.GET, queryset=rows, request=request) if wanted else None


def _ordered(column: Column, descends: bool) -> Iterator[Any]:
    """What to order by, so that equal ones always come in the same order."""
    for one in (*column.order, "pk"):
        expression = one if not isinstance(one, str) else None
        if expression is None:
            yield f"-{one}" if descends else one
        else:
            yield expression.desc(nulls_last=True) if descends else expression.asc(nulls_last=True)


def _head(request: OfficerRequest, column: Column, by: Column, descends: bool) -> Head:
    is_sorted = column is by
    turned = not descends if is_sorted else column.descends
    sort = f"-{column.name}" if turned else column.name
    return Head(
        name=column.name,
        label=str(column.label),
        query=query_of(request, without=LOOKING, sort=sort) if column.order else "",
        sorted=("descending" if descends else "ascending") if is_sorted else "",
        css_class=column.css_class,
    )


def _chosen(request: OfficerRequest, filters: ListFilters) -> Iterator[Chosen]:
    form = filters.form
    if not form.is_valid():
        return
    for name, value in form.cleaned_data.items():
        if value in EMPTY_VALUES:
            continue
        one: Any = form.fields[name]
        without = query_of(request, without=[name, *LOOKING])
        yield Chosen(str(one.label), _said(one, value), without)


def _said(one: Any, value: Any) -> str:
    """What somebody chose in a filter, in words."""
    if isinstance(value, date):
        return day_shown(value)
    if isinstance(value, Model | Year):
        return str(value)
    choices = getattr(one, "choices", None)
    return str(value) if choices is None else str(dict(choices)[value])


def _kept(request: OfficerRequest, shown: list[str]) -> Iterator[tuple[str, str]]:
    """What the search form carries along unseen: sorting, and filters that are not open."""
    for name, value in request.GET.items():
        if name not in shown and value:
            yield name, str(value)

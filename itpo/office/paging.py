"""One page of many rows, without counting what nobody reads."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

PER_PAGE = 50


class Page(NamedTuple):
    """The rows of one page, the words searched for, and the queries of the pages beside it."""

    rows: list[Any]
    words: str
    previous: str
    next: str


def words_of(request: HttpRequest) -> str:
    """What somebody searches for. No database takes a null character."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:100]


def page_of(
    rows: QuerySet[Any] | Sequence[Any], request: HttpRequest, per_page: int = PER_PAGE
) -> Page:
    """Cut the page that `?page=` asks for; one row more tells whether another follows."""
    asked = request.GET.get("page", "1")
    number = max(int(asked), 1) if asked.isdecimal() and len(asked) <= 4 else 1
    start = (number - 1) * per_page
    found = list(rows[start : start + per_page + 1])
    return Page(
        rows=found[:per_page],
        words=words_of(request),
        previous=query_of(request, page=number - 1) if number > 1 else "",
        next=query_of(request, page=number + 1) if len(found) > per_page else "",
    )


def query_of(request: HttpRequest, *, without: Iterable[str] = (), **changes: Any) -> str:
    """The address's query with some of it changed or left out: `?q=rice&page=2`."""
    query: QueryDict = request.GET.copy()
    for name in without:
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = str(value)
    return f"?{query.urlencode()}"

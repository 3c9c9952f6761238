"""Rows of a table and lines of a choice, written at once.

The page has a thousand cells; a template that loops over each takes longer than all the queries.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.html import conditional_escape as safe
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


class Number(NamedTuple):
    """A cell that stands in a column of numbers. Blank or None: not known."""

    said: Any


class Linked(NamedTuple):
    """A number that leads to what it counts; nothing to lead to where it is 0."""

    number: int
    url: str


def link(url: str, words: str | Promise) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, words)


def table_row(head: Any, cells: Iterable[Any], heads: Iterable[str], first: Any = "") -> SafeString:
    """A line of a table: its head, and its cells, each with the name of its column for phones."""
    unknown = f'<span class="unknown">{safe(_("not known"))}</span>'
    written = [_cell(cell, column, unknown) for cell, column in zip(cells, heads, strict=True)]
    return mark_safe(  # noqa: S308 - every piece is escaped, or was made safe by whoever wrote it
        f'<tr>{safe(first)}<th scope="row">{safe(head)}</th>{"".join(written)}</tr>'
    )


def _cell(cell: Any, column: str, unknown: str) -> str:
    label = f' data-label="{safe(column)}"'
    if isinstance(cell, Linked):
        said = f'<a href="{safe(cell.url)}">{cell.number}</a>' if cell.number else "0"
        return f'<td class="n"{label}>{said}</td>'
    if isinstance(cell, Number):
        return f'<td class="n"{label}>{safe(cell.said) if cell.said else unknown}</td>'
    return f"<td{label}>{safe(cell) if cell else unknown}</td>"


def lines(several: Iterable[str]) -> SafeString:
    """One below the other; blank for none."""
    return mark_safe("".join(f"<div>{safe(one)}</div>" for one in several))  # noqa: S308


def head_row(heads: Iterable[Any]) -> SafeString:
    """The head of a table; `Number` for a column of numbers."""
    cells = (
        f'<th scope="col" class="n">{safe(one.said)}</th>'
        if isinstance(one, Number)
        else f'<th scope="col">{safe(one)}</th>'
        for one in heads
    )
    return mark_safe("".join(cells))  # noqa: S308


def options(choices: Iterable[tuple[str, str | Promise]], chosen: str) -> SafeString:
    """The lines of a choice."""
    return mark_safe(  # noqa: S308
        "".join(
            f'<option value="{safe(value)}"{" selected" if value == chosen else ""}>'
            f"{safe(str(label))}</option>"
            for value, label in choices
        )
    )

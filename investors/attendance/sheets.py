"""From the bytes of a webinar tool's list to its lines, whatever tool wrote it."""

import csv
import io
import re
from collections import Counter
from typing import NamedTuple

from django.utils.translation import gettext as _

from investors.attendance.columns import is_header, recognised
from itpo.office.csv_files import FileNotReadable, text_of

SEPARATORS = ",;\t"
LARGEST = 5 * 1024 * 1024  # bytes of a list; one of 20,000 people has about 2 MB
MOST_LINES = 20_000
HEAD = 40  # lines among which the headings are looked for; tools put a summary above them
UNREADABLE = re.compile(r"[\ud800-\udfff]")


class Line(NamedTuple):
    """One line of a list: its number as a spreadsheet shows it, and its cells."""

    number: int
    cells: list[str]


class Sheet(NamedTuple):
    """A list that was read: its headings, which of them were understood, and its lines."""

    headings: list[str]
    columns: dict[str, int]
    lines: list[Line]


def text_in(raw: bytes) -> str:
    """The text of a list. Raises FileNotReadable for what is none."""
    if not raw.strip():
        raise FileNotReadable(_("The file is empty."))
    if len(raw) > LARGEST:
        raise FileNotReadable(_("The file is larger than 5 MB. Send the list of one event."))
    text = text_of(raw)
    if "\x00" in text:
        raise FileNotReadable(_("It is not a CSV file. Save it as “CSV UTF-8”."))
    return UNREADABLE.sub("\ufffd", text)


def read(text: str) -> Sheet:
    """The lines below the headings. Raises FileNotReadable."""
    records = _records(text)
    every = [
        Line(number, cells)
        for number, cells in enumerate(records, start=1)
        if any(cell.strip() for cell in cells)
    ]
    if not every:
        raise FileNotReadable(_("The file is empty."))
    at = next((place for place, line in enumerate(every[:HEAD]) if is_header(line.cells)), 0)
    head = every[at].cells
    lines = []
    for line in every[at + 1 :]:
        if is_header(line.cells):
            if line.cells != head:
                break  # the next part of the report tells of the same people once more
            continue
        lines.append(line)
    if not lines:
        raise FileNotReadable(_("There are headings and nobody below them."))
    if len(lines) > MOST_LINES:
        raise FileNotReadable(
            _("The list has %(count)d lines; at most %(most)d are taken at once.")
            % {"count": len(lines), "most": MOST_LINES}
        )
    return Sheet([cell.strip() for cell in head], recognised(head), lines)


def _records(text: str) -> list[list[str]]:
    return _split(text, max(SEPARATORS, key=lambda separator: _fitness(text, separator)))


def _fitness(text: str, separator: str) -> tuple[int, int]:
    """How well a separator fits: how many headings are understood, how even the lines are."""
    some = _split("\n".join(text.splitlines()[:HEAD]), separator)
    widths = Counter(len(cells) for cells in some if len(cells) > 1)
    evenness = max((width * times for width, times in widths.items()), default=0)
    return max((len(recognised(cells)) for cells in some), default=0), evenness


def _split(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return list(reader)
    except csv.Error as error:
        raise FileNotReadable(
            _("Line %(line)s: %(error)s.") % {"line": reader.line_num, "error": error}
        ) from error

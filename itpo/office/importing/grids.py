"""From the bytes of a file to its rows, before anything is known of the columns."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from itpo.office.csv_files import WORKBOOK, FileNotReadable, decoded
from itpo.office.exporting.formulas import as_typed
from itpo.office.importing.cells import Cell, Place, Row, is_blank
from itpo.office.importing.limits import refuse_lines
from itpo.office.importing.unpacking import OLD_EXCEL, refuse_old_excel
from itpo.office.importing.workbooks import sheet_of

SEPARATORS = "\t;,"  # where two fit alike: the one that words hold less often
SAID = re.compile(r"sep=([\t;,])\r?\n", re.IGNORECASE)
SAMPLE = 40  # rows by which the separator is told
SAMPLE_LENGTH = 100_000  # signs in which they stand
OTHER_KINDS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"{\\rtf": "RTF",
    b"<": "HTML",
}


@dataclass(frozen=True)
class Grid:
    """The rows of a file that hold anything, and how it was read, in words.

    What is unreadable already as a cell of a workbook stands there with its reason.
    """

    rows: Iterable[Row]
    what: str
    unreadable: Mapping[Place, str]


def grid_of(raw: bytes) -> Grid:
    """Read a CSV file or a workbook, told by its content. Raises FileNotReadable."""
    if raw.startswith(WORKBOOK):
        sheet = sheet_of(raw)
        what = _("Excel, sheet “%(name)s”") % {"name": sheet.name}
        width = len(sheet.rows[0][1])
        even = [(number, _padded(cells, width)) for number, cells in sheet.rows]
        return Grid(even, what, sheet.unreadable)
    if raw.startswith(OLD_EXCEL):
        refuse_old_excel(raw)
    _refuse_other_kinds(raw)
    text, encoding = decoded(raw)
    said = SAID.match(text)  # as Excel writes it for itself
    text = text[said.end() :] if said else text
    separator = said[1] if said else _separator(text)
    called = _("tab") if separator == "\t" else separator
    what = _("CSV, %(encoding)s, separated by %(separator)s")
    return Grid(_rows(text, separator), what % {"encoding": encoding, "separator": called}, {})


def _padded(cells: list[Cell], width: int) -> list[Cell]:
    """A workbook leaves blank cells out, also at the end of a row."""
    return [*cells, *[None] * (width - len(cells))]


def _refuse_other_kinds(raw: bytes) -> None:
    for beginning, name in OTHER_KINDS.items():
        if raw.startswith(beginning):
            sentence = _(
                "It is a %(kind)s file, whatever its name says. "
                "Save the list as an Excel workbook (.xlsx) or as CSV."
            )
            raise FileNotReadable(sentence % {"kind": name})


def _separator(text: str) -> str:
    """The one that parts the first rows into most cells, as many in each as in the head."""
    fitness = {one: _fitness(text[:SAMPLE_LENGTH], one) for one in SEPARATORS}
    return max(SEPARATORS, key=fitness.__getitem__) if any(fitness.values()) else ","


def _fitness(text: str, separator: str) -> int:
    try:
        widths = [len(cells) for _number, cells in islice(_rows(text, separator), SAMPLE)]
    except FileNotReadable:
        return 0
    head = widths[0] if widths else 0
    return head * widths.count(head) if head > 1 else 0


def _rows(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, cells in enumerate(reader, start=1):
            refuse_lines(number)
            if not all(map(is_blank, cells)):
                yield number, [as_typed(cell) for cell in cells]
    except csv.Error as error:
        raise FileNotReadable(
            _("Line %(line)s: %(error)s.") % {"line": reader.line_num, "error": error}
        ) from error

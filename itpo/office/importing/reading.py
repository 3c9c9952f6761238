"""From a CSV file to rows: header, and cells that are missing or broken."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from itpo.office.csv_files import BROKEN, CONTROL, FileNotReadable, text_of
from itpo.office.importing.report import Report, RowRefused


@dataclass(frozen=True)
class Line:
    """One row of the file: its number as a spreadsheet shows it, and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def read(path: Path, columns: Iterable[str], report: Report) -> list[Line]:
    """The rows that can be read; the others go into the report. Raises FileNotReadable."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FileNotReadable(error.strerror or str(error)) from error
    return lines_of(raw, columns, report)


def lines_of(raw: bytes, columns: Iterable[str], report: Report) -> list[Line]:
    """The same of the bytes of a file."""
    reader = csv.reader(io.StringIO(text_of(raw), newline=""))
    try:
        return _lines(list(reader), list(columns), report)
    except csv.Error as error:
        raise FileNotReadable(
            _("Line %(line)s: %(error)s.") % {"line": reader.line_num, "error": error}
        ) from error


def _lines(records: list[list[str]], columns: list[str], report: Report) -> list[Line]:
    rows = [
        (number, cells) for number, cells in enumerate(records, start=1) if any(map(_text, cells))
    ]
    if not rows:
        raise FileNotReadable(_("It is empty."))
    header = _header(rows[0][1], columns)
    lines = []
    for number, cells in rows[1:]:
        if [_text(cell).casefold() for cell in cells] == header:
            continue  # two lists put one after the other, header and all
        try:
            lines.append(_line(number, cells, header, columns))
        except RowRefused as refusal:
            report.refuse(number, refusal)
    return lines


def _header(cells: list[str], columns: list[str]) -> list[str]:
    header = [_text(cell).casefold() for cell in cells]
    if missing := [column for column in columns if column not in header]:
        raise FileNotReadable(_("Missing columns: %(names)s.") % {"names": ", ".join(missing)})
    if double := [name for name, times in Counter(header).items() if name and times > 1]:
        raise FileNotReadable(_("Columns named twice: %(names)s.") % {"names": ", ".join(double)})
    return header


def _line(number: int, cells: list[str], header: list[str], columns: list[str]) -> Line:
    hint = _(" Perhaps a quotation mark is not closed.") if any("\n" in c for c in cells) else ""
    if len(cells) < len(header):
        raise RowRefused(
            header[len(cells)],
            _("The row has %(found)s cells instead of %(wanted)s.")
            % {"found": len(cells), "wanted": len(header)}
            + hint,
        )
    if any(map(_text, cells[len(header) :])):
        raise RowRefused(
            str(len(header) + 1),
            _("The row has %(found)s cells instead of %(wanted)s.")
            % {"found": len(cells), "wanted": len(header)}
            + hint,
        )
    by_name = dict(zip(header, cells, strict=False))
    return Line(number, {column: _unbroken(column, by_name[column]) for column in columns})


def _unbroken(column: str, cell: str) -> str:
    if BROKEN.search(cell):
        raise RowRefused(column, _("The text is broken: not UTF-8. Save it as “CSV UTF-8”."))
    if CONTROL.search(cell):
        raise RowRefused(column, _("The text holds a control character."))
    return _text(cell)


def _text(cell: str) -> str:
    return cell.strip()

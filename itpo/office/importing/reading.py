"""From a file with known columns to rows: header, and cells that are missing or broken."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from itpo.office.csv_files import FileNotReadable
from itpo.office.importing.cells import Cell, as_text, trouble
from itpo.office.importing.grids import Grid, grid_of
from itpo.office.importing.report import Report, RowRefused
from itpo.office.importing.tables import refuse_double
from itpo.office.numbers import Number


@dataclass(frozen=True)
class Line:
    """One row of the file: its number as a spreadsheet shows it, and its cells by column.

    `record` is the record it says it is, where a list can say so.
    """

    number: int
    cells: Mapping[str, str]
    record: Number | None = None

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
    grid, columns = grid_of(raw), list(columns)
    rows = iter(grid.rows)
    try:
        _number, head = next(rows)
    except StopIteration:
        raise FileNotReadable(_("It is empty.")) from None
    header = _header(head, columns)
    lines = []
    for number, cells in rows:
        if _folded(cells) == header:
            continue  # two lists put one after the other, header and all
        try:
            lines.append(_line(number, cells, header, columns, grid))
        except RowRefused as refusal:
            report.refuse(number, refusal)
    return lines


def _header(cells: list[Cell], columns: list[str]) -> list[str]:
    header = _folded(cells)
    if missing := [column for column in columns if column not in header]:
        raise FileNotReadable(_("Missing columns: %(names)s.") % {"names": ", ".join(missing)})
    refuse_double(header)
    return header


def _folded(cells: list[Cell]) -> list[str]:
    return [as_text(cell).casefold() for cell in cells]


def _line(
    number: int, cells: list[Cell], header: list[str], columns: list[str], grid: Grid
) -> Line:
    has_breaks = any("\n" in cell for cell in cells if isinstance(cell, str))
    hint = _(" Perhaps a quotation mark is not closed.") if has_breaks else ""
    sentence = _("The row has %(found)s cells instead of %(wanted)s.")
    said = sentence % {"found": len(cells), "wanted": len(header)} + hint
    if len(cells) < len(header):
        raise RowRefused(header[len(cells)], said)
    if any(map(as_text, cells[len(header) :])):
        raise RowRefused(str(len(header) + 1), said)
    for place, column in enumerate(header):
        reason = grid.unreadable.get((number, place), "") or trouble(cells[place])
        if column in columns and reason:
            raise RowRefused(column, reason)
    by_name = dict(zip(header, cells, strict=False))
    return Line(number, {column: as_text(by_name[column]) for column in columns})

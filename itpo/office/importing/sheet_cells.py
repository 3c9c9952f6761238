"""The cells of one sheet of a workbook, read from its XML in one go."""

import re
from collections.abc import Sequence, Set
from datetime import datetime

from django.utils.translation import gettext as _
from openpyxl.utils import column_index_from_string, get_column_letter

from itpo.office.importing.cells import Cell, Place, Row, is_blank
from itpo.office.importing.limits import refuse_columns, refuse_rows
from itpo.office.importing.unpacking import LARGEST, damaged, too_large
from itpo.office.importing.workbook_numbers import moment, number, written_moment
from itpo.office.importing.workbook_parts import plain

ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
LONGEST = 32_767  # signs in a cell; no more go into one in Excel
TAKEN = {"v", "t"}  # elements whose text is the cell's: its value, or the text in it


class Unreadable(Exception):
    """A cell says nothing that can be taken. The message says why, without its address."""


def _row(number: str | None, before: int) -> int:
    """The number of a row; programs may leave it out, and mean the next one."""
    if number is None:
        return before + 1
    if not number.isdecimal() or len(number) > 7 or int(number) <= before:
        raise damaged()
    return int(number)


class SheetCells:
    """Takes in a sheet; knows its rows then, the cells it could not read, and merged ranges."""

    def __init__(self, texts: Sequence[str], dates: Set[int], epoch: datetime) -> None:
        self.texts, self.dates, self.epoch = texts, dates, epoch
        self.rows: list[Row] = []
        self.unreadable: dict[Place, str] = {}
        self.merged: list[str] = []
        self.row = self.column = 0
        self.cells: list[Cell] = []
        self.words: list[str] = []
        self.kind = self.style = ""
        self.has_formula = self.wanted = self.in_reading = False
        self.columns: dict[str, int] = {}
        self.length = 0  # of all texts together: cells may refer to one text again and again

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._place(attributes.get("r"))
            self.kind, self.style = attributes.get("t", ""), attributes.get("s", "")
            self.words, self.has_formula = [], False
        elif name in TAKEN:
            self.wanted = not self.in_reading
        elif name == "f":
            self.has_formula = True
        elif name == "rPh":
            self.in_reading = True
        elif name == "row":
            self.row, self.column, self.cells = _row(attributes.get("r"), self.row), 0, []
        elif name == "mergeCell":
            self.merged.append(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            self._take()
        elif name in TAKEN:
            self.wanted = False
        elif name == "rPh":
            self.in_reading = False
        elif name == "row" and self.cells:
            self.rows.append((self.row, self.cells))
            refuse_rows(len(self.rows) - 1)

    def text(self, some: str) -> None:
        if self.wanted:
            self.words.append(some)

    def _place(self, address: str | None) -> None:
        """Where the cell stands; programs may leave that out, and mean the next one."""
        if address is None:
            self.column += 1
            return
        match = ADDRESS.fullmatch(address)
        if match is None or int(match[2]) != self.row:
            raise damaged()
        letters = match[1]
        if letters not in self.columns:
            self.columns[letters] = column_index_from_string(letters)
        self.column = self.columns[letters]

    def _take(self) -> None:
        try:
            cell = self._value("".join(self.words))
        except Unreadable as error:
            cell = None
            address = f"{get_column_letter(self.column)}{self.row}"
            sentence = _("Cell %(address)s: %(reason)s") % {"address": address, "reason": error}
            self.unreadable[self.row, self.column - 1] = sentence
        else:
            if is_blank(cell):
                return  # perhaps a colour, perhaps a frame
        refuse_columns(self.column, self.row)
        self._refuse_long(cell)
        self.cells.extend([None] * (self.column - len(self.cells)))
        self.cells[self.column - 1] = cell

    def _refuse_long(self, cell: Cell) -> None:
        length = len(cell) if isinstance(cell, str) else 0
        self.length += length
        if length > LONGEST or self.length > LARGEST:
            raise too_large()

    def _value(self, typed: str) -> Cell:
        if self.kind == "s":
            return self._shared(typed)
        if self.kind in {"str", "inlineStr"}:
            return plain(typed)
        if self.kind == "b":
            return typed.strip() == "1"
        if self.kind == "e":
            raise Unreadable(_("it shows the error %(error)s.") % {"error": typed})
        if not typed.strip():
            if self.has_formula:
                raise Unreadable(
                    _("its formula has no result. Open the file in Excel and save it there.")
                )
            return None
        return self._number(typed.strip())

    def _shared(self, typed: str) -> str:
        try:
            place = int(typed or "-1")
            if place < 0:
                raise IndexError(typed)
            return self.texts[place]
        except (ValueError, IndexError) as error:
            raise damaged() from error

    def _number(self, typed: str) -> Cell:
        try:
            if self.kind == "d":
                return written_moment(typed)
            if self.style.isdecimal() and int(self.style) in self.dates:
                return moment(typed, self.epoch)
            return number(typed)
        except ValueError as error:
            raise Unreadable(_("the number %(number)s is no day.") % {"number": typed}) from error

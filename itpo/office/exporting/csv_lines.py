"""Lines as CSV: as UTF-8 they are sent while they are read, as CP932 only if all of them fit."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import IO

from django.utils import translation

from itpo.office.exporting.columns import Value
from itpo.office.exporting.formulas import defused
from itpo.office.exporting.lines import PORTION, Lines
from itpo.office.exporting.unfit import Unfits

BOM = "\ufeff"  # by which Excel knows that it is UTF-8


def portions(lines: Lines, language: str) -> Iterator[tuple[str, int]]:
    """The text in pieces, each with how many lines it has, not counting the heads.

    It is read after the view has answered, when nobody says any more which language it is.
    """
    with translation.override(language):
        head = _text([lines.heads])
    yield head, 0
    left = iter(lines)
    while True:
        with translation.override(language):
            some = list(islice(left, PORTION))
            text = _text([list(map(cell, line)) for line in some])
        if not some:
            return
        yield text, len(some)


def in_cp932(lines: Lines, file: IO[bytes]) -> tuple[int, Unfits]:
    """Write a file in CP932; say how many lines it has, and which cells it could not hold."""
    unfit, count = Unfits(lines.heads), 0
    file.write(_held([lines.heads], 1, unfit))
    for count, line in enumerate(lines, start=1):
        file.write(_held([list(map(cell, line))], count + 1, unfit))
    return count, unfit


def cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return defused(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _held(cells: list[list[str]], number: int, unfit: Unfits) -> bytes:
    text = _text(cells)
    if _is_held(text):
        return text.encode("cp932")
    for place, one in enumerate(cells[0]):
        if foreign := [c for c in dict.fromkeys(one) if not _is_held(c)]:
            unfit.add(number, place, " ".join(f"{c} (U+{ord(c):04X})" for c in foreign))
    return b""


def _is_held(text: str) -> bool:
    """Whether CP932 says the same: for 〜 (U+301C) it would write ～ (U+FF5E) without a word."""
    try:
        return text.encode("cp932").decode("cp932") == text
    except UnicodeEncodeError:
        return False


def _text(lines: list[list[str]]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(lines)
    return written.getvalue()

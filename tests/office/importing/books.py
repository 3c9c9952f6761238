"""Workbooks for tests: written by a library, and spoilt by hand."""

import io
import zipfile
from collections.abc import Callable

from xlsxwriter import Workbook

SHEET = "xl/worksheets/sheet1.xml"


def book(*rows, sheet="Contacts", options=None, also: Callable | None = None) -> bytes:
    """A workbook with one sheet; `also` may add to the book and the sheet."""
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True, **(options or {})}) as written:
        page = written.add_worksheet(sheet)
        for number, cells in enumerate(rows):
            page.write_row(number, 0, cells)
        if also:
            also(written, page)
    return made.getvalue()


def spoilt(raw: bytes, change: Callable[[str], str], part=SHEET) -> bytes:
    """The same workbook with one of its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(made, "w") as after:
        for one in before.infolist():
            data = before.read(one)
            after.writestr(
                one.filename, change(data.decode()).encode() if one.filename == part else data
            )
    return made.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()

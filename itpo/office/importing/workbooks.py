"""From an Excel workbook to the cells of its first sheet with content."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from itpo.office.csv_files import FileNotReadable
from itpo.office.importing.cells import Place, Row
from itpo.office.importing.sheet_cells import SheetCells
from itpo.office.importing.unpacking import BOOK, Package
from itpo.office.importing.workbook_parts import Book, Links, Styles, Texts


@dataclass(frozen=True)
class Sheet:
    """What a sheet holds: its rows, and why some of its cells could not be read."""

    name: str
    rows: list[Row]
    unreadable: dict[Place, str]


def sheet_of(raw: bytes) -> Sheet:
    """The first sheet that is shown and holds anything. Raises FileNotReadable."""
    package, book, links, styles, texts = Package(raw), Book(), Links(), Styles(), Texts()
    package.read(BOOK, book)
    package.read("xl/_rels/workbook.xml.rels", links)
    package.read("xl/styles.xml", styles)
    package.read("xl/sharedStrings.xml", texts)
    for name, link in book.sheets:
        cells = SheetCells(texts.all, styles.dates, book.epoch)
        package.read(links.parts.get(link, ""), cells)
        if cells.rows:
            _refuse_merged(cells.merged, name)
            return Sheet(name, cells.rows, cells.unreadable)
    raise FileNotReadable(_("It is empty."))


def _refuse_merged(ranges: list[str], sheet: str) -> None:
    if ranges:
        sentence = _(
            "The cells %(range)s of the sheet “%(sheet)s” are merged. "
            "Unmerge them and fill in each, so that every row says all of its own."
        )
        raise FileNotReadable(sentence % {"range": ranges[0], "sheet": sheet})

"""The small parts of a workbook: its sheets, where they are, its texts and formats of days."""

from datetime import datetime
from posixpath import join, normpath

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.utils.escape import unescape

from itpo.office.importing.unpacking import too_large

MOST_TEXTS = 1_000_000
# The formats Excel keeps for days in Japanese, Chinese and Korean: 令和5年3月15日.
EAST_ASIAN_DAYS = frozenset([*range(27, 37), *range(50, 59)])


def local(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


def plain(text: str) -> str:
    """A text without the escapes for signs that XML cannot hold: _x000D_."""
    return str(unescape(text)) if "_x" in text else text


class Book:
    """The sheets that are shown, in order, each with its link; and the day that is number 0."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.epoch: datetime = WINDOWS_EPOCH

    def start(self, name: str, attributes: dict[str, str]) -> None:
        said = {local(key): value for key, value in attributes.items()}
        if local(name) == "workbookPr" and said.get("date1904") in {"1", "true"}:
            self.epoch = MAC_EPOCH
        if local(name) == "sheet" and said.get("state", "visible") == "visible":
            self.sheets.append((said.get("name", ""), attributes.get("r:id") or said.get("id", "")))

    def end(self, name: str) -> None: ...

    def text(self, some: str) -> None: ...


class Links:
    """Which part of the zip each link of the book leads to."""

    def __init__(self) -> None:
        self.parts: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship":
            target = attributes.get("Target", "")
            part = normpath(join("/xl", target)).lstrip("/")  # it may begin at the root, or in xl
            self.parts[attributes.get("Id", "")] = part

    def end(self, name: str) -> None: ...

    def text(self, some: str) -> None: ...


class Styles:
    """Which styles of cells show a number as a day or a time."""

    def __init__(self) -> None:
        self.dates: set[int] = set()
        self.formats: dict[int, str] = dict(BUILTIN_FORMATS)
        self.inside = False
        self.count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local(name)
        if kind == "numFmt":
            self.formats[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif kind == "cellXfs":
            self.inside = True
        elif kind == "xf" and self.inside:
            shown = _number(attributes.get("numFmtId"))
            if shown in EAST_ASIAN_DAYS or is_date_format(self.formats.get(shown)):
                self.dates.add(self.count)
            self.count += 1

    def end(self, name: str) -> None:
        if local(name) == "cellXfs":
            self.inside = False

    def text(self, some: str) -> None: ...


class Texts:
    """The texts of all cells, without the readings that Japanese Excel keeps beside them."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self.words: list[str] = []
        self.wanted = False
        self.in_reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local(name)
        if kind == "si":
            self.words = []
        elif kind == "rPh":
            self.in_reading = True
        elif kind == "t":
            self.wanted = not self.in_reading

    def end(self, name: str) -> None:
        kind = local(name)
        if kind == "t":
            self.wanted = False
        elif kind == "rPh":
            self.in_reading = False
        elif kind == "si":
            if len(self.all) >= MOST_TEXTS:
                raise too_large()
            self.all.append(plain("".join(self.words)))

    def text(self, some: str) -> None:
        if self.wanted:
            self.words.append(some)


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isdecimal() else 0

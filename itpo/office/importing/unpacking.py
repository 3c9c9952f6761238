"""The parts of an Excel workbook, unpacked no further than a list can need.

Its zip may lie about sizes, and its XML may define entities that grow: both are stopped at.
"""

import io
import zipfile
from typing import Any, Protocol
from xml.parsers import expat

from django.utils.translation import gettext as _

from itpo.office.csv_files import FileNotReadable

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and a workbook with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BOOK = "xl/workbook.xml"
LARGEST = 100 * 1024 * 1024  # bytes unpacked; 50,000 rows of 20 columns have 60 MB
RATIO = 200  # how far a part may be packed; lists are packed to a tenth
SMALL = 1024 * 1024  # bytes unpacked, below which the ratio says nothing
MOST_PARTS = 2000
PORTION = 64 * 1024  # bytes
# How programs pack workbooks; the others only make more that can be broken.
PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


class Reader(Protocol):
    """What takes in one part: called where an element begins, where it ends, and with its text."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, some: str) -> None: ...


class Package:
    """The zip of a workbook. Raises FileNotReadable for anything else."""

    def __init__(self, raw: bytes) -> None:
        self.left = LARGEST
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(raw))
        except Exception as error:  # whatever a broken file makes its reader stumble over
            raise damaged() from error
        parts = self.zip.infolist()
        self.parts = {part.filename: part for part in parts}
        is_odd = any(part.compress_type not in PACKINGS for part in parts)
        if len(parts) > MOST_PARTS or len(self.parts) < len(parts) or is_odd:
            raise damaged()
        if BOOK not in self.parts:
            raise FileNotReadable(
                _("It is a zip archive, but no Excel workbook. Save the list as .xlsx.")
            )

    def read(self, name: str, reader: Reader) -> None:
        """Take one part through its reader, which sees names without prefix. It may be missing."""
        part = self.parts.get(name)
        if part is None:
            return
        if part.file_size > self.left or part.file_size > max(SMALL, part.compress_size * RATIO):
            raise too_large()
        self.left -= part.file_size  # no more is unpacked, whatever is in there
        parser = _parser(reader)
        try:
            with self.zip.open(part) as unpacked:
                while portion := unpacked.read(PORTION):
                    parser.Parse(portion, False)
            parser.Parse(b"", True)
        except FileNotReadable:
            raise
        except Exception as error:  # as above; encodings nobody knows, numbers of 5,000 digits
            raise damaged() from error


def _parser(reader: Reader) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    return parser


def _refuse_doctype(*_declared: Any) -> None:
    """Stop before any entity is defined: no program writes them into a workbook."""
    raise damaged()


def refuse_old_excel(raw: bytes) -> None:
    """Raise what to do about a file of Excel 97, or one with a password; both begin alike."""
    if ENCRYPTED in raw:
        raise FileNotReadable(
            _("The workbook is protected by a password. Take it off, and send the file again.")
        )
    raise FileNotReadable(
        _("It is an Excel workbook of the old kind (.xls). Save it as .xlsx, and send that.")
    )


def damaged() -> FileNotReadable:
    return FileNotReadable(
        _("The workbook is damaged, or broke off on the way. Save it anew, and send that.")
    )


def too_large() -> FileNotReadable:
    return FileNotReadable(
        _("The workbook unpacks to far more than a list can hold. Save only the list, as .xlsx.")
    )

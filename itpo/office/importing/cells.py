"""What a cell of a file holds, and what makes one unreadable."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from django.utils.translation import gettext as _

from itpo.office.csv_files import BROKEN, CONTROL

Cell: TypeAlias = str | int | Decimal | date | datetime | bool | None
Row: TypeAlias = tuple[int, list[Cell]]  # its number as a spreadsheet shows it, and its cells
Place: TypeAlias = tuple[int, int]  # the number of a row, and the place of a cell in it from 0

# Unicode holds the kanji of its compatibility blocks for others that look alike; people do not:
# 塚 is not how 塚 writes his name.
NO_VARIANTS = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")


def composed(text: str) -> str:
    """Letters and their accents in one, as everybody types them; each kanji stays as it is."""
    return NO_VARIANTS.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


def trouble(cell: Cell) -> str:
    """Why a text cannot be taken, or nothing."""
    if isinstance(cell, str):
        if BROKEN.search(cell):
            return _("The text is broken: not UTF-8. Save it as “CSV UTF-8”.")
        if CONTROL.search(cell):
            return _("The text holds a control character.")
    return ""


def as_text(cell: Cell) -> str:
    """A cell in words, as a CSV file would write it: 2021-01-31, 1600, 0.5, true."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())

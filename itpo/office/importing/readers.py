"""Reading one cell of a list, or saying what is wrong with it: CellRefused.

Each reader takes what a spreadsheet holds (a text, a number, a day) and what a CSV file says
in its place. None means that the cell says nothing.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _

from itpo.office import partial_dates
from itpo.office.csv_files import BROKEN, CONTROL
from itpo.office.folding import fold, half_width
from itpo.office.importing.cells import Cell, composed
from itpo.office.importing.kinds import CellRefused

LONGEST_TEXT = 100_000  # characters; a workbook holds a third of that in a cell


def words(cell: Cell) -> str:
    """A cell as somebody would type it: 54 for 54.0, 2016-06-27 for a day."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    if isinstance(cell, datetime):
        whole_day = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if whole_day else cell.isoformat(" ", "minutes")
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return str(cell).strip()


def text(longest: int) -> Callable[[Cell], str]:
    """Words on one line, at most so many characters."""

    def read(cell: Cell) -> str:
        return " ".join(_sound(cell, longest).split())

    return read


def lines(longest: int = LONGEST_TEXT) -> Callable[[Cell], str]:
    """Words on as many lines as there are."""

    def read(cell: Cell) -> str:
        return _sound(cell, longest)

    return read


def _sound(cell: Cell, longest: int) -> str:
    typed = composed(words(cell))
    if BROKEN.search(typed):
        raise CellRefused(_("The text is broken: not UTF-8. Save it as “CSV UTF-8”."))
    if CONTROL.search(typed):
        raise CellRefused(_("The text holds a control character."))
    if len(typed) > longest:
        sentence = _("The text is longer than %(longest)s characters.")
        raise CellRefused(sentence % {"longest": longest})
    return typed


def email(cell: Cell) -> str:
    typed = half_width(text(254)(cell)).strip()
    try:
        validate_email(typed)
    except ValidationError as error:
        raise CellRefused(_("“%(text)s” is no e-mail address.") % {"text": typed}) from error
    return typed


def day(cell: Cell) -> date:
    """A whole day."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        found = partial_dates.read(half_width(words(cell)))
    except partial_dates.NotADate as error:
        raise CellRefused(str(error)) from error
    if not found.is_exact:
        sentence = _("“%(text)s” is no day: write it as 2021-01-31.")
        raise CellRefused(sentence % {"text": words(cell)})
    return found.earliest


def partial_day(cell: Cell) -> str:
    """A date as exact as it is known, as typed."""
    typed = text(partial_dates.LONGEST)(cell)
    try:
        partial_dates.read(typed)
    except partial_dates.NotADate as error:
        raise CellRefused(str(error)) from error
    return typed


def in_every_language(label: Any) -> set[str]:
    """What a label is called in each language of the interface, folded."""
    said = set()
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            said.add(fold(str(label)))
    return said


def one_of(choices: Iterable[tuple[str, Any]]) -> Callable[[Cell], str]:
    """A choice by its steady value, or by what it is called in any language of the interface."""
    known = list(choices)

    @cache  # not before it is asked: while the apps are loaded nothing can be translated
    def meant() -> dict[str, str]:
        called: dict[str, str] = {}
        for value, label in known:
            for name in {fold(str(value)), *in_every_language(label)}:
                called.setdefault(name, str(value))
        return called

    def read(cell: Cell) -> str:
        typed = fold(words(cell))
        if typed in meant():
            return meant()[typed]
        sentence = _("“%(text)s” is none of these: %(choices)s.")
        named = ", ".join(str(label) for _value, label in known)
        raise CellRefused(sentence % {"text": words(cell), "choices": named})

    return read

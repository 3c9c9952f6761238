"""From an uploaded file to a table of cells, whatever program wrote it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from itpo.office.csv_files import FileNotReadable
from itpo.office.importing.cells import Cell, Place, Row, as_text, trouble
from itpo.office.importing.grids import grid_of
from itpo.office.importing.limits import refuse_columns, refuse_rows, refuse_size


@dataclass(frozen=True)
class Table:
    """The list in a file: its heads, and its rows with as many cells.

    A cell that could not be read is None, and stands in `unreadable` with its reason: whoever
    wants that cell must refuse its row.
    """

    heads: list[str]
    rows: list[Row]
    what: str
    unreadable: Mapping[Place, str] = field(default_factory=dict)


def table_of(raw: bytes, name: str) -> Table:
    """Read a list. Raises FileNotReadable with one sentence; `name` is what the sender calls it."""
    refuse_size(len(raw))
    if not raw.strip():
        raise FileNotReadable(_("“%(name)s” is empty.") % {"name": name})
    grid = grid_of(raw)
    rows = iter(grid.rows)
    number, first = next(rows, (0, []))
    heads = _heads(first, number, grid.unreadable)
    unreadable = dict(grid.unreadable)
    taken: list[Row] = []
    for number, cells in rows:
        refuse_rows(len(taken) + 1)
        even = _even(number, cells, len(heads))
        if not _is_head(even, heads):
            taken.append((number, _readable(number, even, unreadable)))
    if not taken:
        raise FileNotReadable(_("“%(name)s” has a head and nothing below it.") % {"name": name})
    return Table(heads, taken, grid.what, unreadable)


def _heads(cells: list[Cell], row: int, unreadable: Mapping[Place, str]) -> list[str]:
    """The names of the columns. A column may have none."""
    for place, cell in enumerate(cells):
        if reason := unreadable.get((row, place)) or trouble(cell):
            sentence = _("Row %(row)s, column %(column)s: %(reason)s")
            raise FileNotReadable(sentence % {"row": row, "column": place + 1, "reason": reason})
    heads = [as_text(cell) for cell in cells]
    while heads and not heads[-1]:
        heads.pop()
    if not heads:
        raise FileNotReadable(_("It is empty."))
    refuse_columns(len(heads), row)
    refuse_double(heads)
    return heads


def _is_head(cells: list[Cell], heads: list[str]) -> bool:
    """Whether a row says the heads once more: two lists put one after the other."""
    pairs = zip(cells, heads, strict=True)
    return all(as_text(cell).casefold() == head.casefold() for cell, head in pairs)


def refuse_double(heads: list[str]) -> None:
    """Refuse two columns of one name, in whatever case."""
    times = Counter(head.casefold() for head in heads)
    if double := [name for name, many in times.items() if name and many > 1]:
        raise FileNotReadable(_("Columns named twice: %(names)s.") % {"names": ", ".join(double)})


def _even(number: int, cells: list[Cell], width: int) -> list[Cell]:
    """As many cells as heads. What stands beside them belongs to no column and is refused."""
    beyond = any(as_text(cell) for cell in cells[width:])
    has_breaks = any(isinstance(cell, str) and "\n" in cell for cell in cells)
    if beyond or (len(cells) < width and has_breaks):
        sentence = _("Row %(row)s has %(found)s cells instead of %(wanted)s.")
        said = sentence % {"row": number, "found": len(cells), "wanted": width}
        hint = _(" Perhaps a quotation mark is not closed.") if has_breaks else ""
        raise FileNotReadable(said + hint)
    return [*cells[:width], *[None] * (width - len(cells))]


def _readable(number: int, cells: list[Cell], unreadable: dict[Place, str]) -> list[Cell]:
    """The cells with texts stripped, and None for blank ones and those that cannot be read."""
    said: list[Cell] = []
    for place, cell in enumerate(cells):
        if not isinstance(cell, str):
            said.append(cell)
        elif reason := trouble(cell):
            unreadable[number, place] = reason
            said.append(None)
        else:
            said.append(cell.strip() or None)
    return said

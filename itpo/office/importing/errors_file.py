"""The rows that were refused, with their cells as they were and why: to correct and load again."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itpo.office.exporting.formulas import defused
from itpo.office.exporting.workbook import XLSX, in_workbook
from itpo.office.folding import fold
from itpo.office.importing import stored
from itpo.office.importing.cells import Cell, as_text
from itpo.office.importing.kinds import Fate
from itpo.office.importing.readers import in_every_language
from itpo.office.models import ExportLog, ImportRun

REFUSED = {Fate.REFUSED.value, Fate.UNDECIDED.value}
WHY = gettext_lazy("Why it was refused")
Format = ExportLog.Format
CONTENT_TYPES = {Format.XLSX: XLSX, Format.UTF8: "text/csv; charset=utf-8"}  # by their endings


def refused(run: ImportRun) -> list[dict[str, Any]]:
    return [plan for plan in run.plans if plan["fate"] in REFUSED]


class Made(NamedTuple):
    """A file, and whether all that was refused is in it."""

    content: io.BytesIO
    name: str
    content_type: str
    is_whole: bool


@dataclass(frozen=True)
class Rows:
    """Rows below their heads; the last cell of each says why it was refused."""

    heads: list[str]
    rows: Sequence[Sequence[Cell]]

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        return iter(self.rows)


def as_file(run: ImportRun, kind: str) -> Made:
    """A workbook, or a CSV file in UTF-8 with a mark, as Excel reads it."""
    content, is_whole = io.BytesIO(), True
    if kind == Format.XLSX:
        _count, unfit = in_workbook(_rows(run), content)
        is_whole = not unfit
    else:
        content.write(_in_csv(_rows(run)))
    content.seek(0)
    stem = run.file_name.rpartition(".")[0] or run.file_name
    name = _("%(file)s, refused rows") % {"file": stem}
    return Made(content, f"{name}.{kind}", CONTENT_TYPES[Format(kind)], is_whole)


def _rows(run: ImportRun) -> Rows:
    """Without the reasons of an earlier time: a file may be corrected and refused again."""
    reasons = {plan["row"]: _reason(plan) for plan in refused(run)}
    earlier = in_every_language(WHY)
    places = [place for place, head in enumerate(run.heads) if fold(head) not in earlier]
    return Rows(
        [*(run.heads[place] for place in places), str(WHY)],
        [
            [*(cells[place] for place in places), reasons[number]]
            for number, cells in stored.cells_from_json(run.cells)
            if number in reasons
        ],
    )


def _in_csv(rows: Rows) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(map(defused, rows.heads))
    writer.writerows([defused(as_text(cell)) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _reason(plan: dict[str, Any]) -> str:
    if plan["fate"] == Fate.UNDECIDED.value:
        return _("It may be known already; nobody has decided.")
    said = [f"{label}: {reason}" if label else reason for label, reason in plan.get("problems", [])]
    return " ".join(said)

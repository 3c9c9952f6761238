"""The rows that were refused, with their cells as they were and why: to correct and load again."""

import csv
import io
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from itpo.office.exporting.formulas import defused
from itpo.office.importing import stored
from itpo.office.importing.cells import as_text
from itpo.office.importing.kinds import Fate
from itpo.office.models import ImportRun

REFUSED = {Fate.REFUSED.value, Fate.UNDECIDED.value}


def refused(run: ImportRun) -> list[dict[str, Any]]:
    return [plan for plan in run.plans if plan["fate"] in REFUSED]


class Made(NamedTuple):
    content: io.BytesIO
    name: str


def as_file(run: ImportRun) -> Made:
    """A CSV file in UTF-8 with a mark, as Excel reads it; the reasons stand in the last column."""
    reasons = {plan["row"]: _reason(plan) for plan in refused(run)}
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([*map(defused, run.heads), _("Why it was refused")])
    for number, cells in stored.cells_from_json(run.cells):
        if number in reasons:
            writer.writerow([*(defused(as_text(cell)) for cell in cells), reasons[number]])
    stem = run.file_name.rpartition(".")[0] or run.file_name
    content = io.BytesIO(buffer.getvalue().encode("utf-8-sig"))
    return Made(content, _("%(file)s, refused rows.csv") % {"file": stem})


def _reason(plan: dict[str, Any]) -> str:
    if plan["fate"] == Fate.UNDECIDED.value:
        return _("It may be known already; nobody has decided.")
    said = [f"{label}: {reason}" if label else reason for label, reason in plan.get("problems", [])]
    return " ".join(said)

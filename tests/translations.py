"""What people without an account read, found in the source; and the catalogues it is in.

The portal, its mails, the refusals of the verbs behind it: all that has to be there in every
language a personal link can have.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("fr", "ja")
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
STRING = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
CALL = re.compile(rf"\b(?:n?gettext|_)\(({STRING}(?:,\s*{STRING})?)", re.S)
SPOKEN_TO_THE_PUBLIC = [
    "templates/portal/**/*.html",
    "templates/mail/portal/**/*.txt",
    "itpo/portal/**/*.py",
    "delegates/questionnaire/**/*.py",
    "delegates/*.py",
    "delegates/invitations/*.py",
    "delegates/papers/**/*.py",
    "investors/agenda_entries.py",
    "investors/item_entries.py",
    "investors/registrations.py",
    "deals/confirmations/answering.py",
    "deals/confirmations/standing.py",
    "deals/confirming_form.py",
    "deals/models/confirmations.py",
    "itpo/office/agenda.py",
    "itpo/office/uploads.py",
    "itpo/office/links.py",
    "itpo/office/states.py",
    "itpo/office/partial_dates.py",
    "itpo/office/fields.py",
    "delegates/models/applications.py",
    "delegates/models/checklists.py",
    "delegates/models/papers.py",
    "delegates/models/training.py",
    "delegates/models/alumni.py",
]
# In delegates/, but said to officers only.
FOR_OFFICERS = {
    "lists.py",
    "records.py",
    "forms.py",
    "offers.py",
    "life.py",
    "exports.py",
    "imports.py",
    "mergeable.py",
    "neighbours.py",
    "sheets.py",
    "invitation_forms.py",
    "programmes.py",
    "visit_actions.py",
}


class Said(NamedTuple):
    """One message as gettext looks it up: with its plural, where it has one."""

    message: str
    plural: str = ""


def sources() -> list[Path]:
    found = {path for pattern in SPOKEN_TO_THE_PUBLIC for path in ROOT.glob(pattern)}
    return sorted(
        path for path in found if path.parent.name != "delegates" or path.name not in FOR_OFFICERS
    )


def said_in(path: Path) -> set[Said]:
    return set(_in_python(path) if path.suffix == ".py" else _in_template(path))


@cache
def catalogue(language: str) -> Catalog:
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def po_file(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def _in_python(path: Path) -> Iterator[Said]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            texts = [word for word in words if isinstance(word, str)]
            if texts:
                yield Said(*texts[:2])


def _in_template(path: Path) -> Iterator[Said]:
    """What Django itself makes of a template for xgettext: calls, and the rest blotted out."""
    for call in CALL.finditer(templatize(path.read_text(), origin=str(path))):
        yield Said(*ast.literal_eval(f"[{call[1]}]"))

"""Setting papers: a template and facts go in, a PDF comes out.

The facts reach a template as one JSON string and are never part of its source, so that whatever
somebody wrote into a field prints as it stands. Nothing is fetched; the only font is the one that
comes with a package, and it has Japanese. The same facts give the same bytes.
"""

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from django.conf import settings
from noto_cjk_sans_jp_regular import FONT_PATH

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "papers"
# The scripts the font has; what is written in another would print as empty boxes.
SCRIPTS = ("LATIN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "CYRILLIC", "GREEK")

_one_at_a_time = Lock()  # a compiler is not to be shared by threads that work at once


def typeset(template: str, facts: Mapping[str, Any], language: str, *, at: datetime) -> bytes:
    """Set `templates/papers/<template>.typ` with these facts in a language.

    `at` becomes the date of the file. The facts name its `title` and its `author`.
    """
    pdf: bytes = _compiled(template, facts, language, at=at, format="pdf")
    return pdf


def picture(template: str, facts: Mapping[str, Any], language: str, *, at: datetime) -> list[bytes]:
    """The same as pictures, one a page: for looking at while a template is worked on."""
    pages = _compiled(template, facts, language, at=at, format="png", ppi=80)
    return pages if isinstance(pages, list) else [pages]


def can_set(text: str) -> bool:
    """Whether the font has the script a text is written in."""
    names = (unicodedata.name(letter, "") for letter in text if letter.isalpha())
    return all(name.startswith(SCRIPTS) for name in names)


def _compiled(
    template: str, facts: Mapping[str, Any], language: str, *, at: datetime, **options: Any
) -> Any:
    said = json.dumps({**facts, "language": language}, ensure_ascii=False, sort_keys=True)
    with _one_at_a_time:
        return _compiler().compile(
            input=str(TEMPLATES / f"{template}.typ"),
            sys_inputs={"facts": said},
            timestamp=at.astimezone(UTC).replace(microsecond=0),
            **options,
        )


@cache
def _compiler() -> typst.Compiler:
    """Kept by each process: reading the font is most of what the first paper takes."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(Path(str(FONT_PATH)).parent)],
    )
    nowhere = TEMPLATES / "no-packages"
    return typst.Compiler(
        root=TEMPLATES,
        font_paths=fonts,
        ignore_system_fonts=True,
        package_path=nowhere,
        package_cache_path=nowhere,
    )

"""Every word a reader sees is marked for translation."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Shown when nothing works, the translations included; and what is no language.
UNTRANSLATED = {"500.html"}
NO_WORDS = {"✓", "×", "·", "→", "…", "›", "•"}

MARKED = re.compile(r"{%-?\s*blocktrans(?:late)?\b.*?{%-?\s*endblocktrans(?:late)?\s*-?%}", re.S)
CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->", re.S)
SPOKEN = re.compile(r"\b(?:aria-label|placeholder|title|alt|data-remove)=\"([^\"]*)\"")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_says_nothing_that_cannot_be_translated(path):
    if path.name in UNTRANSLATED:
        assert path.read_text().count("{%") == 0
        return
    source = CODE.sub("", MARKED.sub("", path.read_text()))
    spoken = [words for words in SPOKEN.findall(source) if re.search(r"[^\W\d_]", words)]
    text = re.sub(r"<[^>]*>|&\w+;", " ", source)

    left = [word for word in re.findall(r"[^\W\d_]{2,}", text) if word not in NO_WORDS]

    assert (left, spoken) == ([], [])

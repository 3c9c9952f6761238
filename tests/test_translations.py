"""Whoever has no account reads everything in the language they chose."""

import gettext
import re

import pytest

from tests.translations import LANGUAGES, ROOT, Said, catalogue, po_file, said_in, sources

pytestmark = pytest.mark.once

ANOTHER_NAME = re.compile(r"\b\w*gettext(?:_lazy)? as (?!_\b)")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_all_that_is_said_to_the_public_is_said_in_every_language(path, language):
    known = catalogue(language)

    missing = []
    for said in sorted(said_in(path)):
        entry = known.get(said.message)
        translated = entry and not entry.fuzzy and entry.string
        words = list(translated) if isinstance(translated, tuple) else [translated]
        if not all(words):
            missing.append(said.message)

    assert missing == []


def test_what_translates_has_a_name_that_makemessages_knows():
    """Under another one its words are in no catalogue, and stay as they are."""
    apps = ("itpo", "delegates", "investors", "deals")
    files = [file for app in apps for file in (ROOT / app).rglob("*.py")]

    assert [file for file in files if ANOTHER_NAME.search(file.read_text())] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_names_what_its_original_names(language):
    wrong = []
    for entry in catalogue(language):
        originals = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        strings = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        allowed = {frozenset(PLACEHOLDER.findall(original)) for original in originals}
        wrong += [
            entry.id
            for string in strings
            if entry.id and string and frozenset(PLACEHOLDER.findall(string)) not in allowed
        ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_says_what_the_written_one_says(language):
    compiled = gettext.GNUTranslations(po_file(language).with_suffix(".mo").open("rb"))

    differing = []
    for entry in catalogue(language):
        if entry.id and not entry.fuzzy:
            first = entry.string[0] if isinstance(entry.string, tuple) else entry.string
            singular = entry.id[0] if isinstance(entry.id, tuple) else entry.id
            if said_by(compiled, entry) != (first or singular):
                differing.append(singular)

    assert differing == []


def said_by(compiled, entry):
    if isinstance(entry.id, tuple):
        return compiled.ngettext(*entry.id, 1)
    return (
        compiled.pgettext(entry.context, entry.id) if entry.context else compiled.gettext(entry.id)
    )


def test_what_is_said_is_found_in_the_source(tmp_path):
    page, code = tmp_path / "page.html", tmp_path / "code.py"
    page.write_text(
        """{% load i18n %}{% translate "It's here" %} {% firstof x _("not known") %}
        {% blocktranslate count n=n %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"""
    )
    code.write_text('_("Say why.")\nngettext("a day", "%(count)d days", 2)\nprint("not this")')

    assert said_in(page) == {
        Said("It's here"),
        Said("not known"),
        Said("%(n)s row", "%(n)s rows"),
    }
    assert said_in(code) == {Said("Say why."), Said("a day", "%(count)d days")}

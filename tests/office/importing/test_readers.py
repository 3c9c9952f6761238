"""What one cell says."""

import unicodedata

import pytest
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from itpo.office.importing.cells import composed
from itpo.office.importing.kinds import CellRefused
from itpo.office.importing.readers import one_of, text


def test_a_choice_is_read_in_any_language_and_its_labels_are_folded_once():
    asked = []

    class Label:
        def __str__(self):
            asked.append(self)
            return str(_("Meeting"))

    read = one_of([("call", Label()), ("mail", "E-mail")])

    said = ("MEETING", "rendez vous", "面談", "e mail")
    assert [read(cell) for cell in said] == ["call", "call", "call", "mail"]
    once = len(asked)
    assert read("rendez-vous") == "call"
    assert len(asked) == once

    with pytest.raises(CellRefused, match="is none of these"):
        read("letter")


VARIANTS = st.characters(min_codepoint=0xF900, max_codepoint=0xFAFF)


@pytest.mark.parametrize("name", ["\ufa10本", "\ufa1b田", "\ufa26", "髙﨑", "\U0002f81a"])
def test_a_name_keeps_its_kanji(name):
    assert text(80)(name) == name


@given(st.text(st.one_of(VARIANTS, st.characters(exclude_categories=["Cs"]))))
def test_letters_are_composed_and_kanji_are_kept(typed):
    once = composed(typed)

    def kept(written):
        return [one for one in written if "\uf900" <= one <= "\ufaff"]

    assert kept(once) == kept(typed)
    assert composed(once) == once
    assert unicodedata.normalize("NFC", once) == unicodedata.normalize("NFC", typed)

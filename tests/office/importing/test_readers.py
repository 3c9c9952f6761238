"""What one cell says."""

import pytest
from django.utils.translation import gettext_lazy as _

from itpo.office.importing.kinds import CellRefused
from itpo.office.importing.readers import one_of


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

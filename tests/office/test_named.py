"""Several names in one cell."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.importing.deal_rows import BETWEEN_COMPANIES
from itpo.office.named import SEMICOLONS, apart, together

NAMES = st.text(st.sampled_from('ab";；／/ \n,é')).map(str.strip).filter(bool)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Yazaki; Denso;", ["Yazaki", "Denso"]),
        ('"Fuji; Sons" ; Denso', ["Fuji; Sons", "Denso"]),
        ('"The ""Plant"" Ltd."', ['The "Plant" Ltd.']),
        ('"Plant" Ltd.; Denso', ['"Plant" Ltd.', "Denso"]),
        ('"Plant; Denso', ['"Plant', "Denso"]),
        ('"Fuji\nSons"\nDenso', ["Fuji\nSons", "Denso"]),
        ("Denso; Denso", ["Denso"]),
    ],
)
def test_names_come_apart_at_semicolons_but_not_in_quotes(cell, names):
    assert apart(cell) == names


def test_slashes_part_companies_unless_they_stand_in_quotes():
    assert apart('Yazaki / "A / B"/Denso', BETWEEN_COMPANIES) == ["Yazaki", "A / B", "Denso"]


@pytest.mark.parametrize("between", [SEMICOLONS, BETWEEN_COMPANIES])
@given(names=st.lists(NAMES, unique=True))
def test_names_that_were_put_together_come_apart_as_they_were(between: re.Pattern[str], names):
    assert apart(together(names, between), between) == names

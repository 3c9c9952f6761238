"""What a spreadsheet would calculate stays text, and comes back as it was."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from itpo.office.exporting.formulas import as_typed, defused


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+81 3 1234 5678", "'+81 3 1234 5678"),
        ("-5 °C", "'-5 °C"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("＝1+1", "'＝1+1"),
        ("'=1+1", "''=1+1"),
        ("'til Monday", "'til Monday"),
        ("Yazaki", "Yazaki"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_what_begins_like_a_formula_gets_an_apostrophe(text, written):
    assert defused(text) == written
    assert as_typed(written) == text


@given(st.text() | st.text(alphabet="'=+-@\t\r\n＝a1"))
@example("''")
def test_whatever_is_defused_comes_back(text):
    assert as_typed(defused(text)) == text

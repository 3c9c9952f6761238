"""Any text in any cell makes a row, or a refusal that names the column."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from deals.importing import activity_rows, deal_rows
from itpo.office.importing.reading import Line
from itpo.office.importing.report import RowRefused
from tests.deals.importing.lists import deal, mission

SOME_TEXT = st.text(max_size=30) | st.from_regex(r"[-0-9.,~ ]{1,12}", fullmatch=True)


@given(st.sampled_from(activity_rows.COLUMNS), SOME_TEXT)
def test_any_cell_of_an_activity_is_understood_or_named(column, text):
    cells = {**dict.fromkeys(activity_rows.COLUMNS, ""), **mission(), column: text.strip()}

    assert at_fault(activity_rows.understand, cells) in {None, column, "iso2", "end"}


@given(st.sampled_from(deal_rows.COLUMNS), SOME_TEXT)
def test_any_cell_of_a_deal_is_understood_or_named(column, text):
    cells = {**dict.fromkeys(deal_rows.COLUMNS, ""), **deal(), column: text.strip()}

    assert at_fault(deal_rows.understand, cells) in {None, column, "iso2", "value_currency"}


def at_fault(
    understand: Callable[[Line], activity_rows.ActivityRow | deal_rows.DealRow],
    cells: dict[str, str],
) -> str | None:
    """The column that is refused; None where the row is understood and can be recognised."""
    try:
        row = understand(Line(2, cells))
    except RowRefused as refusal:
        return refusal.column
    return None if row.key.reason.startswith("import ") else "key"

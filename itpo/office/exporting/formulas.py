"""Text that a spreadsheet would take for a formula, written so that it stays text.

In a CSV file it gets an apostrophe in front, and the import takes that off again: `=1+1` is
written `'=1+1`, and `'=1+1` as `''=1+1`, so that nothing is lost. A workbook needs none of this:
its cells say themselves that they are text.
"""

import re

# Of full width, too: a Japanese spreadsheet takes ＝ for =.
CALCULATED = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
APOSTROPHE = "'"


def defused(text: str) -> str:
    return APOSTROPHE + text if CALCULATED.match(text) else text


def as_typed(cell: str) -> str:
    """What stood there before it was defused."""
    is_defused = cell.startswith(APOSTROPHE) and CALCULATED.match(cell)
    return cell.removeprefix(APOSTROPHE) if is_defused else cell

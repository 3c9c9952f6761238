"""How large a list may be."""

from django.utils.translation import gettext as _

from itpo.office.csv_files import FileNotReadable

LARGEST = 10 * 1024 * 1024  # bytes of a file
MOST_ROWS = 50_000
MOST_COLUMNS = 100
MOST_LINES = 1_048_576  # as many as a sheet of Excel has, blank ones included


def refuse_size(size: int) -> None:
    if size > LARGEST:
        raise FileNotReadable(_("The file is larger than 10 MB. Part the list in two."))


def refuse_rows(rows: int) -> None:
    """Refuse a list with more rows below its head than are taken at once."""
    if rows > MOST_ROWS:
        raise FileNotReadable(_("The list has more than 50,000 rows. Part it in two."))


def refuse_columns(columns: int, row: int) -> None:
    if columns > MOST_COLUMNS:
        sentence = _(
            "Row %(row)s has more than 100 columns (%(count)s). Take out what is not needed."
        )
        raise FileNotReadable(sentence % {"row": row, "count": columns})


def refuse_lines(line: int) -> None:
    """Refuse a file that goes on and on, blank line after blank line."""
    if line > MOST_LINES:
        raise FileNotReadable(
            _("The file has more than 1,048,576 lines, most of them blank. Take those out.")
        )

"""Who changed what."""

from django.db.models import Model

from itpo.office.models import User

LONGEST = 100  # characters of a reason; the length of the histories' columns


def sign(row: Model, by: User | None, because: str = "") -> None:
    """Have the history say who is about to save or delete a row, and why where that is known.

    Also where no request tells it.
    """
    if by is not None:
        row._history_user = by  # type: ignore[attr-defined]
    if because:
        row._change_reason = because[:LONGEST]  # type: ignore[attr-defined]

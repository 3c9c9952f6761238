"""Who changed what."""

from django.db.models import Model

from itpo.office.models import User


def sign(row: Model, by: User | None) -> None:
    """Have the history say who is about to save a row, also where no request tells it."""
    if by is not None:
        row._history_user = by  # type: ignore[attr-defined]

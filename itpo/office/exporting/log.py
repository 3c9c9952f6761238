"""Remembering who took which list out."""

from datetime import datetime

from django.db import transaction

from itpo.office.models import ExportLog, User


@transaction.atomic
def begin(*, by: User, page: str, query: str, kind: str, at: datetime) -> ExportLog:
    """Write down that a list is taken out; how many rows it had is known at its end."""
    return ExportLog.objects.create(
        office=by.office, user=by, at=at, page=page, query=query, format=kind
    )


def finish(*, log: ExportLog, rows: int) -> None:
    """Say how many rows it had. Only once: what is written down is never changed."""
    ExportLog.objects.filter(pk=log.pk, rows=None).update(rows=rows)

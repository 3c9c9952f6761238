"""Passports go when they are over. One that is broken stops none of the others."""

from datetime import datetime

from django.core.files.storage import default_storage

from delegates import passports, passports_over
from itpo.reminders.outcome import Outcome


def delete_what_is_over(*, now: datetime) -> Outcome:
    """Delete the passports nobody needs any more, and sealed files that were left behind."""
    outcome = Outcome("passports", now)
    for document in passports_over.what_is_over(now=now):
        with outcome.passing_over(document):
            passports.delete(document=document, by=None, at=now)
            outcome.made += 1
    for name in passports_over.left_behind(now=now):
        default_storage.delete(name)
    return outcome

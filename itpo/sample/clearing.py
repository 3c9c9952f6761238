"""Taking the sample away again."""

from collections import defaultdict
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from itpo.office.models import Document, Milestone, User
from itpo.sample import naming, recording
from itpo.sample.dependents import kept_rows
from itpo.sample.loading import is_loaded
from itpo.sample.tables import Rows, chunks
from itpo.sample.traces import add_traces, forget_logins


class Cleared(NamedTuple):
    """How many records were removed, and a line for each that had to stay.

    History and many-to-many links go or stay with their records and are not counted.
    """

    removed: int
    kept: list[str]


@transaction.atomic
def clear(*, at: datetime) -> Cleared:
    """Remove the sample's rows, but for those that real records have come to depend on."""
    recording.hold_still()
    sample = recording.recorded()
    add_traces(sample)
    because = kept_rows(sample)
    lines = naming.lines(because, sample)
    staying: Rows = defaultdict(set)
    for table, pk in because:
        staying[table].add(pk)
    forget_logins(sample[User])
    _let_go_of_files(sample[Document] - staying[Document])
    removed = _remove(sample, staying)
    _shut_out(staying)
    if is_loaded():
        Milestone.objects.create(name=Milestone.SAMPLE_CLEARED, at=at)
    return Cleared(removed, lines)


def _remove(sample: Rows, staying: Rows) -> int:
    """Delete table by table; the database checks every foreign key when it commits.

    Deleting row by row through the models would write a line of history for each.
    """
    removed = 0
    for table, pks in sample.items():
        for some in chunks(pks - staying[table]):
            gone = table._base_manager.filter(pk__in=some)._raw_delete(connection.alias)
            removed += 0 if naming.is_detail(table) else gone
    recording.forget(but=staying)
    return removed


def _let_go_of_files(documents: set[Any]) -> None:
    """Take the files of documents away once their rows are gone for good."""
    names = [
        name
        for some in chunks(documents)
        for name in Document.objects.filter(pk__in=some).values_list("file", flat=True)
    ]
    storage = Document._meta.get_field("file").storage

    def delete() -> None:
        for name in filter(None, names):
            storage.delete(name)

    transaction.on_commit(delete)


def _shut_out(staying: Rows) -> None:
    """Who stays, because a real record names them, can no longer log in."""
    for user in User.objects.filter(pk__in=staying[User], is_active=True):
        user.is_active = False
        user.save(update_fields=["is_active"])

"""Remembering which rows came with the sample."""

from django.db import connection
from django.db.models import Q

from itpo.office.models import SampleRecord
from itpo.sample.tables import Rows, chunks, keys, tables


def hold_still() -> None:
    """Let nobody write until the transaction ends, so that no row of theirs is taken for ours.

    SQLite has one writer at a time anyhow.
    """
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(table._meta.db_table) for table in tables())
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def rows_now() -> Rows:
    return {table: keys(table, Q()) for table in tables()}


def record_new(before: Rows) -> int:
    """Write down the rows that were not there before; return how many they are."""
    new = [
        SampleRecord(model=table._meta.label_lower, row=str(pk))
        for table, pks in rows_now().items()
        for pk in sorted(pks - before[table])
    ]
    SampleRecord.objects.bulk_create(new)
    return len(new)


def recorded() -> Rows:
    """The rows in the book that are still there."""
    known = {table._meta.label_lower: table for table in tables()}
    found: Rows = {table: set() for table in tables()}
    for model, row in SampleRecord.objects.values_list("model", "row"):
        if table := known.get(model):
            found[table].add(table._meta.pk.to_python(row))
    return {
        table: {pk for some in chunks(pks) for pk in keys(table, Q(pk__in=some))}
        for table, pks in found.items()
    }


def forget(*, but: Rows) -> None:
    """Strike the rows from the book, but for these, which are still the sample's."""
    left = {(table._meta.label_lower, str(pk)) for table, pks in but.items() for pk in pks}
    struck = {
        pk
        for pk, model, row in SampleRecord.objects.values_list("pk", "model", "row")
        if (model, row) not in left
    }
    for some in chunks(struck):
        SampleRecord.objects.filter(pk__in=some).delete()

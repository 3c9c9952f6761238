"""On PostgreSQL the database itself refuses to book anybody twice at once.

SQLite cannot say this; there the verb that books, which looks under a lock, is the guard.
"""

from django.db import migrations

WHO = ("delegate", "contact", "officer", "resource")


def add(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    for who in WHO:
        schema_editor.execute(
            f"ALTER TABLE investors_booking ADD CONSTRAINT booking_{who}_never_twice "
            f"EXCLUDE USING gist ({who}_id WITH =, tstzrange(starts_at, ends_at) WITH &&)"
        )


def remove(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for who in WHO:
        schema_editor.execute(
            f"ALTER TABLE investors_booking DROP CONSTRAINT booking_{who}_never_twice"
        )


class Migration(migrations.Migration):
    dependencies = [("investors", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]

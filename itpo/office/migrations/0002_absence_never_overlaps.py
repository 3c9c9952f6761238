"""On PostgreSQL the database itself refuses to have anybody away twice at once.

SQLite cannot say this; there the verb that writes an absence down, under a lock, is the guard.
"""

from django.db import migrations


def add(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    schema_editor.execute(
        "ALTER TABLE office_absence ADD CONSTRAINT absence_never_overlaps "
        "EXCLUDE USING gist (user_id WITH =, daterange(first_on, last_on, '[]') WITH &&)"
    )


def remove(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("ALTER TABLE office_absence DROP CONSTRAINT absence_never_overlaps")


class Migration(migrations.Migration):
    dependencies = [("office", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]

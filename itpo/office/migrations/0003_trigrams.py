"""On PostgreSQL what is searched for is found by an index. SQLite reads all of it."""

from django.db import migrations

from itpo.office.trigrams import indexes, names

TABLES = [
    "office_partner",
]


class Migration(migrations.Migration):
    dependencies = [("office", "0002_absence_never_overlaps")]
    operations = [*indexes(*TABLES), *names(*TABLES)]

"""On PostgreSQL what is searched for is found by an index. SQLite reads all of it."""

from django.db import migrations

from itpo.office.trigrams import indexes, names

TABLES = [
    "deals_deal",
]


class Migration(migrations.Migration):
    dependencies = [("deals", "0002_deal_parents_make_no_circle")]
    operations = [*indexes(*TABLES), *names(*TABLES)]

"""On PostgreSQL what is searched for is found by an index. SQLite reads all of it."""

from django.db import migrations

from itpo.office.trigrams import indexes

TABLES = [
    "delegates_hostcountry",
    "delegates_agency",
    "delegates_delegate",
    "delegates_programme",
    "delegates_invitation",
    "delegates_visit",
    "delegates_application",
    "delegates_projectprofile",
]


class Migration(migrations.Migration):
    dependencies = [("delegates", "0001_initial")]
    operations = indexes(*TABLES)

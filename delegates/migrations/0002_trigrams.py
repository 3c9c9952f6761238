"""On PostgreSQL what is searched for is found by an index. SQLite reads all of it."""

from django.db import migrations

from itpo.office.trigrams import indexes, names

TABLES = [
    "delegates_hostcountry",
    "delegates_agency",
    "delegates_delegate",
    "delegates_programme",
    "delegates_visit",
    "delegates_projectprofile",
]
# What the box does not find by itself.
BESIDE = ["delegates_invitation", "delegates_application"]


class Migration(migrations.Migration):
    dependencies = [("delegates", "0001_initial")]
    operations = [*indexes(*TABLES, *BESIDE), *names(*TABLES)]

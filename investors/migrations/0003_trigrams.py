"""On PostgreSQL what is searched for is found by an index. SQLite reads all of it."""

from django.db import migrations

from itpo.office.trigrams import indexes, names

TABLES = [
    "investors_company",
    "investors_contact",
    "investors_technology",
    "investors_mission",
    "investors_event",
    "investors_meeting",
]
# What the box does not find by itself.
BESIDE = ["investors_missionleg", "investors_eventseries", "investors_eventregistration"]


class Migration(migrations.Migration):
    dependencies = [("investors", "0002_booking_never_overlaps")]
    operations = [*indexes(*TABLES, *BESIDE), *names(*TABLES)]

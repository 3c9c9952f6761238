"""`manage.py import_activities FILE`: programmes, missions and events from a list."""

from deals.importing.activities import import_activities
from itpo.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Import programmes, missions and events from a CSV file (docs/import.md)."
    take = staticmethod(import_activities)

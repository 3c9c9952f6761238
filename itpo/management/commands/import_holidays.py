"""`manage.py import_holidays FILE`: the holidays of countries and offices from a list."""

from itpo.management.importing import ImportCommand
from itpo.office.importing.holidays import import_holidays


class Command(ImportCommand):
    help = "Import holidays from a CSV file (docs/import.md)."
    take = staticmethod(import_holidays)

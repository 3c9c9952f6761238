"""`manage.py import_rates FILE`: exchange rates from a list."""

from deals.rates.importing import import_rates
from itpo.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Import exchange rates from a CSV file (docs/import.md)."
    take = staticmethod(import_rates)

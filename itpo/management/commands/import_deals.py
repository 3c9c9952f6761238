"""`manage.py import_deals FILE`: deals and their figures from a list."""

from deals.importing.deals import import_deals
from itpo.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Import deals, their companies and figures from a CSV file (docs/import.md)."
    take = staticmethod(import_deals)

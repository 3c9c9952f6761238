from typing import Any

from django.core.management import BaseCommand

from itpo.office.refolding import refold


class Command(BaseCommand):
    help = (
        "Fold anew the words that records are found by, after the rules have changed. "
        "Writes what differs, and nothing when run twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        written = dict(refold())
        for label, number in written.items():
            if number:
                self.stdout.write(f"{label}: {number}")
        self.stdout.write(f"{sum(written.values())} records folded anew.")

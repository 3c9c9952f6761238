import sys
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from itpo.management.health import examine


class Command(BaseCommand):
    help = "Say of each part of the machinery whether it works; exit with 1 if one does not."
    requires_system_checks = ()  # they read the database, which may be what is broken

    def handle(self, *args: Any, **options: Any) -> None:
        found = examine(timezone.now())
        for name, (works, words) in found.items():
            verdict = "ok" if works else "fail"
            self.stdout.write(f"{name} {verdict}: {words}" if words else f"{name} {verdict}")
        if not all(works for works, _words in found.values()):
            sys.exit(1)

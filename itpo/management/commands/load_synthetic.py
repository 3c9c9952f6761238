from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from itpo.sample.people import NotLoaded
from itpo.sample.synthetic import loading


class Command(BaseCommand):
    help = "Fill an empty database with any number of invented deals and all that belongs to them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--deals", type=int, required=True, help="how many deals")

    def handle(self, *args: Any, deals: int, **options: Any) -> None:
        try:
            loaded = loading.load(number=deals, at=timezone.now())
        except NotLoaded as error:
            raise CommandError(str(error)) from error
        if loaded.is_new:
            counts = ", ".join(f"{count} {what}" for what, count in loaded.counts.items())
            self.stdout.write(_("Loaded, all invented: %(counts)s.") % {"counts": counts})
        else:
            self.stdout.write(
                _("%(deals)d invented deals are there already; nothing was changed.")
                % {"deals": deals}
            )

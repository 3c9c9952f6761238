from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from itpo.sample import loading
from itpo.sample.people import NotLoaded


class Command(BaseCommand):
    help = "Load the sample: the public lists, the Morocco case and invented work around today."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = loading.load(at=timezone.now())
        except NotLoaded as error:
            raise CommandError(str(error)) from error
        if loaded.is_new:
            self.stdout.write(_("The sample is loaded: %(rows)d rows.") % {"rows": loaded.rows})
        else:
            self.stdout.write(_("The sample is there already; nothing was changed."))

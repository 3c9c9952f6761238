from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "itpo.office"
    label = "office"
    verbose_name = _("Office")

    def ready(self) -> None:
        """Let every app say what it knows, and then which forms its records have.

        See office/chain.py, office/agenda.py, office/sheets.py, office/picking.py and
        office/editing.py, office/importing/kinds.py.
        """
        autodiscover_modules("neighbours")
        autodiscover_modules("panels")
        autodiscover_modules("agenda_entries")
        autodiscover_modules("papers")
        autodiscover_modules("sheets")
        autodiscover_modules("match_reasons")
        autodiscover_modules("offers")
        autodiscover_modules("mergeable")
        autodiscover_modules("records")
        autodiscover_modules("imports")

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "itpo.office"
    label = "office"
    verbose_name = _("Office")

    def ready(self) -> None:
        """Let every app say what it knows about the chain (see office/chain.py)."""
        autodiscover_modules("neighbours")

"""Exchange rates in the admin, by the rules of their own pages and of their lists."""

from datetime import date

from django.contrib import admin
from django.utils import timezone

from deals.rates.forms import ReadsRate
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_pickers import DeskForm
from itpo.office.models import ExchangeRate


class RateForm(ReadsRate, DeskForm):
    def last_day(self) -> date:
        at = timezone.now()
        return self.viewer.today(at) if self.viewer else timezone.localdate(at)


@admin.register(ExchangeRate)
class ExchangeRateAdmin(DeskAdmin):
    form = RateForm
    list_display = ("__str__", "on", "rate", "source")
    list_filter = ("from_currency", "to_currency")
    search_fields = ("from_currency", "to_currency", "source")
    ordering = ("-on", "from_currency", "to_currency", "pk")
    fields = ("from_currency", "to_currency", "on", "rate", "source")

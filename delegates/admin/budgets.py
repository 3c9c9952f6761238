"""What programmes cost, in the admin."""

from django.contrib import admin

from delegates.models import BudgetLine
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_seeing import SeenFilter


@admin.register(BudgetLine)
class BudgetLineAdmin(DeskAdmin):
    list_display = ("what", "programme", "planned", "actual", "currency", "paid_by")
    list_filter = ("currency", ("programme", SeenFilter))
    list_select_related = ("programme", "paid_by")
    search_fields = ("what", "programme__name", "paid_by__name")
    ordering = ("-programme", "position", "pk")
    may_be_deleted = True
    fields = ("programme", "what", "paid_by", ("planned", "actual", "currency"), "position")

"""Institutions that received technology, in the admin."""

from django.contrib import admin

from deals.admin.claims import ClaimInline
from deals.models import Institution
from itpo.office.admin_history import DeskAdmin


@admin.register(Institution)
class InstitutionAdmin(DeskAdmin):
    """An institution stays in its deal; its figures are claims that name it."""

    list_display = ("name", "city", "deal", "counterpart", "technology")
    list_select_related = ("deal", "counterpart", "technology__company")
    search_fields = ("name", "city", "deal__title")
    ordering = ("name", "pk")
    fields = ("deal", "name", "city", "counterpart", "technology")
    set_once = ("deal",)
    inlines = (ClaimInline,)

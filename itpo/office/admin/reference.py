"""The lists all offices share, in the admin."""

from django.contrib import admin

from itpo.office.admin_history import DeskAdmin
from itpo.office.models import Partner, Sector, Theme


@admin.register(Partner)
class PartnerAdmin(DeskAdmin):
    list_display = ("name", "short_name", "kind", "is_us")
    list_filter = ("kind", "is_us")
    search_fields = ("name", "short_name")
    ordering = ("name", "pk")
    fields = ("name", "short_name", "kind", "website", "is_us")


@admin.register(Sector)
class SectorAdmin(DeskAdmin):
    list_display = ("code", "name", "revision")
    list_display_links = ("code", "name")
    list_filter = ("revision",)
    search_fields = ("code", "name", "words")
    ordering = ("revision", "code", "pk")
    fields = ("revision", "code", "name", "words")


@admin.register(Theme)
class ThemeAdmin(DeskAdmin):
    list_display = ("name", "code")
    search_fields = ("name", "code")
    ordering = ("name", "pk")
    fields = ("name", "code")

"""The lists all offices share, in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.utils.dates import MONTHS as NAMES_OF_MONTHS
from django.utils.translation import gettext_lazy as _

from itpo.office.admin_history import DeskAdmin
from itpo.office.models import Holiday, Partner, Sector, Theme, YearlyClosure

MONTHS = list(NAMES_OF_MONTHS.items())


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


@admin.register(Holiday)
class HolidayAdmin(DeskAdmin):
    """Days beyond the public holidays: a country's, or one office's own; and those worked."""

    sets_office = False
    may_be_deleted = True
    list_display = ("on", "name", "country_code", "whose", "is_worked")
    list_filter = ("country_code", "is_worked")
    list_select_related = ("office",)
    search_fields = ("name", "country_code")
    ordering = ("-on", "pk")
    fields = ("on", "name", "country_code", "office", "is_worked")

    def get_queryset(self, request: Any) -> Any:
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return rows.filter(Q(office=None) | Q(office=request.user.office_id))

    @admin.display(description=_("for whom"), ordering="office")
    def whose(self, holiday: Holiday) -> str:
        return str(holiday.office or _("the whole country"))


@admin.register(YearlyClosure)
class YearlyClosureAdmin(DeskAdmin):
    """When an office closes every year."""

    may_be_deleted = True
    list_display = ("name", "days_shown", "office")
    list_select_related = ("office",)
    search_fields = ("name",)
    ordering = ("first_month", "first_day", "pk")
    fields = (
        "office",
        "name",
        ("first_day", "first_month"),
        ("last_day", "last_month"),
    )

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        """Months by their names."""
        if db_field.name in {"first_month", "last_month"}:
            options["widget"] = forms.Select(choices=MONTHS)
        return super().formfield_for_dbfield(db_field, request, **options)

    @admin.display(description=_("days"), ordering="first_month")
    def days_shown(self, closure: YearlyClosure) -> str:
        return closure.days

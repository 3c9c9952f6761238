"""Holidays and yearly closures in the admin."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.dates import MONTHS as NAMES_OF_MONTHS
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from itpo.office.admin_history import DeskAdmin
from itpo.office.csv_files import FileNotReadable
from itpo.office.importing.holidays import take_holidays
from itpo.office.importing.report import Report
from itpo.office.models import Holiday, User, YearlyClosure

MONTHS = list(NAMES_OF_MONTHS.items())
LARGEST = 2 * 1024 * 1024  # bytes of a list; the holidays of every country for years are less
SHOWN = 50  # of the rows that were refused


class HolidayFileForm(forms.Form):
    """A list of holidays."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_("An Excel workbook or a CSV file with the columns where, day, name."),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,text/csv"}),
    )

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 2 MB."))
        return self.cleaned_data["file"]


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

    def get_urls(self) -> list[Any]:
        upload = require_http_methods(["GET", "HEAD", "POST"])(self.upload)
        own = path("upload/", self.admin_site.admin_view(upload), name="office_holiday_upload")
        return [own, *super().get_urls()]

    def upload(self, request: HttpRequest) -> HttpResponse:
        """Take in a list of holidays, and say row by row what could not be taken."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        is_sent = request.method == "POST"
        form = HolidayFileForm(request.POST, request.FILES) if is_sent else HolidayFileForm()
        report: Report | None = None
        if is_sent and form.is_valid():
            try:
                raw = form.cleaned_data["file"].read()
                report = take_holidays(raw, by=cast(User, request.user))
            except FileNotReadable as refusal:
                form.add_error("file", str(refusal))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take in a list of holidays"),
            "opts": self.opts,
            "form": form,
            "report": report,
            "shown": SHOWN,
        }
        return TemplateResponse(request, "admin/office/holiday/upload.html", context)

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

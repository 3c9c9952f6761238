"""Host countries, agencies and the projects they offer, in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from delegates.models import Agency, HostCountry, Posting, ProjectProfile
from itpo.office.admin.promises import follow_ups_of
from itpo.office.admin_base import WithPeriod, link_to
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import ListInline
from itpo.office.admin_seeing import ArchivedFilter, SeenFilter


@admin.register(HostCountry)
class HostCountryAdmin(DeskAdmin):
    list_display = ("name", "code", "desk_officer")
    list_filter = (("desk_officer", SeenFilter),)
    list_select_related = ("desk_officer",)
    search_fields = ("name", "code")
    ordering = ("name", "pk")
    fieldsets = (
        (None, {"fields": ("name", "code", "desk_officer", "themes")}),
        (_("Visa and papers"), {"fields": ("visa_notes",)}),
    )


class WhoWorksThereInline(WithPeriod, ListInline):
    """Who works or worked at an agency."""

    model = Posting
    verbose_name_plural = _("who works or worked there")
    fields = readonly_fields = ("who", "post", "when_shown", "is_current")

    @admin.display(description=_("delegate"))
    def who(self, posting: Posting) -> str:
        return link_to(posting.delegate)


@admin.register(Agency)
class AgencyAdmin(DeskAdmin):
    list_display = ("name", "short_name", "country", "kind", "predecessor", "archived_at")
    list_filter = ("kind", ("country", SeenFilter), ArchivedFilter)
    list_select_related = ("country", "predecessor", "merged_into")
    search_fields = ("name", "short_name", "country__name")
    ordering = ("country__name", "name", "pk")
    readonly_fields = ("archived_at", "merged_into")
    inlines = (WhoWorksThereInline, follow_ups_of(Agency))
    fieldsets = (
        (None, {"fields": ("name", "short_name", "country", "kind", "predecessor")}),
        (_("More"), {"classes": ("collapse",), "fields": ("website", "notes")}),
        (_("Out of use"), {"classes": ("collapse",), "fields": ("archived_at", "merged_into")}),
    )

    def called(self, thing: Agency) -> str:  # type: ignore[override]
        return f"{thing.full_name}, {thing.country}"


@admin.register(ProjectProfile)
class ProjectProfileAdmin(DeskAdmin):
    list_display = ("title", "country", "agency", "capital_shown", "is_open")
    list_filter = ("is_open", ("country", SeenFilter))
    list_select_related = ("country", "agency__country", "delegate__country")
    search_fields = ("title", "country__name", "agency__name", "summary")
    ordering = ("title", "pk")
    fieldsets = (
        (None, {"fields": ("title", "country", "agency", "delegate", "is_open")}),
        (
            _("What is sought"),
            {"fields": ("summary", "partner_sought", ("capital_sought", "currency"))},
        ),
        (_("Sectors"), {"fields": ("sectors", "sectors_typed")}),
    )

    @admin.display(description=_("capital sought"), ordering="capital_sought")
    def capital_shown(self, project: ProjectProfile) -> str | None:
        return project.capital_shown or None

"""Delegates and the posts they held, in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from delegates.models import Delegate, Posting, Visit
from itpo.office.admin.promises import follow_ups_of
from itpo.office.admin_base import NEWEST_FIRST, WithPeriod, link_to
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import LinkInline, ListInline
from itpo.office.admin_seeing import ArchivedFilter, SeenFilter


class PostingInline(LinkInline):
    model = Posting
    fields = ("agency", "post", "begins", "ends", "is_current")


class VisitsInline(WithPeriod, ListInline):
    model = Visit
    ordering = NEWEST_FIRST
    fields = readonly_fields = ("visit", "agency_shown", "purpose", "state")

    @admin.display(description=_("visit"))
    def visit(self, visit: Visit) -> str:
        return link_to(visit)

    @admin.display(description=_("sent by"))
    def agency_shown(self, visit: Visit) -> str | None:
        return str(visit.agency) if visit.agency else None


@admin.register(Delegate)
class DelegateAdmin(DeskAdmin):
    list_display = ("full_name_shown", "country", "email", "archived_at")
    list_filter = (("country", SeenFilter), ArchivedFilter)
    list_select_related = ("country", "merged_into")
    search_fields = ("family_name", "given_name", "name_local", "country__name")
    search_help_text = _("name, country or agency")
    ordering = ("family_name", "given_name", "pk")
    readonly_fields = ("archived_at", "merged_into")
    inlines = (PostingInline, VisitsInline, follow_ups_of(Delegate))
    fieldsets = (
        (None, {"fields": ("family_name", "given_name", "title", "name_local", "country")}),
        (_("How to reach them"), {"fields": ("email", "phone", "asked_yearly")}),
        (_("Notes"), {"classes": ("collapse",), "fields": ("notes",)}),
        (_("Out of use"), {"classes": ("collapse",), "fields": ("archived_at", "merged_into")}),
    )

    def called(self, thing: Delegate) -> str:  # type: ignore[override]
        return f"{thing.full_name}, {thing.country}"

    @admin.display(description=_("name"), ordering="family_name")
    def full_name_shown(self, delegate: Delegate) -> str:
        return delegate.full_name


@admin.register(Posting)
class PostingAdmin(WithPeriod, DeskAdmin):
    list_display = ("delegate", "post", "agency", "when_shown", "is_current")
    list_filter = ("is_current", ("agency__country", SeenFilter))
    list_select_related = ("delegate__country", "agency__country")
    search_fields = ("delegate__family_name", "agency__name", "agency__short_name", "post")
    ordering = ("delegate__family_name", *NEWEST_FIRST)
    may_be_deleted = True
    fieldsets = (
        (None, {"fields": ("delegate", "agency", "post", "begins", "ends", "is_current")}),
        (_("Source"), {"classes": ("collapse",), "fields": ("source_url",)}),
    )

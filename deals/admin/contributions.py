"""How visits, missions, meetings and events helped deals, in the admin."""

from typing import Any

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deals.models import Contribution
from itpo.office.admin_base import link_to
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import ListInline
from itpo.office.admin_seeing import SeenFilter, shown_to


def what_helped(contribution: Any) -> Any:
    return contribution.visit or contribution.mission or contribution.meeting or contribution.event


class ContributionInline(ListInline):
    model = Contribution
    fields = readonly_fields = ("what", "role", "strength", "evidence", "accepted")

    def get_queryset(self, request: Any) -> Any:
        self.viewer = request.user  # an inline lives as long as its request
        return super().get_queryset(request).select_related("visit__delegate")

    @admin.display(description=_("what helped"))
    def what(self, contribution: Contribution) -> str:
        return link_to(contribution, shown_to(self.viewer, what_helped(contribution)))

    @admin.display(description=_("accepted by"))
    def accepted(self, contribution: Contribution) -> str | None:
        return str(contribution.accepted_by) if contribution.accepted_by else None


@admin.register(Contribution)
class ContributionAdmin(DeskAdmin):
    list_display = ("deal", "what", "role", "strength", "accepted_by", "accepted_at")
    list_filter = ("role", "strength", ("deal__country", SeenFilter))
    list_select_related = ("deal", "visit__delegate", "mission", "meeting", "event", "accepted_by")
    search_fields = ("deal__title", "evidence", "visit__delegate__family_name", "mission__name")
    ordering = ("-pk",)
    set_once = ("deal", "visit", "mission", "meeting", "event")
    readonly_fields = ("accepted_by", "accepted_at")
    fieldsets = (
        (None, {"fields": ("deal",)}),
        (_("What helped: one of these"), {"fields": ("visit", "mission", "meeting", "event")}),
        (_("How"), {"fields": ("role", "strength", "evidence", "evidence_url")}),
        (_("Accepted"), {"fields": ("accepted_by", "accepted_at")}),
    )

    def dress(self, rows: list[Any], request: Any) -> None:
        for contribution in rows:
            contribution.helped = shown_to(request.user, what_helped(contribution))

    @admin.display(description=_("what helped"))
    def what(self, contribution: Any) -> str:
        return str(contribution.helped)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """What somebody writes down by hand they have thereby accepted."""
        if not change:
            obj.accepted_by, obj.accepted_at = request.user, timezone.now()
        super().save_model(request, obj, form, change)

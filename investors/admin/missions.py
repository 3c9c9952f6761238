"""Missions with their legs, members and partners, in the admin."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from investors import bounds
from investors.models import (
    Mission,
    MissionBudgetLine,
    MissionHost,
    MissionLeg,
    MissionMember,
    MissionPartner,
    MissionStep,
    MissionTask,
)
from itpo.office.admin.promises import follow_ups_of
from itpo.office.admin_base import NEWEST_FIRST, WithPeriod
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import LinkInline, ListInline
from itpo.office.admin_pickers import DeskForm
from itpo.office.admin_seeing import SeenFilter
from itpo.office.states import NotPossible


class LegInline(ListInline):
    """Where it goes; set in the workspace, where one leg minds the others."""

    model = MissionLeg
    verbose_name = _("leg")
    verbose_name_plural = _("legs")
    fields = readonly_fields = ("country", "region_typed", "begins", "ends", "counterparts_typed")


class MemberInline(ListInline):
    """Who travels; kept on the roster in the workspace."""

    model = MissionMember
    verbose_name = _("member")
    verbose_name_plural = _("members")
    fields = readonly_fields = ("company", "contact", "state", "role", "rank")


class TaskInline(ListInline):
    """What is to be done before it leaves; ticked off in the workspace."""

    model = MissionTask
    fields = readonly_fields = ("text", "by_whom", "days_before", "done_at")


class MissionPartnerInline(LinkInline):
    model = MissionPartner
    verbose_name = _("partner")
    verbose_name_plural = _("partners")
    fields = ("partner", "role")


class MissionForm(DeskForm):
    """Nothing that is planned is left outside its mission."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            bounds.keep_what_is_planned(self.instance)
        except NotPossible as refusal:
            self.add_error(refusal.field, str(refusal))


@admin.register(Mission)
class MissionAdmin(WithPeriod, DeskAdmin):
    form = MissionForm
    list_display = ("name", "when_shown", "state", "countries_shown", "owner", "is_ours")
    list_filter = ("state", "is_ours", ("legs__country", SeenFilter), ("owner", SeenFilter))
    list_select_related = ("owner",)
    search_fields = ("name", "ref", "legs__country__name", "legs__region_typed", "sectors_typed")
    ordering = NEWEST_FIRST
    set_once = ("state",)
    readonly_fields = ("cancelled_because",)
    inlines = (
        LegInline,
        MemberInline,
        MissionPartnerInline,
        TaskInline,
        follow_ups_of(Mission),
    )
    fieldsets = (
        (None, {"fields": ("office", "name", "begins", "ends", "state", "owner", "is_ours")}),
        (_("Sectors and themes"), {"fields": ("sectors", "themes")}),
        (_("Notes"), {"classes": ("collapse",), "fields": ("notes", "cancelled_because")}),
        (
            _("As typed in the source"),
            {
                "classes": ("collapse",),
                "fields": ("ref", "direction", "organisers_typed", "sectors_typed", "source_url"),
            },
        ),
    )

    def dress(self, rows: list[Any], request: Any) -> None:
        """Where each goes: one query for the legs of the page."""
        legs = MissionLeg.objects.filter(mission__in=[row.pk for row in rows])
        places: dict[int, list[str]] = {}
        for leg in legs.select_related("country").order_by("begins_earliest", "pk"):
            places.setdefault(leg.mission_id, []).append(str(leg.country or leg.region_typed))
        for row in rows:
            row.places = ", ".join(dict.fromkeys(places.get(row.pk, [])))

    @admin.display(description=_("countries"))
    def countries_shown(self, mission: Any) -> str | None:
        return mission.places or None


@admin.register(MissionHost)
class MissionHostAdmin(DeskAdmin):
    list_display = ("mission", "leg", "agency", "delegate", "role")
    list_filter = ("role",)
    list_select_related = ("leg__mission", "leg__country", "agency__country", "delegate__country")
    search_fields = ("leg__mission__name", "agency__name", "delegate__family_name")
    ordering = ("-leg__mission", "leg", "pk")
    may_be_deleted = True
    fields = ("leg", "agency", "delegate", "role")

    @admin.display(description=_("mission"))
    def mission(self, host: MissionHost) -> str:
        return str(host.leg.mission)


@admin.register(MissionStep)
class MissionStepAdmin(DeskAdmin):
    list_display = ("text", "by_whom", "days_before")
    list_filter = ("by_whom",)
    list_select_related = ("office",)
    search_fields = ("text",)
    ordering = ("-days_before", "pk")
    may_be_deleted = True
    fields = ("office", "text", ("days_before", "by_whom"))


@admin.register(MissionBudgetLine)
class MissionBudgetLineAdmin(DeskAdmin):
    list_display = ("what", "mission", "planned", "actual", "currency", "paid_by")
    list_filter = ("currency", ("mission", SeenFilter))
    list_select_related = ("mission", "paid_by")
    search_fields = ("what", "mission__name", "paid_by__name")
    ordering = ("-mission", "pk")
    may_be_deleted = True
    fields = ("mission", "what", "paid_by", ("planned", "actual", "currency"))

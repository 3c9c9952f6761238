"""How deals moved, in the admin: to read."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from deals.models import StageChange
from itpo.office.admin_base import DeskPlainAdmin
from itpo.office.admin_inlines import ListInline
from itpo.office.admin_seeing import SeenFilter


class MoveColumns:
    """From where to where, and when it was."""

    @admin.display(description=_("move"))
    def move_shown(self, change: StageChange) -> str:
        if change.from_stage == change.to_stage:
            return f"{change.get_from_status_display()} → {change.get_to_status_display()}"
        if not change.from_stage:
            return change.get_to_stage_display()
        return str(change)

    @admin.display(description=_("when it was"), ordering="happened_earliest")
    def happened_said(self, change: StageChange) -> str | None:
        return change.happened_shown or None

    @admin.display(description=_("country it went to"))
    def went_to(self, change: StageChange) -> str:
        return change.lost_to_name

    @admin.display(description=_("passed without"))
    def passed(self, change: StageChange) -> str:
        if not change.missing:
            return ""
        return f"{change.missing_named} ({change.passed_because})"

    @admin.display(description=_("who recorded it"), ordering="changed_by__family_name")
    def who_recorded(self, change: StageChange) -> str:
        return str(change.changed_by or _("an import"))


class StageChangeInline(MoveColumns, ListInline):
    model = StageChange
    ordering = ("-changed_at", "-pk")
    fields = readonly_fields = (
        "move_shown",
        "happened_said",
        "reason",
        "went_to",
        "passed",
        "who_recorded",
        "changed_at",
    )


@admin.register(StageChange)
class StageChangeAdmin(MoveColumns, DeskPlainAdmin):
    is_read_only = True
    list_display = (
        "deal",
        "move_shown",
        "happened_said",
        "reason",
        "passed",
        "who_recorded",
        "changed_at",
    )
    list_filter = ("to_stage", "to_status", ("changed_by", SeenFilter))
    list_select_related = ("deal", "changed_by")
    search_fields = ("deal__title", "reason")
    ordering = ("-changed_at", "-pk")
    fields = (
        "deal",
        "move_shown",
        "happened_said",
        "reason",
        "went_to",
        "passed",
        "who_recorded",
        "changed_at",
    )
    readonly_fields = fields

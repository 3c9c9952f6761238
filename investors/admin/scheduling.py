"""Meeting schedules in the admin: to look at. The workspace schedules them."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from investors.models import Away, Pairing, Participant, Schedule, ScheduleRun, ScheduleSlot, Wish
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import ListInline


class SlotInline(ListInline):
    model = ScheduleSlot
    fields = ("day", "starts_at", "ends_at")


class PairingInline(ListInline):
    model = Pairing
    fields = ("slot", "table", "host", "counterpart", "interpreter", "is_pinned", "meeting")


class RunInline(ListInline):
    model = ScheduleRun
    fields = ("asked_at", "asked_by", "state", "worth_before", "worth", "attempts", "error")


@admin.register(Schedule)
class ScheduleAdmin(DeskAdmin):
    is_read_only = True
    list_display = ("name", "first_on", "last_on", "tables", "programme", "leg", "event")
    list_select_related = ("programme", "leg__country", "event")
    search_fields = ("name", "programme__name", "leg__mission__name", "event__name")
    ordering = ("-first_on", "-pk")
    inlines = (SlotInline, PairingInline, RunInline)
    fields = (
        *("office", "name", "programme", "leg", "event", "place", "time_zone"),
        *("first_on", "last_on", "minutes", "pause", "morning_at", "morning_slots"),
        *("afternoon_at", "afternoon_slots", "tables", "interpreters"),
    )


class WishInline(ListInline):
    model = Wish
    fk_name = "host"
    fields = ("counterpart", "by_host", "by_counterpart", "why_not")


class AwayInline(ListInline):
    model = Away
    fields = ("slot",)


@admin.register(Participant)
class ParticipantAdmin(DeskAdmin):
    is_read_only = True
    list_display = ("called_shown", "side", "schedule", "languages")
    list_filter = ("side",)
    list_select_related = ("schedule", "company", "delegate", "partner", "agency")
    search_fields = ("company__name", "delegate__family_name", "name", "schedule__name")
    ordering = ("-schedule", "side", "pk")
    inlines = (WishInline, AwayInline)
    fields = (
        *("schedule", "side", "company", "delegate", "partner", "agency", "name"),
        "languages",
    )

    @admin.display(description=_("who"))
    def called_shown(self, participant: Participant) -> Any:
        return str(participant.who())

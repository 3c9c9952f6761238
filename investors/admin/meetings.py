"""Meetings, who takes part, and what they need, in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from investors import invites
from investors.models import AgendaItem, Booking, Meeting, MeetingParty, Resource, TravelTime
from itpo.office.admin.promises import follow_ups_of
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import ListInline
from itpo.office.admin_seeing import SeenFilter


class PartyInline(ListInline):
    """Each line names one side; set in the workspace, which books them."""

    model = MeetingParty
    verbose_name = _("side")
    verbose_name_plural = _("who took part")
    fields = readonly_fields = ("company", "contact", "delegate", "officer", "partner", "name")


@admin.register(Meeting)
class MeetingAdmin(DeskAdmin):
    """When it is and what it is part of changes in the workspace, which books who takes part."""

    list_display = ("subject", "day", "kind", "state", "who_shown", "interest", "officer")
    list_filter = ("state", "kind", "interest", ("officer", SeenFilter))
    list_select_related = (*("officer", "visit__delegate", "mission", "event", "written_down_by"),)
    search_fields = ("subject", "outcome", "companies__name", "delegates__family_name")
    ordering = (F("day").desc(nulls_last=True), "-pk")
    set_once = ("kind", "state", "day", "starts_at", "ends_at", "visit", "mission", "event")
    readonly_fields = ("logged_at", "written_down_by", "written_down_at")
    inlines = (PartyInline, follow_ups_of(Meeting))
    fieldsets = (
        (None, {"fields": ("office", "subject", "kind", "day", "state", "officer")}),
        (_("Part of"), {"fields": ("visit", "mission", "event")}),
        (
            _("What came of it"),
            {
                "fields": (
                    *("outcome", "interest", "minutes", "needs_no_minutes"),
                    *("written_down_by", "written_down_at"),
                )
            },
        ),
        (_("Place and time"), {"fields": ("place", "starts_at", "ends_at", "time_zone")}),
        (
            _("More"),
            {"classes": ("collapse",), "fields": ("is_restricted", "source_url", "logged_at")},
        ),
    )

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """Calendars that know of the meeting follow what was changed here, too."""
        super().save_related(request, form, formsets, change)
        invites.follow(meeting=form.instance, at=timezone.now())

    def called(self, thing: Meeting) -> str:  # type: ignore[override]
        return f"{thing.subject}, {thing.when}" if thing.when else thing.subject

    def dress(self, rows: list[Any], request: Any) -> None:
        """Who met: one query for the parties of the page."""
        parties = MeetingParty.objects.filter(meeting__in=[row.pk for row in rows])
        sides: dict[int, list[str]] = {}
        for party in parties.select_related("company", "delegate", "partner").order_by("pk"):
            side = party.company or party.delegate or party.partner or party.name
            if side:
                sides.setdefault(party.meeting_id, []).append(str(side))
        for row in rows:
            row.sides = ", ".join(dict.fromkeys(sides.get(row.pk, [])))

    @admin.display(description=_("who met"))
    def who_shown(self, meeting: Any) -> str | None:
        return meeting.sides or None


@admin.register(Resource)
class ResourceAdmin(DeskAdmin):
    list_display = ("name", "kind")
    list_filter = ("kind",)
    list_select_related = ("office",)
    search_fields = ("name",)
    ordering = ("kind", "name", "pk")
    fields = ("office", "kind", "name", "languages")


@admin.register(AgendaItem)
class AgendaItemAdmin(DeskAdmin):
    """What is planned beside meetings. The workspace plans it, and books who takes part."""

    is_read_only = True
    list_display = ("title", "day", "kind", "visit", "mission")
    list_filter = ("kind",)
    list_select_related = ("visit__delegate", "mission")
    search_fields = ("title", "place", "visit__delegate__family_name", "mission__name")
    ordering = ("-day", "-pk")
    fieldsets = (
        (None, {"fields": ("office", "title", "kind", "visit", "mission")}),
        (_("Place and time"), {"fields": ("day", "starts_at", "ends_at", "time_zone")}),
        (_("Where"), {"fields": ("place", "to_place", "notes")}),
    )


@admin.register(TravelTime)
class TravelTimeAdmin(DeskAdmin):
    list_display = ("one_place", "other_place", "minutes")
    list_select_related = ("office",)
    search_fields = ("one_place", "other_place")
    ordering = ("one_place", "other_place", "pk")
    fields = ("office", "one_place", "other_place", "minutes")


@admin.register(Booking)
class BookingAdmin(DeskAdmin):
    """Who and what is taken. The agenda's verbs book; nobody is double-booked by hand."""

    is_read_only = True
    list_display = ("booked", "starts_at", "ends_at", "meeting", "agenda_item")
    list_select_related = (
        "meeting",
        "agenda_item",
        "delegate",
        "contact",
        "officer",
        "resource",
    )
    search_fields = (
        "meeting__subject",
        "agenda_item__title",
        "resource__name",
        "delegate__family_name",
    )
    ordering = ("-starts_at", "-pk")
    fields = ("booked", "starts_at", "ends_at", "meeting", "agenda_item")

    @admin.display(description=_("who or what"))
    def booked(self, booking: Booking) -> str:
        return str(booking.delegate or booking.contact or booking.officer or booking.resource)

"""Events and who registered for them, in the admin."""

from typing import Any

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from investors import events, registrations
from investors.models import (
    AttendanceList,
    Event,
    EventPartner,
    EventRegistration,
    EventSeries,
    EventSession,
)
from itpo.office.admin_base import NEWEST_FIRST, DeskPlainAdmin, WithPeriod
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import LinkInline
from itpo.office.admin_seeing import SeenFilter


class EventPartnerInline(LinkInline):
    model = EventPartner
    verbose_name = _("partner")
    verbose_name_plural = _("partners")
    fields = ("partner", "role")


class EventSessionInline(LinkInline):
    model = EventSession
    verbose_name = _("point of the programme")
    verbose_name_plural = _("programme")
    fields = ("held_on", "begins_at", "ends_at", "topic", "speaker", "organisation", "partner")


@admin.register(EventSeries)
class EventSeriesAdmin(DeskAdmin):
    list_display = ("name",)
    search_fields = ("name",)
    ordering = ("name", "pk")
    fields = ("office", "name", "notes")


@admin.register(Event)
class EventAdmin(WithPeriod, DeskAdmin):
    """Registrations have a list of their own: a webinar has hundreds."""

    list_display = ("name", "when_shown", "kind", "state", "country", "is_ours")
    list_filter = ("kind", "state", "is_ours", ("country", SeenFilter))
    list_select_related = ("country", "series")
    search_fields = ("name", "ref", "country__name", "region_typed", "sectors_typed")
    ordering = NEWEST_FIRST
    set_once = ("state",)
    readonly_fields = ("cancelled_because", "registration_opened_at")
    inlines = (EventSessionInline, EventPartnerInline)
    fieldsets = (
        (None, {"fields": ("office", "name", "kind", "begins", "ends", "state", "is_ours")}),
        (
            _("When and where"),
            {"fields": ("begins_at", "ends_at", "time_zone", "country", "place")},
        ),
        (
            _("Registration"),
            {
                "fields": (
                    "seats",
                    "registration_closes_on",
                    "registration_opened_at",
                    "join_url",
                    "summary",
                )
            },
        ),
        (
            _("In other languages"),
            {
                "classes": ("collapse",),
                "fields": ("name_fr", "summary_fr", "name_ja", "summary_ja"),
            },
        ),
        (_("Series, sectors and themes"), {"fields": ("series", "sectors", "themes")}),
        (_("Notes"), {"classes": ("collapse",), "fields": ("notes", "cancelled_because")}),
        (
            _("As typed in the source"),
            {
                "classes": ("collapse",),
                "fields": (
                    "ref",
                    "region_typed",
                    "organisers_typed",
                    "counterparts_typed",
                    "sectors_typed",
                    "source_url",
                ),
            },
        ),
    )

    def save_model(self, request: Any, obj: Event, form: Any, change: bool) -> None:
        """New seats go to who waits, and who is registered hears of another day or place."""
        if change:
            events.change(event=obj, by=request.user, at=timezone.now())
        else:
            super().save_model(request, obj, form, change)


@admin.register(EventRegistration)
class EventRegistrationAdmin(DeskAdmin):
    list_display = ("name", "organisation", "event", "state", "email")
    list_filter = ("state",)
    list_select_related = ("event", "contact__company")
    search_fields = ("name", "organisation", "email", "event__name")
    ordering = ("-event", "name", "pk")
    fields = (
        "event",
        "name",
        ("family_name", "given_name"),
        ("organisation", "post"),
        "email",
        "language",
        "contact",
        "state",
        "is_walk_in",
        ("registered_at", "consented_at", "wants_news"),
        ("joined_at", "minutes"),
    )
    readonly_fields = ("registered_at", "consented_at")
    set_once = ("state",)
    may_be_deleted = True

    def delete_model(self, request: Any, obj: EventRegistration) -> None:
        """Their seat goes to who waits."""
        registrations.remove(registration=obj, by=request.user, at=timezone.now())


@admin.register(AttendanceList)
class AttendanceListAdmin(DeskPlainAdmin):
    """Lists somebody sent. They are taken in on the page of the event."""

    list_display = ("title", "event", "sent_by", "sent_at", "taken_in_at")
    list_select_related = ("event", "sent_by")
    search_fields = ("title", "event__name")
    ordering = ("-sent_at", "-pk")
    fields = ("event", "title", "sent_by", "sent_at", "taken_in_at")
    is_read_only = True

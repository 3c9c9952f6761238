"""Events and who registered for them, in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from investors.models import Event, EventPartner, EventRegistration
from itpo.office.admin_base import NEWEST_FIRST, WithPeriod
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import LinkInline
from itpo.office.admin_seeing import SeenFilter


class EventPartnerInline(LinkInline):
    model = EventPartner
    verbose_name = _("partner")
    verbose_name_plural = _("partners")
    fields = ("partner", "role")


@admin.register(Event)
class EventAdmin(WithPeriod, DeskAdmin):
    """Registrations have a list of their own: a webinar has hundreds."""

    list_display = ("name", "when_shown", "kind", "state", "country", "is_ours")
    list_filter = ("kind", "state", "is_ours", ("country", SeenFilter))
    list_select_related = ("country",)
    search_fields = ("name", "ref", "country__name", "region_typed", "sectors_typed")
    ordering = NEWEST_FIRST
    set_once = ("state",)
    inlines = (EventPartnerInline,)
    fieldsets = (
        (None, {"fields": ("office", "name", "kind", "begins", "ends", "state", "is_ours")}),
        (_("Where"), {"fields": ("country", "place")}),
        (_("Sectors and themes"), {"fields": ("sectors", "themes")}),
        (_("Notes"), {"classes": ("collapse",), "fields": ("notes",)}),
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


@admin.register(EventRegistration)
class EventRegistrationAdmin(DeskAdmin):
    list_display = ("name", "organisation", "event", "state", "email")
    list_filter = ("state",)
    list_select_related = ("event", "contact__company")
    search_fields = ("name", "organisation", "email", "event__name")
    ordering = ("-event", "name", "pk")
    fields = ("event", "name", "organisation", "email", "contact", "state")
    may_be_deleted = True

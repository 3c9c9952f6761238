"""Who was asked to name delegates, and who was asked where they work, in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from delegates.models import Invitation, PostCheck
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_seeing import SeenFilter


@admin.register(Invitation)
class InvitationAdmin(DeskAdmin):
    """Sent by a verb, with a link of its own; answered by the agency."""

    is_read_only = True
    list_display = ("agency", "programme", "contact_name", "email", "answer_by", "declined_at")
    list_filter = (("programme", SeenFilter),)
    list_select_related = ("agency__country", "programme")
    search_fields = ("agency__name", "agency__short_name", "contact_name", "email")
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("programme", "agency", "contact_name", "email", "created_at")}),
        (_("What they are asked"), {"fields": ("most", "answer_by")}),
        (_("Their answer"), {"fields": ("declined_at", "declined_because")}),
    )


@admin.register(PostCheck)
class PostCheckAdmin(DeskAdmin):
    is_read_only = True
    list_display = ("delegate", "year", "answer", "asked_at", "answered_at", "handled_at")
    list_filter = ("answer", "year")
    list_select_related = ("delegate__country", "handled_by")
    search_fields = ("delegate__family_name", "agency_typed", "post_typed")
    ordering = ("-year", "-pk")
    fieldsets = (
        (None, {"fields": ("office", "delegate", "year", "asked_at")}),
        (
            _("Their answer"),
            {"fields": ("answer", "agency_typed", "post_typed", "since_typed", "answered_at")},
        ),
        (_("Entered"), {"fields": ("handled_at", "handled_by")}),
    )

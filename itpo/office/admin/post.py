"""Mails and personal links in the admin: to look at, never to write."""

import re
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from itpo.office.admin_base import DeskPlainAdmin
from itpo.office.models import OutgoingMail, PersonalLink

TOKEN = re.compile(r"[0-9a-f]{64}")


class Stands(admin.SimpleListFilter):
    """What the heartbeat counts: waiting, late, failed since yesterday."""

    title = _("how it stands")
    parameter_name = "stands"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", _("waiting")), ("late", _("late")), ("failed", _("failed lately"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        now = timezone.now()
        if self.value() == "waiting":
            return queryset.waiting()
        if self.value() == "late":
            return queryset.late(now)
        return queryset.failed_lately(now) if self.value() == "failed" else queryset


@admin.register(OutgoingMail)
class OutgoingMailAdmin(DeskPlainAdmin):
    is_read_only = True
    list_display = ("to", "kind", "subject_shown", "state", "send_after", "sent_at", "attempts")
    list_filter = (Stands, "state", "kind")
    list_select_related = ("office", "user")
    search_fields = ("to", "subject", "user__family_name")
    ordering = ("-pk",)
    fieldsets = (
        (None, {"fields": ("to", "user", "kind", "subject_shown", "preview")}),
        (
            _("On its way"),
            {"fields": ("state", "send_after", "send_before", "sent_at", "attempts", "error")},
        ),
        (_("For the machinery"), {"classes": ("collapse",), "fields": ("key", "created_at")}),
    )

    @admin.display(description=_("subject"))
    def subject_shown(self, mail: OutgoingMail) -> str:
        return mail.subject or gettext("written when it is sent")

    @admin.display(description=_("text"))
    def preview(self, mail: OutgoingMail) -> str | SafeString:
        """The text as sent, without the secret part of a personal link."""
        if not mail.body:
            return gettext("written when it is sent")
        return format_html('<pre class="mail">{}</pre>', TOKEN.sub("••••", mail.body))


@admin.register(PersonalLink)
class PersonalLinkAdmin(DeskPlainAdmin):
    """Its address is a secret and is not shown; verbs make and revoke it."""

    is_read_only = True
    list_display = ("email", "purpose", "language", "expires_at", "still_opens")
    list_filter = ("purpose",)
    list_select_related = ("office",)
    search_fields = ("email",)
    ordering = ("-pk",)
    fields = ("email", "purpose", "language", "expires_at", "version", "created_at")

    def dress(self, rows: list[Any], request: Any) -> None:
        now = timezone.now()
        for link in rows:
            link.opens = link.revoked_at is None and link.expires_at > now

    @admin.display(description=_("opens"))
    def still_opens(self, link: Any) -> str:
        return gettext("yes") if link.opens else gettext("no")

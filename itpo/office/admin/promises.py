"""Follow-ups in the admin."""

from typing import Any

from django.contrib import admin, messages
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from itpo.office import follow_ups
from itpo.office.admin_base import link_to
from itpo.office.admin_due import due_words
from itpo.office.admin_history import DeskAdmin
from itpo.office.admin_inlines import ListInline
from itpo.office.admin_seeing import SeenFilter
from itpo.office.models import FollowUp


class DueFilter(admin.SimpleListFilter):
    """Late, due today, still to come; only what is open."""

    title = _("due")
    parameter_name = "due"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("late", _("Late")), ("today", _("Today")), ("coming", _("Still to come"))]

    def queryset(self, request: Any, queryset: Any) -> Any:
        today = request.user.today(timezone.now())
        wanted = {"late": {"due_on__lt": today}, "today": {"due_on": today}}
        wanted["coming"] = {"due_on__gt": today}
        chosen = wanted.get(self.value() or "")
        return queryset.open().filter(**chosen) if chosen else queryset


@admin.register(FollowUp)
class FollowUpAdmin(DeskAdmin):
    """Kept, moved and dropped by verbs: ticked off here, the rest on its page in the workspace."""

    list_display = ("what", "due_shown", "owner", "promised_by", "about_shown", "state")
    list_filter = (DueFilter, "state", "promised_by", ("owner", SeenFilter))
    list_select_related = ("owner", "closed_by", "rule")
    search_fields = ("what", "about", "owner__family_name")
    ordering = ("due_on", "pk")
    set_once = ("due_on",)
    readonly_fields = ("state", "closed_at", "closed_by", "reason", "rule", "created_at")
    actions = ("tick_off",)
    fieldsets = (
        (None, {"fields": ("office", "what", "due_on", "owner", "promised_by", "about")}),
        (_("Where it stands"), {"fields": ("state", "closed_at", "closed_by", "reason")}),
        (
            _("More"),
            {"classes": ("collapse",), "fields": ("is_restricted", "rule", "created_at")},
        ),
    )

    def dress(self, rows: list[Any], request: Any) -> None:
        today = request.user.today(timezone.now())
        for follow_up in rows:
            follow_up.today = today

    @admin.display(description=_("due"), ordering="due_on")
    def due_shown(self, follow_up: Any) -> str | SafeString:
        return due_words(follow_up.due_on, follow_up.today if follow_up.is_open else None)

    @admin.display(description=_("about"), ordering="about")
    def about_shown(self, follow_up: FollowUp) -> str | SafeString | None:
        if not follow_up.about_url:
            return follow_up.about or None
        return format_html('<a href="{}">{}</a>', follow_up.about_url, follow_up.about)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return reverse("office:follow-up", args=[obj.pk]) if obj is not None else None

    @admin.action(description=_("Tick off: it is done"), permissions=["change"])
    def tick_off(self, request: Any, chosen: Any) -> None:
        done = 0
        for follow_up in chosen:
            try:
                follow_ups.tick_off(follow_up=follow_up, by=request.user, at=timezone.now())
                done += 1
            except follow_ups.NotPossible as refusal:
                self.message_user(request, f"{follow_up}: {refusal}", messages.ERROR)
        if done:
            told = ngettext("%d follow-up is done.", "%d follow-ups are done.", done) % done
            self.message_user(request, told, messages.SUCCESS)


class FollowUpsInline(ListInline):
    """The follow-ups of a record; `follow_ups_of` makes one for a model."""

    verbose_name = _("follow-up")
    verbose_name_plural = _("follow-ups")
    fields = readonly_fields = ("what", "due_on", "owner", "state")

    def get_queryset(self, request: Any) -> Any:
        self.today = request.user.today(timezone.now())  # an inline lives as long as its request
        seen = FollowUp.objects.visible_to(request.user)
        rows = super().get_queryset(request).filter(followup__in=seen.values("pk"))
        return rows.select_related("followup__owner").order_by("followup__due_on", "pk")

    @admin.display(description=_("what is to be done"))
    def what(self, row: Any) -> SafeString:
        return link_to(row.followup)

    @admin.display(description=_("due"))
    def due_on(self, row: Any) -> str | SafeString:
        return due_words(row.followup.due_on, self.today if row.followup.is_open else None)

    @admin.display(description=_("who sees to it"))
    def owner(self, row: Any) -> str:
        return str(row.followup.owner)

    @admin.display(description=_("state"))
    def state(self, row: Any) -> str:
        return str(row.followup.get_state_display())


def follow_ups_of(model: Any) -> type[FollowUpsInline]:
    """The follow-ups of a model's record, to read."""
    return type("FollowUpsInline", (FollowUpsInline,), {"model": model.follow_ups.through})

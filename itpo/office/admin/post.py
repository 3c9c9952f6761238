"""Mails, the addresses that are stopped, and personal links in the admin; verbs change them."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from itpo.office import mail_preview, outbox
from itpo.office.admin_base import DeskPlainAdmin, link_to
from itpo.office.admin_rights import may_manage
from itpo.office.admin_seeing import SeenFilter
from itpo.office.models import OutgoingMail, PersonalLink, StoppedAddress
from itpo.office.models.post import UNSETTLED
from itpo.office.states import NotPossible


class DayFilter(admin.SimpleListFilter):
    """The day a mail was to leave, as the viewer's calendar has it."""

    title = _("day")
    parameter_name = "day"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("today", _("today")), ("yesterday", _("yesterday")), ("week", _("last 7 days"))]

    def queryset(self, request: Any, queryset: Any) -> Any:
        today = request.user.today(timezone.now())
        one_day = timedelta(days=1)
        days = {
            "today": (today, today + one_day),
            "yesterday": (today - one_day, today),
            "week": (today - 6 * one_day, today + one_day),
        }
        if self.value() not in days:
            return queryset
        zone = ZoneInfo(request.user.time_zone)
        first, last = (datetime.combine(day, time(), zone) for day in days[str(self.value())])
        return queryset.filter(send_after__gte=first, send_after__lt=last)


class CancelForm(forms.Form):
    """Why a mail is not to be sent after all."""

    why = forms.CharField(label=_("why"), max_length=250)


class Stands(admin.SimpleListFilter):
    """What the heartbeat counts: waiting, late, failed since yesterday."""

    title = _("how it stands")
    parameter_name = "stands"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            *(("waiting", _("waiting")), ("late", _("late")), ("failed", _("failed lately"))),
            ("stopped", _("its address is stopped")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        now = timezone.now()
        if self.value() == "waiting":
            return queryset.waiting()
        if self.value() == "late":
            return queryset.late(now)
        if self.value() == "stopped":
            return queryset.unsettled().filter(stopped_by__isnull=False)
        return queryset.failed_lately(now) if self.value() == "failed" else queryset


@admin.register(OutgoingMail)
class OutgoingMailAdmin(DeskPlainAdmin):
    is_read_only = True
    empty_value_display: Any = "–"
    change_form_template = "admin/office/outgoingmail/change_form.html"
    list_display = (
        *("to", "kind", "subject_shown", "state_shown", "send_after", "sent_at", "attempts"),
        "said",
    )
    list_filter = (Stands, "state", "kind", ("office", SeenFilter), DayFilter)
    list_select_related = ("office", "user")
    search_fields = ("to", "subject", "user__family_name")
    ordering = ("-pk",)
    actions = ("send_again",)
    fieldsets = (
        (None, {"fields": ("to", "user", "kind", "subject_shown", "text")}),
        (
            _("On its way"),
            {
                "fields": (
                    *("state_shown", "send_after", "send_before", "sent_at", "attempts"),
                    *("unanswered", "error", "why_shown"),
                    *("cancelled_by", "resend_shown", "resent_by"),
                )
            },
        ),
        (_("For the machinery"), {"classes": ("collapse",), "fields": ("key", "created_at")}),
    )

    def has_manage_permission(self, request: HttpRequest) -> bool:
        return may_manage(request.user)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_stops()

    @admin.display(description=_("subject"))
    def subject_shown(self, mail: OutgoingMail) -> str:
        if mail.subject or mail.state not in UNSETTLED:
            return mail.subject or "–"
        return gettext("written when it is sent")

    @admin.display(description=_("state"), ordering="state")
    def state_shown(self, mail: Any) -> str | SafeString:
        """The state, and what else keeps it from leaving."""
        words = mail.get_state_display()
        if not mail.is_unsent or mail.stopped_by is None:
            return str(words)
        return format_html(
            '{} <span class="tag late">{}</span>', words, gettext("its address is stopped")
        )

    @admin.display(description=_("what the server said, or why not sent"))
    def said(self, mail: OutgoingMail) -> str:
        return mail.error or mail.why_shown or "–"

    @admin.display(description=_("why it was not sent"))
    def why_shown(self, mail: OutgoingMail) -> str:
        return mail.why_shown or "–"

    @admin.display(description=_("text"))
    def text(self, mail: OutgoingMail) -> str | SafeString:
        """The text as sent, without the secret part of a personal link."""
        if not mail.body:
            return gettext("not kept, or not sent yet")
        return format_html('<pre class="mail">{}</pre>', mail_preview.as_sent(mail))

    @admin.display(description=_("sent once more instead of"))
    def resend_shown(self, mail: OutgoingMail) -> str | SafeString:
        if mail.resend_of_id is None:
            return gettext("no")
        url = reverse("admin:office_outgoingmail_change", args=[mail.resend_of_id])
        return format_html('<a href="{}">{}</a>', url, f"{mail.kind} {mail.resend_of_id}")

    @admin.action(description=_("Send once more, as new mails"), permissions=["manage"])
    def send_again(self, request: Any, chosen: Any) -> None:
        _each(
            self,
            request,
            chosen,
            lambda mail: outbox.resend(mail=mail, by=request.user, at=timezone.now()),
            lambda done: ngettext("%d mail is sent again.", "%d mails are sent again.", done),
        )

    def get_urls(self) -> list[Any]:
        handle = self.admin_site.admin_view(
            require_http_methods(["GET", "HEAD", "POST"])(self.handle)
        )
        own = path("<int:pk>/handle/", handle, name="office_outgoingmail_handle")
        return [own, *super().get_urls()]

    def handle(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Read what a mail says or would say, cancel it, send it again, clear its address."""
        mail = self.get_queryset(request).filter(pk=pk).first()
        if mail is None:
            raise Http404
        form = CancelForm()
        if request.method == "POST":
            if not may_manage(request.user):
                raise PermissionDenied
            form = CancelForm(request.POST)
            if self._done(request, mail, form):
                return redirect("admin:office_outgoingmail_change", mail.pk)
            mail = self.get_queryset(request).get(pk=pk)
        context = {
            **self.admin_site.each_context(request),
            "title": str(mail),
            "opts": self.opts,
            "mail": mail,
            "state": self.state_shown(mail),
            "preview": mail_preview.of(mail, timezone.now()),
            "stop": StoppedAddress.objects.filter(pk=mail.stopped_by).first(),
            "can_be_sent_again": mail.state in outbox.OVER,
            "may_act": may_manage(request.user),
            "form": form,
        }
        return TemplateResponse(request, "admin/office/outgoingmail/handle.html", context)

    def _done(self, request: Any, mail: Any, form: CancelForm) -> bool:
        """Carry out what was asked for; what is refused is said in the form."""
        now, by = timezone.now(), request.user
        asked = request.POST.get("do", "cancel")
        try:
            if asked == "resend":
                outbox.resend(mail=mail, by=by, at=now)
                told = gettext("It is sent once more, as a new mail.")
            elif asked == "clear":
                stop = StoppedAddress.objects.filter(pk=mail.stopped_by).first()
                if stop is None:
                    raise NotPossible(gettext("This address was cleared already."))
                outbox.clear(stop=stop, by=by, at=now)
                told = gettext("Mails go to this address again.")
            elif form.is_valid():
                outbox.cancel(mail=mail, why=form.cleaned_data["why"], by=by, at=now)
                told = gettext("The mail is cancelled.")
            else:
                return False
        except NotPossible as refusal:
            form.full_clean()
            form.errors.clear()
            form.add_error(None, str(refusal))
            return False
        self.message_user(request, told, messages.SUCCESS)
        return True


class ClearedFilter(admin.SimpleListFilter):
    title = _("cleared")
    parameter_name = "cleared"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("still stopped")), ("yes", _("cleared"))]

    def queryset(self, request: Any, queryset: Any) -> Any:
        if self.value() not in {"no", "yes"}:
            return queryset
        standing = Q(cleared_at=None)
        return queryset.filter(standing if self.value() == "no" else ~standing)


@admin.register(StoppedAddress)
class StoppedAddressAdmin(DeskPlainAdmin):
    """Made when the server refuses an address for good; a manager clears it."""

    is_read_only = True
    list_display = ("address", "said", "since", "waiting", "cleared_at", "cleared_by")
    list_filter = (ClearedFilter,)
    list_select_related = ("mail__user", "cleared_by")
    search_fields = ("address",)
    ordering = ("-pk",)
    actions = ("clear",)
    fields = ("address", "said", "since", "mail_shown", "cleared_at", "cleared_by")

    def has_manage_permission(self, request: HttpRequest) -> bool:
        return may_manage(request.user)

    def dress(self, rows: list[Any], request: Any) -> None:
        seen = OutgoingMail.objects.visible_to(request.user).unsettled().with_stops()
        held = list(seen.filter(stopped_by__isnull=False).values_list("stopped_by", flat=True))
        for stop in rows:
            stop.held = held.count(stop.pk)

    @admin.display(description=_("mails that wait"))
    def waiting(self, stop: Any) -> str:
        return str(stop.held)

    @admin.display(description=_("mail that was refused"))
    def mail_shown(self, stop: StoppedAddress) -> SafeString:
        return link_to(stop.mail)

    @admin.action(description=_("Clear: mails may go there again"), permissions=["manage"])
    def clear(self, request: Any, chosen: Any) -> None:
        _each(
            self,
            request,
            chosen,
            lambda stop: outbox.clear(stop=stop, by=request.user, at=timezone.now()),
            lambda done: ngettext("%d address is cleared.", "%d addresses are cleared.", done),
        )


def _each(
    page: DeskPlainAdmin,
    request: Any,
    chosen: Any,
    act: Callable[[Any], object],
    told: Callable[[int], str],
) -> None:
    """Do something with each of the rows chosen, and say for how many it was possible."""
    done = 0
    for one in chosen:
        try:
            act(one)
            done += 1
        except NotPossible as refusal:
            page.message_user(request, f"{one}: {refusal}", messages.ERROR)
    if done:
        page.message_user(request, told(done) % done, messages.SUCCESS)


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
